/// The sorted lines of all blocks of a tensor in one place.
///
/// What goes through a million blocks holds the place once, and not the line of each.
struct BlockLines: Sendable {
  private enum Storage: Sendable {
    case float32(LineStorage<Float>)
    case float64(LineStorage<Double>)
  }

  private let storage: Storage
  /// Where each block is.
  let places: [Range<Int>]

  /// The lines of blocks of float32 values.
  init(_ sorted: SortedBlocks<Float>) {
    storage = .float32(sorted.storage)
    places = sorted.places
  }

  /// The lines of blocks of float64 values.
  init(_ sorted: SortedBlocks<Double>) {
    storage = .float64(sorted.storage)
    places = sorted.places
  }

  /// Hands all numbers out as they lie in memory.
  @inline(__always)
  func withNumbers(
    float32: (UnsafeBufferPointer<Float>) -> Void, float64: (UnsafeBufferPointer<Double>) -> Void
  ) {
    switch storage {
    case .float32(let storage): unsafe storage.numbers.withUnsafeBufferPointer(float32)
    case .float64(let storage): unsafe storage.numbers.withUnsafeBufferPointer(float64)
    }
  }
}
