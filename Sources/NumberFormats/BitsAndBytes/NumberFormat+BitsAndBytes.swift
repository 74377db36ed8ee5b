extension NumberFormat {
  /// The formats of bitsandbytes.
  ///
  /// What comes after the colon is the size of a block, where it is not the usual one, or `double` where
  /// the scales are quantized too.
  static let bitsAndBytesFormats: [NumberFormat] =
    fourBits("bnb-nf4", .nf4) + fourBits("bnb-fp4", .fp4) + [
      NumberFormat(
        "bnb-int8", .channel, BitsAndBytesInt8(), source: "bitsandbytes int8_vectorwise_quant")
    ]
    + sizes(64...4096, usual: 256).map { size in
      NumberFormat(
        name("bnb-dynamic-int8", size, usual: 256), .flat(size), BitsAndBytesDynamic(),
        source: "bitsandbytes quantize_blockwise, dynamic map")
    }

  private static func fourBits(
    _ name: String, _ codebook: BitsAndBytesCodebook
  ) -> [NumberFormat] {
    let plain = sizes(32...4096, usual: 64).map { size in
      NumberFormat(
        self.name(name, size, usual: 64), .flat(size),
        BitsAndBytesFourBits(codebook: codebook, size: size), source: "bitsandbytes quantize_4bit")
    }
    let double = BitsAndBytesDouble(blocks: BitsAndBytesFourBits(codebook: codebook, size: 64))
    return plain + [
      NumberFormat(
        "\(name):double", .flat(double.size), double,
        source: "bitsandbytes quantize_4bit with compressed statistics")
    ]
  }

  /// The powers of two of a range, the usual one first.
  private static func sizes(_ range: ClosedRange<Int>, usual: Int) -> [Int] {
    [usual] + (0..<16).map { 1 << $0 }.filter { range.contains($0) && $0 != usual }
  }

  private static func name(_ name: String, _ size: Int, usual: Int) -> String {
    size == usual ? name : "\(name):\(size)"
  }
}
