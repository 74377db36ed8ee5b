import QuantizationEngine

/// How much each input of a model's weights matters: the mean of its square over a run of the model, as
/// llama.cpp's `llama-imatrix` writes it.
///
///     weight[name][matrix · columns + column] = Σ activation[column]² / count
///
/// A tensor of several matrices, experts, has a run of columns for each. Three forms are read: GGUF, with
/// tensors `NAME.in_sum2` of float32 and `NAME.counts`; the older one without a signature; and the means
/// themselves, vectors under the names of what they belong to, in any other file of tensors.
///
/// | older form | what |
/// | --- | --- |
/// | int32 | how many entries follow |
/// | int32, bytes | the length of a name, and the name |
/// | int32, int32 | how often it was called, n, and how many values it has |
/// | float32 | the values, sums over the calls |
/// | int32, int32, bytes | at the end, or not: the last chunk, and the name of a file of text |
///
/// Of the third form a vector has a number for each column; a matrix has a row for each expert.
///
/// *Edge cases:* a matrix of GGUF that was never called weighs 1 in every column; sums of an entry of the
/// older form that was called 0 times are taken as they are. Nothing is said of signs, NaN or infinities:
/// they come as they are.
///
/// Source: llama.cpp, `tools/quantize/quantize.cpp`, `load_imatrix`.
public struct ImportanceMatrix: Sendable {
  /// The weights of each tensor, by its name.
  public let weights: [String: [Float]]

  /// The matrix in a file.
  ///
  /// - Parameter contents: The file.
  /// - Throws: ``TensorFileError``, `importance` where it is none.
  /// - Complexity: O(bytes).
  public init(_ contents: FileContents) throws(TensorFileError) {
    let file = contents.file
    if file.begins(with: TensorFileFormat.gguf.signature) {
      weights = try Self.weights(in: try GGUFHeader.of(file).tensors, of: file.path)
    } else {
      do throws(ImportanceFault) {
        weights = try LegacyImportance(file).weights
      } catch {
        guard let format = try? TensorFileFormat.of(file, layout: RawLayout()), !format.isHeaderless
        else { throw .importance(path: file.path, error) }
        weights = try Self.vectors(in: try TensorFile(file, layout: RawLayout(), of: format))
      }
    }
    try file.checkStillWhole()
  }

  /// What the names of sums end in, and those of counts.
  private static let (sumEnding, countEnding) = (".in_sum2", ".counts")

  /// The weights that tensors of GGUF say.
  private static func weights(
    in tensors: [StoredTensor], of path: String
  ) throws(TensorFileError) -> [String: [Float]] {
    var counts: [ExactText: StoredTensor] = [:]
    for tensor in tensors where tensor.description.name.hasSuffix(countEnding) {
      counts[ExactText(String(tensor.description.name.dropLast(countEnding.count)))] = tensor
    }
    var weights: [String: [Float]] = [:]
    for sums in tensors where sums.description.name.hasSuffix(sumEnding) {
      let name = String(sums.description.name.dropLast(sumEnding.count))
      guard let count = counts[ExactText(name)] else {
        throw .importance(path: path, .noCounts(name: name))
      }
      weights[name] = try means(try values(of: sums), try values(of: count), name, of: path)
    }
    guard !weights.isEmpty else { throw .importance(path: path, .noSums) }
    return weights
  }

  /// The numbers of each tensor of a file.
  private static func vectors(
    in file: TensorFile
  ) throws(TensorFileError) -> [String: [Float]] {
    var weights: [String: [Float]] = [:]
    for tensor in file.stored {
      let (name, shape) = (tensor.description.name, tensor.description.shape)
      guard (1...2).contains(shape.count) else {
        throw .importance(path: file.path, .shape(name: name, shape: shape))
      }
      guard weights[name] == nil else {
        throw .importance(path: file.path, .duplicate(name: name, position: tensor.start))
      }
      weights[name] = try values(of: try tensor.readable())
    }
    return weights
  }

  /// The numbers of a tensor.
  private static func values(of tensor: StoredTensor) throws(TensorFileError) -> [Float] {
    if case .unread(let error) = tensor.form { throw error }
    return switch try tensor.values(in: [0..<tensor.description.elementCount]) {
    case .float32(let values): values
    case .float64(let values): values.map { Float($0) }
    }
  }

  /// Sums divided by counts, of which there is one for each matrix.
  private static func means(
    _ sums: [Float], _ counts: [Float], _ name: String, of path: String
  ) throws(TensorFileError) -> [Float] {
    guard !counts.isEmpty, sums.count.isMultiple(of: counts.count) else {
      throw .importance(
        path: path, .counts(name: name, sumCount: sums.count, countCount: counts.count))
    }
    let columns = sums.count / counts.count
    return sums.indices.map { index in
      let count = counts[index / columns]
      return count > 0 ? sums[index] / count : 1
    }
  }
}
