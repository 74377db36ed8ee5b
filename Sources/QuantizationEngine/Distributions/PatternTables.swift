/// The tables that one processor counts in.
///
/// Equal neighbours are common (zeros above all), and adding to a number that was stored a moment
/// ago waits for that store; so neighbours are counted in different tables. The tables have 32 bits
/// a number, to stay in the second cache, and are emptied into 64 bits before they could overflow.
struct PatternTables {
  private static let tableCount = 4
  /// A table overflows after 2³² elements; a piece is far smaller than what is left of that.
  private static let capacity = 1 << 31

  private let patternCount: Int
  private let elementSize: Int
  private var tables: [UInt32]
  private var totals: [UInt64]
  private var filled = 0

  init(elementType: ElementType) {
    elementSize = elementType.byteCount
    patternCount = 1 << (8 * elementSize)
    tables = Array(repeating: 0, count: patternCount * Self.tableCount)
    totals = Array(repeating: 0, count: patternCount)
  }

  mutating func add(_ bytes: RawSpan) {
    precondition(bytes.byteCount.isMultiple(of: elementSize), "there are whole elements only")
    let elementCount = bytes.byteCount / elementSize
    guard elementCount <= Self.capacity else {
      let half = elementCount / 2 * elementSize
      add(bytes.extracting(0..<half))
      add(bytes.extracting(half..<bytes.byteCount))
      return
    }
    if filled + elementCount > Self.capacity { empty() }
    filled += elementCount
    if elementSize == 1 { count8(bytes) } else { count16(bytes) }
  }

  /// The counts of everything so far.
  mutating func total() -> [UInt64] {
    empty()
    return totals
  }

  private mutating func empty() {
    for pattern in 0..<patternCount {
      for table in 0..<Self.tableCount {
        totals[pattern] += UInt64(tables[table * patternCount + pattern])
      }
    }
    tables = Array(repeating: 0, count: tables.count)
    filled = 0
  }

  private mutating func count16(_ bytes: RawSpan) {
    let size = bytes.byteCount
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe tables.withUnsafeMutableBufferPointer { tables in
        guard let first = tables.baseAddress, let source = bytes.baseAddress else { return }
        let second = unsafe first + 1 << 16
        let third = unsafe first + 2 << 16
        let fourth = unsafe first + 3 << 16
        var position = 0
        while position &+ 8 <= size {
          let word = unsafe source.loadUnaligned(fromByteOffset: position, as: UInt64.self)
          unsafe first[Int(word & 0xFFFF)] &+= 1
          unsafe second[Int(word >> 16 & 0xFFFF)] &+= 1
          unsafe third[Int(word >> 32 & 0xFFFF)] &+= 1
          unsafe fourth[Int(word >> 48)] &+= 1
          position &+= 8
        }
        while position < size {
          let pattern = unsafe source.loadUnaligned(fromByteOffset: position, as: UInt16.self)
          unsafe first[Int(pattern)] &+= 1
          position &+= 2
        }
      }
    }
  }

  private mutating func count8(_ bytes: RawSpan) {
    let size = bytes.byteCount
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe tables.withUnsafeMutableBufferPointer { tables in
        guard let first = tables.baseAddress, let source = bytes.baseAddress else { return }
        var position = 0
        while position &+ 4 <= size {
          let word = unsafe source.loadUnaligned(fromByteOffset: position, as: UInt32.self)
          unsafe first[Int(word & 0xFF)] &+= 1
          unsafe first[256 + Int(word >> 8 & 0xFF)] &+= 1
          unsafe first[512 + Int(word >> 16 & 0xFF)] &+= 1
          unsafe first[768 + Int(word >> 24)] &+= 1
          position &+= 4
        }
        while position < size {
          unsafe first[Int(source.load(fromByteOffset: position, as: UInt8.self))] &+= 1
          position &+= 1
        }
      }
    }
  }
}
