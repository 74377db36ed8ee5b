public import QuantizationEngine

extension TensorEncodings {
  /// The range of each block that gives a tool its encoding, where the tool is told ranges.
  ///
  /// It reaches from the lowest to the highest level, S·(quantMin − Z)…S·(quantMax − Z), and where the
  /// scheme is symmetric as far below zero as above it, ±S·(quantMax − Z): the extra lowest code has no
  /// part in the scale. Bounds are float32, of those next to the products the ones with
  ///
  ///     float32((max − min) / codes) = S
  ///
  /// the quotient in float64, as ONNX Runtime has it, so that the scale comes back with its bits. One scale in
  /// some 130 of symmetric codes, and of those that begin or end at zero, has no such float32, and comes back as
  /// its neighbour.
  public var toolRanges: [ClippingRange] {
    let isSymmetric = scheme.symmetry != .asymmetric
    return encodings.map { encoding in
      let levels = encoding.representableRange
      let (lower, upper) = (Float(levels.lower), Float(levels.upper))
      if isSymmetric {
        let steps = Double(encoding.quantMax - encoding.zeroPoint)
        let bound = upper.nearest { Float(Double($0) / steps) == encoding.scale }
        return ClippingRange(lower: -Double(bound), upper: Double(bound))
      }
      let steps = Double(encoding.quantMax - encoding.quantMin)
      for low in lower.neighbours {
        for high in upper.neighbours
        where Float((Double(high) - Double(low)) / steps) == encoding.scale {
          return ClippingRange(lower: Double(low), upper: Double(high))
        }
      }
      return ClippingRange(lower: Double(lower), upper: Double(upper))
    }
  }

  /// The largest magnitude that each block represents without clipping, what tools of symmetric codes call
  /// amax: of the float32 next to S·(quantMax − Z) the one whose quotient by quantMax − Z is S, in float32.
  public var toolBounds: [Float] {
    encodings.map { encoding in
      let steps = Float(encoding.quantMax - encoding.zeroPoint)
      return Float(encoding.representableRange.upper).nearest { $0 / steps == encoding.scale }
    }
  }
}

extension Float {
  /// The number itself and the two on either side of it, the nearest first; of 0 itself alone.
  fileprivate var neighbours: [Float] {
    self == 0 ? [self] : [self, nextUp, nextDown, nextUp.nextUp, nextDown.nextDown]
  }

  /// The first of the neighbours that meets a condition; itself if none does.
  fileprivate func nearest(where isMet: (Float) -> Bool) -> Float {
    neighbours.first(where: isMet) ?? self
  }
}
