import Glibc

/// Sorts floating-point numbers by their keys, least significant digit first, on all processors.
///
/// Each pass counts the digits of every part of the numbers, turns the counts into places, and lets
/// every part write its numbers to its own places: stable, without locks. A digit that is the same
/// in all numbers costs its count and no pass.
enum RadixSort {
  /// Below this many numbers the standard library's sort is faster than counting digits.
  static let smallestCount = 2048

  private static let digitBits = 11
  private static let digitCount = 1 << digitBits

  /// Sorts the numbers in place.
  ///
  /// - Precondition: no number is NaN.
  /// - Complexity: O(n) time; n numbers of further memory while it runs.
  static func sort<Element: LineElement>(_ numbers: inout [Element]) {
    guard numbers.count >= smallestCount else {
      numbers.sort()
      return
    }
    let parts = Parallel.parts(of: numbers.count)
    var scratch = unsafe [Element](unsafeUninitializedCapacity: numbers.count) { buffer, count in
      unsafe buffer.initialize(repeating: 0)
      count = buffer.count
    }
    for shift in stride(from: 0, to: Element.Key.bitWidth, by: digitBits)
    where pass(from: numbers, to: &scratch, shift: shift, parts: parts) {
      swap(&numbers, &scratch)
    }
  }

  /// One pass by the digit at `shift`; false, and nothing written, if all numbers share that digit.
  private static func pass<Element: LineElement>(
    from source: [Element], to target: inout [Element], shift: Int, parts: [Range<Int>]
  ) -> Bool {
    let counts = Parallel.map(parts) { part in
      var counts = [Int](repeating: 0, count: digitCount)
      unsafe source.withUnsafeBufferPointer { numbers in
        unsafe counts.withUnsafeMutableBufferPointer { counts in
          for index in part {
            unsafe counts[digit(of: numbers[index].key, at: shift)] &+= 1
          }
        }
      }
      return counts
    }
    var firstPlaces = counts
    var next = 0
    for value in 0..<digitCount {
      let first = next
      for part in parts.indices {
        firstPlaces[part][value] = next
        next += counts[part][value]
      }
      if next - first == source.count { return false }
    }
    let places = firstPlaces
    unsafe target.withUnsafeMutableBufferPointer { target in
      let target = unsafe SharedBuffer(buffer: target)
      Parallel.forEach(parts.indices) { part in
        var places = places[part]
        unsafe source.withUnsafeBufferPointer { numbers in
          unsafe places.withUnsafeMutableBufferPointer { places in
            for index in parts[part] {
              let number = unsafe numbers[index]
              let digit = digit(of: number.key, at: shift)
              unsafe target.buffer[places[digit]] = number
              unsafe places[digit] &+= 1
            }
          }
        }
      }
    }
    return true
  }

  @inline(__always)
  private static func digit<Key: FixedWidthInteger>(of key: Key, at shift: Int) -> Int {
    Int(truncatingIfNeeded: key &>> Key(truncatingIfNeeded: shift)) & (digitCount - 1)
  }
}

/// A buffer that several threads write, each to places no other thread touches.
///
/// Sendable is sound because the places of the parts are disjoint by construction and the buffer
/// outlives the parallel loop that uses it.
@unsafe
struct SharedBuffer<Element>: @unchecked Sendable {
  let buffer: UnsafeMutableBufferPointer<Element>
}
