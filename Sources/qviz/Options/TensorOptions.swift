public import ArgumentParser
import QuantizationEngine
public import TensorFiles

/// Which paths are read.
struct PathArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Tensor files, checkpoints, models, or folders of them; - is standard input.",
      discussion: """
        Read are .safetensors with or without an index, .gguf, .onnx, .pb, .pt, .pth, .ckpt, .bin, \
        .tflite, .task, .npz, .npy, sketches, and headerless values, each of them out of gzip and \
        pipes too. What is known to be something else, such as text or an image, is refused by name.
        """, valueName: "path"),
    completion: .file())
  var files: [String]
}

/// Which tensor is meant, and what cannot be read from a headerless file.
struct TensorOptions: ParsableArguments {
  @OptionGroup var paths: PathArguments

  @Option(
    help: ArgumentHelp(
      "Which tensor: its name, an end that only its name has, or its number in 'qviz list'.",
      valueName: "name"))
  var tensor: String?

  @OptionGroup var memory: MemoryOptions

  @OptionGroup(title: "Values left out")
  var ignored: IgnoreOptions

  @OptionGroup(title: "Headerless files")
  var layout: LayoutOptions

  /// The paths as they were given.
  var files: [String] { paths.files }
}

/// Which tensors are meant, of a command about all of them.
struct ModelOptions: ParsableArguments {
  @OptionGroup var paths: PathArguments

  @OptionGroup var memory: MemoryOptions

  @OptionGroup(title: "Values left out")
  var ignored: IgnoreOptions

  @OptionGroup(title: "Headerless files")
  var layout: LayoutOptions
}

/// What the person says about the bytes of a headerless file.
struct LayoutOptions: ParsableArguments {
  @Option(
    help: "The type of the values, '>f4' for big-endian (default: float32, or what the file says).",
    completion: .list(ElementType.allCases.map(\.rawValue)))
  var dtype: ElementSpelling?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The shape, such as 64,3,7,7 or 64x3x7x7, one of them -1 for what is left (default: one "
        + "dimension, or what the file says)."), transform: ShapeArgument.init)
  var shape: ShapeArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Integers stand for s · (q − z), as a device's output does: s. Floats are measured by it.",
      valueName: "s"))
  var scale: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The integer that stands for zero (default: 0): z.", valueName: "z"))
  var zeroPoint: Int32?

  var rawLayout: RawLayout {
    RawLayout(
      elementType: dtype?.elementType, byteOrder: dtype?.byteOrder, shape: shape?.dimensions,
      reals: scale.flatMap { IntegerMeaning(scale: $0, zeroPoint: zeroPoint ?? 0) })
  }

  /// The same without what integers stand for.
  var ofFloats: RawLayout {
    var layout = rawLayout
    layout.reals = nil
    return layout
  }

  /// Finds the mistakes that can be found without the file.
  func validate() throws {
    if let scale, IntegerMeaning(scale: scale) == nil {
      throw ValidationError("--scale must be a positive finite float32, found \(scale)")
    }
    if zeroPoint != nil, scale == nil {
      throw ValidationError("--zero-point needs --scale")
    }
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
