import EncodingFiles
import QuantizationEngine

/// What tells a tensor from every other: the name of the file in which its tuning is kept.
///
/// Values that are read in another way, as another type or in another shape, are another tensor.
struct TuningKey: Hashable, Sendable {
  /// The name without what it ends in: sixteen hexadecimal digits.
  let name: String

  /// The key of a tensor.
  init(path: String, tensorName: String, elementType: String, shape: [Int]) {
    // Two tensors of one hash are told apart by what their records say.
    name = Fingerprint.text(
      of: [path, tensorName, elementType, shape.map(String.init).joined(separator: ",")])
  }

  /// Whether a text may be the name of a key.
  static func isName(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 16
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// The key of the tensor of a record.
  init(_ record: TuningRecord) {
    self.init(
      path: record.subject.path, tensorName: record.subject.tensorName,
      elementType: record.subject.elementType, shape: record.layout.shape)
  }
}
