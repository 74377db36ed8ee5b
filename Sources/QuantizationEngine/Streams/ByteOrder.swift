/// Which byte of an element comes first.
public enum ByteOrder: Hashable, Sendable {
  /// The least significant.
  case little
  /// The most significant.
  case big

  /// What this machine does.
  public static var native: ByteOrder { 1.littleEndian == 1 ? .little : .big }

  /// Whether this machine has the other order.
  var isForeign: Bool { self != .native }
}
