/// How many values have each code, counted from the lowest, on one processor.
///
/// Each of four neighbours has a table of its own, so that equal codes do not wait for each other.
@safe
final class CodeCounts {
  private var tables: UnsafeMutablePointer<Int>
  /// How many codes there is room for.
  var codeCount: Int { stride }
  private var stride: Int

  /// No values; there is room for so many codes, and for more when they come.
  init(codeCount: Int) {
    stride = codeCount
    unsafe tables = .allocate(capacity: 4 * codeCount)
    unsafe tables.initialize(repeating: 0, count: 4 * codeCount)
  }

  deinit {
    unsafe tables.deallocate()
  }

  /// Makes room for so many codes.
  @inline(__always)
  func reserve(codeCount: Int) {
    if codeCount > stride { grow(to: codeCount) }
  }

  private func grow(to codeCount: Int) {
    let larger = CodeCounts(codeCount: codeCount)
    for lane in 0..<4 {
      for code in 0..<stride {
        unsafe larger.tables[lane * codeCount + code] = tables[lane * stride + code]
      }
    }
    unsafe swap(&tables, &larger.tables)
    swap(&stride, &larger.stride)
  }

  /// Counts the places of some codes.
  ///
  /// - Precondition: there is room for each of them.
  @inline(__always)
  func add(_ buffer: UnsafeBufferPointer<UInt32>) {
    let count = buffer.count
    guard let places = buffer.baseAddress else { return }
    var index = 0
    let whole = count & ~3
    let (second, third, fourth) = (stride, 2 &* stride, 3 &* stride)
    while index < whole {
      unsafe tables[Int(places[index])] &+= 1
      unsafe tables[second &+ Int(places[index &+ 1])] &+= 1
      unsafe tables[third &+ Int(places[index &+ 2])] &+= 1
      unsafe tables[fourth &+ Int(places[index &+ 3])] &+= 1
      index &+= 4
    }
    while index < count {
      unsafe tables[Int(places[index])] &+= 1
      index &+= 1
    }
  }

  /// Adds the counts to others, of at least as many codes.
  func add(to counts: inout [Int]) {
    for code in counts.indices.prefix(stride) {
      for lane in 0..<4 { counts[code] += unsafe tables[lane * stride + code] }
    }
  }
}
