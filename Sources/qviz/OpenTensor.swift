import QuantizationEngine
import TensorFiles

/// A tensor of an open file, ready to be read.
struct OpenTensor {
  /// The file, which stays mapped.
  let file: TensorFile
  /// The tensor's position in the file.
  let position: Int
  /// How much memory its values may take.
  let budget: MemoryBudget

  /// The tensor that the options name; the only one, or the first, where they name none.
  init(_ options: TensorOptions) throws {
    budget = try options.memory.budget()
    do {
      let file = try TensorFile.open(path: options.file, layout: options.layout.rawLayout)
      position = if let name = options.tensor { try file.tensor(named: name) } else { 0 }
      self.file = file
    } catch {
      throw Failure(error)
    }
    guard file.tensors.indices.contains(position) else {
      throw Failure("\(options.file): there are no tensors in it", exit: .badData)
    }
  }

  var description: TensorDescription { file.tensors[position] }

  /// The values in row-major order.
  func values() throws -> TensorValues {
    do {
      return try file.values(of: position)
    } catch {
      throw Failure(error)
    }
  }

  /// How the elements fall into blocks.
  func layout(_ granularity: Granularity) throws -> BlockLayout {
    do {
      return try BlockLayout(shape: description.shape, granularity: granularity)
    } catch {
      throw Failure("\(file.path): \(error)", exit: .usage)
    }
  }
}
