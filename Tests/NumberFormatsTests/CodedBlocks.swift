@testable import NumberFormats

/// What a block coder makes of values: the bytes of each block, and the values of those.
struct CodedBlocks {
  let blocks: [[UInt8]]
  let values: [Float]

  /// The blocks of a size one after another; the last may be short.
  init(_ values: [Float], by coder: some BlockCoder, size: Int, _ tensor: TensorSummary) {
    var blocks: [[UInt8]] = []
    var decoded: [Float] = []
    var start = 0
    while start < values.count {
      let part = Array(values[start..<min(start + size, values.count)])
      var block = [UInt8](repeating: 0xA5, count: coder.byteCount(for: part.count))
      var blockSpan = block.mutableSpan
      coder.encode(part.span, weights: [Float]().span, of: tensor, into: &blockSpan)
      var back = [Float](repeating: Float(bitPattern: 0x7FA5_A5A5), count: part.count)
      var backSpan = back.mutableSpan
      coder.decode(block.span, of: tensor, into: &backSpan)
      blocks.append(block)
      decoded += back
      start += size
    }
    self.blocks = blocks
    self.values = decoded
  }

  /// The blocks of a format's size; nil for a format without blocks.
  init?(_ values: [Float], by format: NumberFormat, _ tensor: TensorSummary) {
    guard case .blocks(let coder, _) = format.arithmetic else { return nil }
    switch format.shape {
    case .row(let size), .flat(let size): self.init(values, by: coder, size: size, tensor)
    default: return nil
    }
  }
}

extension TensorSummary {
  /// What a format may know of a tensor.
  init(of values: [Float]) {
    self.init(largestMagnitude: values.filter(\.isFinite).map(\.magnitude).max() ?? 0)
  }
}
