import NumberFormats

extension FuzzTarget {
  /// The decoders of blocks: a byte for the format, then blocks, the last one filled up with zeros.
  static let blocks = FuzzTarget(name: "blocks") { bytes in
    guard let first = bytes.first else { return }
    let format = BlockFormat.all[Int(first) % BlockFormat.all.count]
    let blockCount = (bytes.count - 1 + format.byteCount - 1) / format.byteCount
    // The blocks stay behind the first byte, so that they have no alignment.
    let padding = 1 + blockCount * format.byteCount - bytes.count
    let padded = bytes + Array(repeating: 0, count: padding)
    let whole = decoded(padded[1...], of: format)
    for block in 0..<blockCount {
      let start = 1 + block * format.byteCount
      let alone = decoded(padded[start..<start + format.byteCount], of: format)
      let place = block * format.valueCount
      let isSame = zip(alone, whole[place..<place + format.valueCount]).allSatisfy {
        $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN
      }
      Finding.unless(isSame, "\(format.name): a block means the same wherever it lies")
    }
  }

  private static func decoded(_ blocks: ArraySlice<UInt8>, of format: BlockFormat) -> [Float] {
    let count = blocks.count / format.byteCount * format.valueCount
    var values: [Float] = Array(repeating: 0, count: count)
    var span = values.mutableSpan
    format.decode(blocks.span.bytes, into: &span)
    return values
  }
}
