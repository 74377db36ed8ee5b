import ModelComparison
import TensorFiles

/// How much the inputs of a model's tensors matter: an importance matrix of llama.cpp, or the second moments
/// of inputs, by names of tensors.
struct Importance {
  /// The file that says so.
  let path: String

  private let weights: [String: [Float]]
  private let names: NameLookup

  /// Reads a file.
  ///
  /// - Throws: `Failure` where it is none, and where a number cannot be a mean of squares.
  init(path: String) throws {
    do {
      weights = try ImportanceMatrix(try FileContents(path: path)).weights
    } catch {
      throw Failure(error)
    }
    for (name, numbers) in weights {
      guard let wrong = numbers.first(where: { !($0.isFinite && $0 >= 0) }) else { continue }
      throw Failure(
        "\(path): has \(wrong) for '\(name)', and a mean of squares is finite and not below 0",
        exit: .badData)
    }
    self.path = path
    names = NameLookup(weights.keys.sorted())
  }

  /// What the file says of a tensor.
  ///
  /// - Parameters:
  ///   - name: Its name, in the naming of any program.
  ///   - shape: Its shape, the columns last.
  /// - Returns: The weights, or why there are none.
  func row(of name: String, shape: [Int]) -> ImportanceRow {
    guard let found = names.found(name), let numbers = weights[found.name] else { return .absent }
    let columns = shape.last ?? 1
    if let expert = found.expert, numbers.count > columns {
      guard columns > 0, numbers.count.isMultiple(of: columns),
        (expert + 1) * columns <= numbers.count
      else { return .misfit(found.name, count: numbers.count) }
      return .found(
        found.name, Array(numbers[expert * columns..<(expert + 1) * columns]))
    }
    let isByMatrix = shape.count == 3 && numbers.count == shape[0] * columns
    guard numbers.count == columns || isByMatrix else {
      return .misfit(found.name, count: numbers.count)
    }
    return .found(found.name, numbers)
  }

  /// For how many tensors it has a row, where it stands beside them.
  func words(for tensors: [OpenTensor]) -> String {
    let count = tensors.count { $0.importance?.weights.isEmpty == false }
    return
      "\(path): says of \(TensorCount.words(count)) of \(tensors.count) which columns matter to the "
      + "searches of number formats"
  }

  /// What the file says of the inputs of a matrix that is stored as [in, out].
  func rowOfInputs(of name: String, shape: [Int]) -> ImportanceRow {
    row(of: name, shape: shape.reversed())
  }
}
