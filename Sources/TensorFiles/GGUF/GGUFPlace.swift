/// Where a tensor of a GGUF file should begin.
public enum GGUFPlace: Hashable, Sendable {
  /// At this offset, where the one before it ends.
  case exactly(UInt64)
  /// At this offset or behind it, for nobody knows the size of the one before it.
  case from(UInt64)

  /// Whether a tensor may begin at an offset.
  func allows(_ offset: UInt64, alignment: Int) -> Bool {
    switch self {
    case .exactly(let place): offset == place
    case .from(let place): offset >= place && offset.isMultiple(of: UInt64(alignment))
    }
  }
}
