/// Sorts the numbers of one short block by their keys, on one processor.
///
/// Few numbers are inserted one by one; more are sorted least significant digit first, with digits
/// short enough that their counts cost less than the numbers. All digits are counted in one look,
/// and a digit that is the same in all numbers has no pass.
@safe
struct BlockSort<Element: LineElement> {
  /// The longest block for which this is meant: counts are kept in 32 bits.
  static var longestBlock: Int { WorkMeter.stretchLength }

  /// Up to this many numbers insertion is faster than counting.
  private static var longestInsertion: Int { 40 }
  /// From this many numbers on long digits pay: three of 11 bits against four of 8.
  private static var shortestLongDigits: Int { 1 << 13 }

  private let counts: UnsafeMutablePointer<UInt32>

  /// The sort with its own memory for counts, for one thread at a time.
  init() {
    // The long digits need the most.
    unsafe counts = .allocate(capacity: ((Element.Key.bitWidth + 10) / 11) * (1 << 11))
  }

  /// Gives the memory back.
  func deallocate() {
    unsafe counts.deallocate()
  }

  /// Sorts `count` numbers in place.
  ///
  /// - Precondition: `count` is at most ``longestBlock``; all numbers are finite; `scratch` has room
  ///   for as many.
  func sort(
    _ numbers: UnsafeMutablePointer<Element>, scratch: UnsafeMutablePointer<Element>, count: Int
  ) {
    if count <= Self.longestInsertion {
      unsafe Self.insert(numbers, count)
    } else if count < Self.shortestLongDigits {
      unsafe sort(numbers, scratch, count, digitBits: 8)
    } else {
      unsafe sort(numbers, scratch, count, digitBits: 11)
    }
  }

  /// Moves the finite numbers to the front, in their order.
  ///
  /// - Returns: how many there are of the others.
  static func filter(
    _ numbers: UnsafeMutablePointer<Element>, _ count: Int
  ) -> NonFiniteCounts {
    var excluded = NonFiniteCounts()
    var next = 0
    for index in 0..<count {
      let number = unsafe numbers[index]
      if number.rounded32.isFinite {
        unsafe numbers[next] = number
        next += 1
      } else {
        excluded.add(number.rounded32)
      }
    }
    return excluded
  }

  private static func insert(_ numbers: UnsafeMutablePointer<Element>, _ count: Int) {
    guard count > 1 else { return }
    for index in 1..<count {
      let number = unsafe numbers[index]
      let key = number.key
      var place = index
      while place > 0, unsafe numbers[place - 1].key > key {
        unsafe numbers[place] = numbers[place - 1]
        place -= 1
      }
      unsafe numbers[place] = number
    }
  }

  @inline(__always)
  private func sort(
    _ numbers: UnsafeMutablePointer<Element>, _ scratch: UnsafeMutablePointer<Element>,
    _ count: Int, digitBits: Int
  ) {
    let digitCount = 1 << digitBits
    let digits = (Element.Key.bitWidth + digitBits - 1) / digitBits
    unsafe counts.initialize(repeating: 0, count: digits * digitCount)
    for index in 0..<count {
      let key = unsafe numbers[index].key
      for digit in 0..<digits {
        let value = Self.digit(of: key, at: digit * digitBits, digitCount)
        unsafe counts[digit * digitCount + value] &+= 1
      }
    }
    var source = unsafe numbers
    var target = unsafe scratch
    for digit in 0..<digits {
      let places = unsafe counts + digit * digitCount
      let shift = digit * digitBits
      let first = unsafe Self.digit(of: source[0].key, at: shift, digitCount)
      guard unsafe Int(places[first]) < count else { continue }
      var next: UInt32 = 0
      for value in 0..<digitCount {
        let number = unsafe places[value]
        unsafe places[value] = next
        next &+= number
      }
      for index in 0..<count {
        let number = unsafe source[index]
        let value = Self.digit(of: number.key, at: shift, digitCount)
        let place = unsafe places[value]
        unsafe places[value] = place &+ 1
        unsafe target[Int(place)] = number
      }
      unsafe swap(&source, &target)
    }
    if unsafe source != numbers { unsafe numbers.update(from: source, count: count) }
  }

  @inline(__always)
  private static func digit(of key: Element.Key, at shift: Int, _ digitCount: Int) -> Int {
    Int(truncatingIfNeeded: key &>> Element.Key(truncatingIfNeeded: shift)) & (digitCount - 1)
  }
}
