import QuantizationEngine

extension NumberFormat {
  /// Formats of few levels: signs, trits, powers of two, and those that networks are trained with.
  static let fewLevelFormats: [NumberFormat] =
    [
      NumberFormat("binary", .tensor, BinaryCoder(), source: xnor),
      NumberFormat("binary:channel", .channel, BinaryCoder(), source: xnor),
      NumberFormat("ternary", .tensor, TernaryCoder(), source: twn),
      NumberFormat("ternary:channel", .channel, TernaryCoder(), source: twn),
      NumberFormat(
        "ternary:bitnet", .tensor, BitNetCoder(), source: "BitNet b1.58 (arXiv 2402.17764)"),
      NumberFormat("dorefa-w1", .tensor, BinaryCoder(), source: dorefa),
    ]
    + [2, 3, 4, 8].map {
      NumberFormat("dorefa-w\($0)", .tensor, DoReFaWeightCoder(bitsPerCode: $0), source: dorefa)
    }
    + [1, 2, 3, 4, 8].map {
      NumberFormat("dorefa-a\($0)", .value, DoReFaActivationCoder(bitsPerCode: $0), source: dorefa)
    }
    + [3, 4, 5].flatMap { bits in
      [
        NumberFormat(
          "log2-\(bits)", .tensor,
          LogarithmicCoder(bitsPerCode: bits, parting: .logarithm, top: .ofValues),
          source: "LogQuant (Miyashita et al., arXiv 1603.01025)"),
        NumberFormat(
          "log2-\(bits):nearest", .tensor,
          LogarithmicCoder(bitsPerCode: bits, parting: .nearest, top: .ofValues),
          source: "the nearest power of two"),
      ]
    }
    + [
      NumberFormat("power-of-two-4", .value, PowerOfTwoWeightCoder(), source: ristretto),
      NumberFormat(
        "dynamic-fixed-point-8", .tensor, IntegerCoder(8, .symmetric, .dynamicFixedPoint),
        source: ristretto),
      NumberFormat(
        "dynamic-fixed-point-4", .tensor, IntegerCoder(4, .symmetric, .dynamicFixedPoint),
        source: ristretto),
    ]
    + [2, 4, 6, 8].map {
      NumberFormat(
        "qnn-linear-\($0)", .value, IntegerCoder($0, .symmetric, .unitFixedPoint), source: qnn)
    }
    + [3, 4].map {
      NumberFormat(
        "qnn-log2-\($0)", .value,
        LogarithmicCoder(bitsPerCode: $0, parting: .logarithm, top: .one), source: qnn)
    }

  private static let xnor = "XNOR-Net (arXiv 1603.05279)"
  private static let twn = "Ternary weight networks (arXiv 1605.04711)"
  private static let dorefa = "DoReFa-Net (arXiv 1606.06160)"
  private static let ristretto = "Ristretto (arXiv 1605.06402)"
  private static let qnn = "Quantized neural networks (arXiv 1609.07061)"
}
