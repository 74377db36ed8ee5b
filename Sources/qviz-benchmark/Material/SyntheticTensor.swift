import Dispatch
import Glibc

/// Values like those of a layer, the same for a seed on every machine and number of processors.
///
/// Normally distributed, and one in 4096 of them six times as large: tensors have outliers.
struct SyntheticTensor: Hashable, Sendable {
  /// Where the random numbers begin.
  let seed: UInt64
  /// How many values there are.
  let count: Int

  /// How many values are made in one go.
  private static let pieceLength = 1 << 16

  /// The values.
  func values() -> [Float] {
    let (seed, count) = (seed, count)
    return unsafe [Float](unsafeUninitializedCapacity: count) { values, initialized in
      guard let start = values.baseAddress else { return }
      unsafe adviseLargePages(start, byteCount: count * MemoryLayout<Float>.stride)
      let pieces = (count + Self.pieceLength - 1) / Self.pieceLength
      // Pieces do not overlap, and each is written by one turn.
      nonisolated(unsafe) let target = unsafe start
      DispatchQueue.concurrentPerform(iterations: pieces) { piece in
        let first = piece * Self.pieceLength
        for index in stride(from: first, to: min(first + Self.pieceLength, count), by: 2) {
          let pair = Self.pair(seed: seed, index: UInt64(index))
          unsafe (target + index).initialize(to: pair.0)
          if index + 1 < count { unsafe (target + index + 1).initialize(to: pair.1) }
        }
      }
      initialized = count
    }
  }

  /// Two normally distributed numbers.
  ///
  /// Source: G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates"
  /// (1958), on the bits of one step of SplitMix64.
  private static func pair(seed: UInt64, index: UInt64) -> (Float, Float) {
    let bits = SplitMix64.mixed(seed &+ (index &+ 1) &* SplitMix64.increment)
    // From 2⁻³² to 1, so that the logarithm is finite.
    let radius = (-2 * logf((Float(bits >> 32) + 1) * 0x1p-32)).squareRoot()
    let angle = 2 * Float.pi * Float(bits & 0xF_FFFF) * 0x1p-20
    let size: Float = bits >> 20 & 0xFFF == 0 ? 6 : 1
    return (radius * cosf(angle) * size, radius * sinf(angle))
  }
}

/// The mixing function of a small random generator.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
enum SplitMix64 {
  /// What the state grows by at each step.
  static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The random number of a state.
  @inline(__always)
  static func mixed(_ state: UInt64) -> UInt64 {
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Asks for large pages under memory that is about to be filled, as the program does for its own.
@unsafe func adviseLargePages(_ start: UnsafeMutableRawPointer, byteCount: Int) {
  let page = Int(sysconf(Int32(_SC_PAGESIZE)))
  let skipped = (page - Int(bitPattern: start) % page) % page
  guard byteCount > 4 << 20 else { return }
  unsafe madvise(start + skipped, (byteCount - skipped) / page * page, MADV_HUGEPAGE)
}
