/// The table of all bins that one processor sketches into.
///
/// A bin is two words: the count above Σlow in one, Σlow² in the other, which a cache line holds
/// four of. The count has 24 bits, so the table is emptied into whole sums before it overflows.
///
/// The memory is as large as all bins together, but the system hands out the parts in which a value
/// falls and no others. Pages, one for each sign and exponent, say which parts were touched.
///
/// The pointers are private to the table, which owns them and is used by one thread.
@safe
final class SketchTable {
  private static let pageCount = 512
  private static let pageLength = SketchBins.binCount / pageCount
  private static let pageShift: UInt32 = 23
  private static let countShift: UInt64 = 40
  /// How many values may be taken in before the table is emptied: all may be in one bin.
  private static let capacity = 1 << 24 - 1

  private let memory: ZeroedMemory
  private let entries: UnsafeMutablePointer<(countAndSum: UInt64, square: UInt64)>
  private let touched: UnsafeMutablePointer<Bool>
  private var filled = 0
  private var bins = SketchBins()
  private var excluded = NonFiniteCounts()
  private var smallest = Double.infinity
  private var largest = -Double.infinity

  /// An empty table.
  init() {
    memory = ZeroedMemory(byteCount: SketchBins.binCount * 16)
    unsafe entries = memory.start.bindMemory(
      to: (countAndSum: UInt64, square: UInt64).self, capacity: SketchBins.binCount)
    unsafe touched = .allocate(capacity: Self.pageCount)
    unsafe touched.initialize(repeating: false, count: Self.pageCount)
  }

  deinit {
    unsafe touched.deallocate()
  }

  /// Takes `count` values in.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - value: the value at a position, and its float32 rounding.
  @inline(__always)
  func add(_ count: Int, _ value: (Int) -> (exact: Double, rounded: Float)) {
    var first = 0
    while first < count {
      if filled == Self.capacity { empty() }
      let length = min(count - first, Self.capacity - filled)
      filled += length
      add(from: first, to: first + length, value)
      first += length
    }
  }

  @inline(__always)
  private func add(
    from first: Int, to last: Int, _ value: (Int) -> (exact: Double, rounded: Float)
  ) {
    // Locals, so that the loop need not look whether someone else has changed the table.
    let entries = unsafe entries
    let touched = unsafe touched
    var smallest = smallest
    var largest = largest
    for position in first..<last {
      let (exact, rounded) = value(position)
      guard rounded.magnitude < .infinity else {
        exclude(rounded, times: 1)
        continue
      }
      if exact < smallest { smallest = exact }
      if exact > largest { largest = exact }
      // Adding 0 makes a 0 of −0, so that the two are one place.
      let key = (rounded + 0).key
      let low = UInt64(key & UInt32(SketchBins.lastLow))
      unsafe touched[Int(key >> Self.pageShift)] = true
      let entry = unsafe entries + Int(key >> UInt32(SketchBins.lowBits))
      unsafe entry.pointee.countAndSum &+= 1 << Self.countShift | low
      unsafe entry.pointee.square &+= low &* low
    }
    self.smallest = smallest
    self.largest = largest
  }

  /// Takes in values that float32 holds and that occur a number of times, in ascending order.
  func add(ascending occurrences: some Sequence<(value: Float, count: UInt64)>) {
    var added = SketchBins()
    for (value, times) in occurrences {
      guard value.isFinite else {
        exclude(value, times: Int(times))
        continue
      }
      smallest = min(smallest, Double(value))
      largest = max(largest, Double(value))
      let key = (value + 0).key
      let low = UInt64(key & UInt32(SketchBins.lastLow))
      let place = key >> UInt32(SketchBins.lowBits)
      let isNew = added.places.last != place
      if isNew { added.append(place: place, count: 0, sum: 0, square: 0) }
      let end = added.places.count - 1
      added.counts[end] += times
      added.sums[end] += low * times
      added.squares[end] += low * low * times
    }
    bins = bins + added
  }

  @inline(never)
  private func exclude(_ value: Float, times: Int) {
    if value.isNaN {
      if value.bitPattern == IgnoreRule.mark.bitPattern {
        excluded.ignored += times
      } else {
        excluded.nan += times
      }
    } else if value > 0 {
      excluded.positiveInfinity += times
    } else {
      excluded.negativeInfinity += times
    }
  }

  /// Moves what is in the table to whole sums.
  private func empty() {
    var added = SketchBins()
    for page in 0..<Self.pageCount where unsafe touched[page] {
      unsafe touched[page] = false
      for place in page * Self.pageLength..<(page + 1) * Self.pageLength {
        let entry = unsafe entries[place]
        guard entry.countAndSum > 0 else { continue }
        added.append(
          place: UInt32(place), count: entry.countAndSum >> Self.countShift,
          sum: entry.countAndSum & (1 << Self.countShift - 1), square: entry.square)
        unsafe entries[place] = (0, 0)
      }
    }
    bins = bins + added
    filled = 0
  }

  /// What was taken in.
  func sketch(name: String, elementType: ElementType) -> TensorSketch {
    empty()
    return TensorSketch(
      name: name, elementType: elementType,
      precision: elementType.fitsFloat32 ? .float32 : .rounded,
      excluded: excluded, bounds: bins.places.isEmpty ? nil : smallest + 0...largest + 0,
      bins: bins)
  }
}
