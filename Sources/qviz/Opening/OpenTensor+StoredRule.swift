import QuantizationEngine
import TensorFiles

extension OpenTensor {
  /// The rule that the file stores with the tensor; nil where it stores none that is a scheme.
  ///
  /// - Throws: ``Failure`` where the scales cannot be read.
  func storedRule() throws -> StoredRule? {
    guard case .stored(let file, let position) = source,
      let encoding = file.storedEncoding(of: position)
    else { return nil }
    return try StoredRule(encoding)
  }

  /// Whether the file stores codes that stand for its values.
  var isStoredAsCodes: Bool {
    guard case .stored(let file, let position) = source else { return false }
    return file.storedEncoding(of: position) != nil
  }

  /// What shares an encoding in the file, where it stores codes of a scheme.
  var storedGranularity: Granularity? {
    guard case .stored(let file, let position) = source,
      let encoding = file.storedEncoding(of: position),
      StoredRule.codes(of: encoding.codeType) != nil
    else { return nil }
    return encoding.granularity
  }
}
