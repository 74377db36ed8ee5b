/// The metadata that tells where tensors are; the raw value is the name in the file.
public enum GGUFKey: String, CaseIterable, Hashable, Sendable {
  /// What offsets are multiples of.
  case alignment = "general.alignment"
  /// Which part of a split model the file is, from 0.
  case partNumber = "split.no"
  /// In how many parts the model is split.
  case partCount = "split.count"

  /// The type that its value has.
  var valueType: GGUFValueType {
    switch self {
    case .alignment: .uint32
    case .partNumber, .partCount: .uint16
    }
  }
}
