/// A format of scopes, applied to blocks: each is a scope of its own, whole in memory.
///
/// | bytes | what |
/// | --- | --- |
/// | ⌈s / 8⌉ | what the scope stores, s bits, little-endian |
/// | ⌈n · b / 8⌉ | the codes of n values, b bits each, the first in the lowest bits |
///
/// Bits that are left over are 0, and are not counted: tools put what groups store into tensors of
/// their own, without gaps.
struct GroupCoder<Coder: ScopeCoder>: BlockCoder {
  /// The format of a scope.
  let coder: Coder

  init(_ coder: Coder) { self.coder = coder }

  func byteCount(for valueCount: Int) -> Int {
    (coder.bitsPerScope + 7) / 8 + (valueCount * coder.bitsPerCode + 7) / 8
  }

  func bitCount(for valueCount: Int) -> Int {
    coder.bitsPerScope + valueCount * coder.bitsPerCode
  }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    coder.encodeBlock(values, into: &block)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    coder.decodeBlock(block, into: &values)
  }
}

extension ScopeCoder {
  func encodeBlock(_ values: Span<Float>, into block: inout MutableSpan<UInt8>) {
    var scope = gathered()
    for round in 0..<roundCount {
      gather(values, round: round, into: &scope)
      close(round: round, &scope)
    }
    var parameters = stored(scope)
    var place = 0
    for _ in 0..<(bitsPerScope + 7) / 8 {
      block[place] = UInt8(truncatingIfNeeded: parameters)
      parameters >>= 8
      place += 1
    }
    // 64 codes of any width fill whole bytes, so each turn begins with one.
    var codes = InlineArray<64, UInt16>(repeating: 0)
    var start = 0
    while start < values.count {
      let count = min(64, values.count - start)
      var span = codes.mutableSpan
      var turn = span._mutatingExtracting(first: count)
      encode(values.extracting(start..<start + count), under: scope, into: &turn)
      BitRun.write(codes.span.extracting(first: count), bitsPerCode, to: &block, at: &place)
      start += count
    }
  }

  func decodeBlock(_ block: Span<UInt8>, into values: inout MutableSpan<Float>) {
    var parameters: UInt64 = 0
    var place = (bitsPerScope + 7) / 8
    for byte in (0..<place).reversed() { parameters = parameters << 8 | UInt64(block[byte]) }
    if bitsPerScope < 64 { parameters &= 1 << UInt64(bitsPerScope) - 1 }
    let scope = scope(storedAs: parameters)
    var codes = InlineArray<64, UInt16>(repeating: 0)
    var start = 0
    while start < values.count {
      let count = min(64, values.count - start)
      var span = codes.mutableSpan
      var turn = span._mutatingExtracting(first: count)
      BitRun.read(bitsPerCode, from: block, at: &place, into: &turn)
      var target = values._mutatingExtracting(start..<start + count)
      decode(codes.span.extracting(first: count), under: scope, into: &target)
      start += count
    }
  }
}

/// Codes one after another in bytes, the first in the lowest bits.
private enum BitRun {
  /// Writes codes from a whole byte on, and ends with one.
  @inline(__always)
  static func write(
    _ codes: Span<UInt16>, _ width: Int, to block: inout MutableSpan<UInt8>, at place: inout Int
  ) {
    if width == 8 {
      for index in codes.indices {
        block[place &+ index] = UInt8(truncatingIfNeeded: codes[index])
      }
      place &+= codes.count
      return
    }
    if width == 4, codes.count.isMultiple(of: 2) {
      for pair in 0..<codes.count / 2 {
        let (low, high) = (codes[2 &* pair], codes[2 &* pair &+ 1])
        block[place &+ pair] = UInt8(truncatingIfNeeded: low | high &<< 4)
      }
      place &+= codes.count / 2
      return
    }
    var pending: UInt32 = 0
    var pendingCount = 0
    for index in codes.indices {
      pending |= UInt32(codes[index]) &<< UInt32(truncatingIfNeeded: pendingCount)
      pendingCount &+= width
      while pendingCount >= 8 {
        block[place] = UInt8(truncatingIfNeeded: pending)
        place &+= 1
        pending &>>= 8
        pendingCount &-= 8
      }
    }
    guard pendingCount > 0 else { return }
    block[place] = UInt8(truncatingIfNeeded: pending)
    place &+= 1
  }

  /// Reads codes from a whole byte on.
  @inline(__always)
  static func read(
    _ width: Int, from block: Span<UInt8>, at place: inout Int,
    into codes: inout MutableSpan<UInt16>
  ) {
    if width == 8 {
      for index in codes.indices { codes[index] = UInt16(block[place &+ index]) }
      place &+= codes.count
      return
    }
    if width == 4, codes.count.isMultiple(of: 2) {
      for pair in 0..<codes.count / 2 {
        let byte = UInt16(block[place &+ pair])
        codes[2 &* pair] = byte & 15
        codes[2 &* pair &+ 1] = byte &>> 4
      }
      place &+= codes.count / 2
      return
    }
    let mask: UInt32 = 1 &<< UInt32(truncatingIfNeeded: width) &- 1
    var pending: UInt32 = 0
    var pendingCount = 0
    for index in codes.indices {
      while pendingCount < width {
        pending |= UInt32(block[place]) &<< UInt32(truncatingIfNeeded: pendingCount)
        place &+= 1
        pendingCount &+= 8
      }
      codes[index] = UInt16(truncatingIfNeeded: pending & mask)
      pending &>>= UInt32(truncatingIfNeeded: width)
      pendingCount &-= width
    }
  }
}
