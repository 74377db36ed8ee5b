import QuantizationEngine
import TensorFiles

/// A tensor ready to be read: one of an open file, or a sketch.
struct OpenTensor: Sendable {
  /// Where its values are.
  enum Source: Sendable {
    /// In a file, which stays mapped, at a position of its tensors.
    case stored(TensorFile, position: Int)
    /// In bins, without their order.
    case sketch(TensorSketch)
  }

  /// The file's path as it was given.
  let path: String
  /// Where the values are.
  let source: Source
  /// What is known of it.
  let facts: TensorFacts
  /// How much memory its values may take.
  let budget: MemoryBudget

  /// The tensor that the options name; the only one, or the first, where they name none.
  init(_ options: TensorOptions) throws {
    try self.init(
      path: options.file, tensor: options.tensor, layout: options.layout.rawLayout,
      budget: options.memory.budget())
  }

  /// A tensor of a file by its name; the only one, or the first, where none is given.
  init(path: String, tensor: String?, layout: RawLayout, budget: MemoryBudget) throws {
    self.path = path
    self.budget = budget
    if let file = try SketchFile.read(path) {
      guard tensor == nil || tensor == file.sketch.name else {
        throw Failure(
          TensorFileError.noSuchTensor(
            path: path, name: tensor ?? "", tensors: [file.sketch.name]))
      }
      guard layout == RawLayout() else {
        throw Failure(
          "\(path): is a sketch, which has its own type and no shape; --dtype and --shape are for "
            + "headerless files", exit: .usage)
      }
      source = .sketch(file.sketch)
      facts = file.facts
      return
    }
    do {
      let file = try TensorFile.open(path: path, layout: layout)
      let position = if let tensor { try file.tensor(named: tensor) } else { 0 }
      guard file.tensors.indices.contains(position) else {
        throw Failure("\(path): there are no tensors in it", exit: .badData)
      }
      source = .stored(file, position: position)
      facts = TensorFacts(file.tensors[position])
    } catch let error as TensorFileError {
      throw Failure(error)
    }
  }

  /// The values in row-major order.
  func values() throws -> TensorValues {
    guard case .stored(let file, let position) = source else {
      throw Failure(
        "\(path): is a sketch, which has no order of elements; codes and dequantized values need "
          + "the tensor itself", exit: .usage)
    }
    do {
      return try file.values(of: position)
    } catch {
      throw Failure(error)
    }
  }

  /// How the elements fall into blocks.
  func layout(_ granularity: Granularity) throws -> BlockLayout {
    if case .sketch = source, granularity != .perTensor {
      throw Failure(
        "\(path): is a sketch, which has no order of elements; it can be measured per tensor only",
        exit: .usage)
    }
    do {
      return try BlockLayout(shape: facts.shape, granularity: granularity)
    } catch {
      throw Failure("\(path): \(error)", exit: .usage)
    }
  }
}
