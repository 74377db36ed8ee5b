/// Sorts one long line of numbers by their keys, least significant digit first, on all processors.
///
/// Each pass counts the digits of every part of the numbers, turns the counts into places, and lets
/// every part write its numbers to its own places: stable, without locks. The first count also finds
/// the numbers that are not finite, which the first pass leaves behind, and the digits that are the
/// same in all numbers, which have no pass.
@safe
struct RadixSort<Element: LineElement> {
  /// Where the sorted numbers are, and how many of them there are.
  struct Outcome {
    var place = Place.numbers
    var excluded = NonFiniteCounts()
  }

  /// How many visits a number has at most, for the meter.
  static var visits: Int { 2 * ((Element.Key.bitWidth + digitBits - 1) / digitBits) }

  private static var digitBits: Int { 11 }
  private static var digitCount: Int { 1 << digitBits }

  private var source: SharedBuffer<Element>
  private var target: SharedBuffer<Element>
  private var count: Int
  private let tables: SharedBuffer<Int>
  private let meter: WorkMeter

  /// Sorts `count` numbers between two places that do not overlap.
  ///
  /// - Returns: where the finite numbers are now, in order; how many there were of the others.
  /// - Complexity: O(count) time; nothing of it is left if the meter stops.
  static func sort(
    _ numbers: SharedBuffer<Element>, scratch: SharedBuffer<Element>, count: Int, meter: WorkMeter
  ) -> Outcome {
    let tables = UnsafeMutablePointer<Int>.allocate(
      capacity: digitCount * Parallel.parts(of: count).count)
    defer { unsafe tables.deallocate() }
    var sort = unsafe RadixSort(
      source: numbers, target: scratch, count: count, tables: SharedBuffer(base: tables),
      meter: meter)
    return sort.run()
  }

  private mutating func run() -> Outcome {
    var outcome = Outcome()
    let survey = countedFirstDigit()
    outcome.excluded = survey.excluded
    var isCounted = true
    for shift in stride(from: 0, to: Element.Key.bitWidth, by: Self.digitBits) {
      let mustFilter = shift == 0 && survey.excluded.total > 0
      guard mustFilter || Self.digit(of: survey.differing, at: shift) != 0 else {
        meter.advance(by: isCounted ? count : 2 * count)
        isCounted = false
        continue
      }
      if !isCounted { countDigits(at: shift) }
      isCounted = false
      guard meter.mayGoOn() else { return outcome }
      turnCountsIntoPlaces()
      distribute(at: shift, filter: mustFilter ? .finite : .all)
      swap(&source, &target)
      outcome.place = outcome.place == .numbers ? .scratch : .numbers
      if mustFilter {
        meter.advance(by: survey.excluded.total * (Self.visits - 2))
        count -= survey.excluded.total
      }
    }
    return outcome
  }

  /// What the first look at all numbers finds.
  private struct Survey: Sendable {
    var excluded = NonFiniteCounts()
    /// The bits that some finite number has.
    var union: Element.Key = 0
    /// The bits that all finite numbers have.
    var intersection: Element.Key = ~0

    /// The bits in which finite numbers differ.
    var differing: Element.Key { union & ~intersection }
  }

  /// Counts the lowest digits of the finite numbers.
  private func countedFirstDigit() -> Survey {
    let parts = Parallel.parts(of: count)
    let surveys = Parallel.map(Array(parts.indices)) { part in
      var survey = Survey()
      let counts = unsafe clearedTable(of: part)
      meter.forEachStretch(of: parts[part]) { stretch in
        var union = survey.union
        var intersection = survey.intersection
        for index in stretch {
          let number = unsafe source.base[index]
          guard number.rounded32.isFinite else {
            survey.excluded.add(number.rounded32)
            continue
          }
          let key = number.key
          union |= key
          intersection &= key
          unsafe counts[Self.digit(of: key, at: 0)] &+= 1
        }
        survey.union = union
        survey.intersection = intersection
      }
      return survey
    }
    return surveys.reduce(into: Survey()) { whole, part in
      whole.excluded = whole.excluded + part.excluded
      whole.union |= part.union
      whole.intersection &= part.intersection
    }
  }

  private func countDigits(at shift: Int) {
    let parts = Parallel.parts(of: count)
    Parallel.forEach(parts.indices) { part in
      let counts = unsafe clearedTable(of: part)
      meter.forEachStretch(of: parts[part]) { stretch in
        for index in stretch {
          unsafe counts[Self.digit(of: source.base[index].key, at: shift)] &+= 1
        }
      }
    }
  }

  private func clearedTable(of part: Int) -> UnsafeMutablePointer<Int> {
    let table = unsafe tables.base + part * Self.digitCount
    unsafe table.initialize(repeating: 0, count: Self.digitCount)
    return unsafe table
  }

  /// Replaces each count by the place of the first number that it counts.
  private func turnCountsIntoPlaces() {
    let entries = Parallel.parts(of: count).count * Self.digitCount
    var next = 0
    for digit in 0..<Self.digitCount {
      for entry in stride(from: digit, to: entries, by: Self.digitCount) {
        let number = unsafe tables.base[entry]
        unsafe tables.base[entry] = next
        next += number
      }
    }
  }

  private enum Filter {
    case all, finite
  }

  /// Writes each number to its place.
  private func distribute(at shift: Int, filter: Filter) {
    let parts = Parallel.parts(of: count)
    Parallel.forEach(parts.indices) { part in
      let places = unsafe tables.base + part * Self.digitCount
      let source = unsafe source.base
      let target = unsafe target.base
      meter.forEachStretch(of: parts[part]) { stretch in
        for index in stretch {
          let number = unsafe source[index]
          if filter == .finite, !number.rounded32.isFinite { continue }
          let digit = Self.digit(of: number.key, at: shift)
          let place = unsafe places[digit]
          unsafe places[digit] = place &+ 1
          unsafe target[place] = number
        }
      }
    }
  }

  @inline(__always)
  private static func digit(of key: Element.Key, at shift: Int) -> Int {
    Int(truncatingIfNeeded: key &>> Element.Key(truncatingIfNeeded: shift)) & (digitCount - 1)
  }
}
