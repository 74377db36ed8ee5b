extension BlockFormat {
  /// The codes that there are, where values are steps away from each other, or levels one of which a code
  /// chooses: whole numbers around 0 where the format has no minimum, from 0 on where it has one, and the
  /// places of the levels in ascending order; nil for signs and for floats of four bits.
  public var codeRange: ClosedRange<Int>? { neutral?.codes }

  /// The codes of whole blocks that lie one after another.
  ///
  /// Where the scales are 1 and the minimums 0, the values of a block are its codes.
  ///
  /// - Parameter blocks: The bytes of any number of blocks; what scales they have does not matter.
  /// - Returns: A code for each value, in the order of the values.
  /// - Precondition: the format has ``codeRange``, and the blocks are whole.
  /// - Complexity: O(values).
  public func codes(ofBlocks blocks: [UInt8]) -> [Float] {
    guard let neutral else { preconditionFailure("the format has codes") }
    var bytes = blocks
    for start in stride(from: 0, to: bytes.count, by: byteCount) {
      for (place, field) in neutral.fields {
        for (index, byte) in field.enumerated() { bytes[start + place + index] = byte }
      }
    }
    var codes = [Float](repeating: 0, count: bytes.count / byteCount * valueCount)
    var span = codes.mutableSpan
    // A span of bytes has no padding that could be uninitialized.
    unsafe decode(bytes.span.bytes, into: &span)
    guard neutral.hasLevels else { return codes }
    return codes.map { level in
      Float((0..<16).first { GGUF.IQ4_NL.levels[$0] >= level } ?? 15)
    }
  }

  private var neutral: NeutralBlock? { NeutralBlock.all[name] }
}

/// What to write over the scales and minimums of a block so that its values are its codes.
private struct NeutralBlock: Sendable {
  /// The codes that there are.
  let codes: ClosedRange<Int>
  /// Places in the block, and the bytes to put there.
  let fields: [(place: Int, bytes: [UInt8])]
  /// Whether codes choose one of the levels of ``GGUF/IQ4_NL``.
  var hasLevels = false

  /// 1 and 0 in float16.
  private static let (one, zero): ([UInt8], [UInt8]) = ([0x00, 0x3C], [0, 0])
  /// ``GGUF/SixBitScales`` of 1 and minimums of 0.
  private static let sixBits: [UInt8] = [1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1]

  /// By the formats' names; the places are those of the tables in the formats' files.
  static let all: [String: NeutralBlock] = [
    GGUF.Q2_0.name: NeutralBlock(codes: -1...2, fields: [(0, one)]),
    GGUF.Q8_0.name: NeutralBlock(codes: -128...127, fields: [(0, one)]),
    GGUF.Q4_0.name: NeutralBlock(codes: -8...7, fields: [(0, one)]),
    GGUF.Q4_1.name: NeutralBlock(codes: 0...15, fields: [(0, one), (2, zero)]),
    GGUF.Q5_0.name: NeutralBlock(codes: -16...15, fields: [(0, one)]),
    GGUF.Q5_1.name: NeutralBlock(codes: 0...31, fields: [(0, one), (2, zero)]),
    GGUF.Q2_K.name: NeutralBlock(
      codes: 0...3, fields: [(0, Array(repeating: 1, count: 16)), (80, one), (82, zero)]),
    // The scale that means 1 is 33: 1 in the low four bits, 2 in the high two.
    GGUF.Q3_K.name: NeutralBlock(
      codes: -4...3,
      fields: [
        (96, Array(repeating: 0x11, count: 8)), (104, Array(repeating: 0xAA, count: 4)), (108, one),
      ]),
    GGUF.Q4_K.name: NeutralBlock(codes: 0...15, fields: [(0, one), (2, zero), (4, sixBits)]),
    GGUF.Q5_K.name: NeutralBlock(codes: 0...31, fields: [(0, one), (2, zero), (4, sixBits)]),
    GGUF.Q6_K.name: NeutralBlock(
      codes: -32...31, fields: [(192, Array(repeating: 1, count: 16)), (208, one)]),
    GGUF.IQ4_NL.name: NeutralBlock(codes: 0...15, fields: [(0, one)], hasLevels: true),
    GGUF.IQ4_XS.name: NeutralBlock(
      codes: 0...15,
      fields: [(0, one), (2, [0xAA, 0xAA]), (4, Array(repeating: 0x11, count: 4))],
      hasLevels: true),
    GGUF.TQ1_0.name: NeutralBlock(codes: -1...1, fields: [(52, one)]),
    GGUF.TQ2_0.name: NeutralBlock(codes: -1...2, fields: [(64, one)]),
  ]
}
