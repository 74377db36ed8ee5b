import QuantizationEngine
import Synchronization
import TensorFiles

/// Gives the pages of a file back to the system behind a reader, a region at a time.
///
/// Each release interrupts the other processors that run this program, so it must not come with every
/// piece that is read: a region is released once as many elements of it were read as it has. Where a
/// pass reads twice, it is released twice.
final class PageRelease: Sendable {
  /// How many bytes of the file are released together.
  static let regionByteCount = 16 << 20

  private let elements: StoredElements
  private let regionLength: Int
  private let readCounts: Mutex<[Int]>

  /// For the elements of a tensor.
  init(_ elements: StoredElements) {
    self.elements = elements
    regionLength = Self.regionByteCount / elements.elementType.byteCount
    let regionCount = elements.count / regionLength + 1
    readCounts = Mutex(Array(repeating: 0, count: regionCount))
  }

  /// Hears that some elements were read.
  func note(_ piece: Range<Int>) {
    guard !piece.isEmpty else { return }
    for region in piece.lowerBound / regionLength...(piece.upperBound - 1) / regionLength {
      let whole =
        region * regionLength..<min((region + 1) * regionLength, elements.count)
      let count = piece.clamped(to: whole).count
      let isRead = readCounts.withLock { counts in
        counts[region] += count
        guard counts[region] >= whole.count else { return false }
        counts[region] = 0
        return true
      }
      if isRead { elements.release(whole) }
    }
  }
}
