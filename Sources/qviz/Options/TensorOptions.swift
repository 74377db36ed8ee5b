public import ArgumentParser
import QuantizationEngine
public import TensorFiles

/// Which tensor is meant, and what cannot be read from a headerless file.
struct TensorOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Tensor files, checkpoints, indices of shards, or folders of them.",
      discussion: """
        Read are .safetensors with or without an index, .gguf, .npz, .npy, sketches, and headerless \
        values in any other file.
        """, valueName: "path"),
    completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "Which tensor: its name, an end that only its name has, or its number in 'qviz list'.",
      valueName: "name"))
  var tensor: String?

  @OptionGroup var memory: MemoryOptions

  @OptionGroup(title: "Headerless files")
  var layout: LayoutOptions
}

/// What the person says about the bytes of a headerless file.
struct LayoutOptions: ParsableArguments {
  @Option(
    help: "The type of the values, '>f4' for big-endian (default: float32, or what the file says).",
    completion: .list(ElementType.allCases.map(\.rawValue)))
  var dtype: ElementSpelling?

  @Option(help: "The shape, such as 64,3,7,7 (default: one dimension, or what the file says).")
  var shape: ShapeArgument?

  var rawLayout: RawLayout {
    RawLayout(
      elementType: dtype?.elementType, byteOrder: dtype?.byteOrder, shape: shape?.dimensions)
  }
}

extension ElementSpelling: ExpressibleByArgument {
  /// The type that the command line names.
  public init?(argument: String) {
    self.init(argument)
  }

  /// What is expected where the command line names none: the long names.
  public static var allValueStrings: [String] { ElementType.allCases.map(\.rawValue) }
}

/// A shape on the command line: whole numbers with commas between.
struct ShapeArgument: ExpressibleByArgument {
  let dimensions: [Int]

  init?(argument: String) {
    guard !argument.isEmpty else {
      dimensions = []
      return
    }
    var dimensions: [Int] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let dimension = Int(part) else { return nil }
      dimensions.append(dimension)
    }
    self.dimensions = dimensions
  }
}
