import QuantizationEngine

extension BiasMeasurement {
  /// The members of a report that are other than those of codes of up to 16 bits.
  ///
  /// - Parameter facts: The bias.
  /// - Returns: The members, which stand in for those of a scheme.
  func json(of facts: TensorFacts) -> [String: JSONValue] {
    [
      "bias": .object([
        "input_scale": .number(Double(encodings[0].inputScale)),
        "weight_scales": .array(encodings.map { .number(Double($0.weightScale)) }),
        "weights": weights.map(JSONValue.string) ?? .null,
        "saturated": .integer(saturated.count),
        "smallest_weight_scales": .array(
          smallestScales.map { $0.map { .number(Double($0)) } ?? .null }),
      ]),
      "scheme": .object([
        "bits": .integer(BiasTask.bitWidth), "signed": .boolean(true),
        "symmetry": .string(Symmetry.symmetric.rawValue),
        "quant_min": .integer(Int(Int32.min)), "quant_max": .integer(Int(Int32.max)),
        "levels": .integer(1 << BiasTask.bitWidth),
        "rounding": .string(encodings[0].rounding.rawValue),
        "scaling": .string(ScalingOperation.divide.rawValue),
        "scale_dtype": .string(ElementType.float32.rawValue),
        "granularity": .string(encodings.count == 1 ? "per_tensor" : "per_channel"),
        "axis": encodings.count == 1 ? .null : .integer(axis(in: facts.shape)),
        "group_size": .null,
      ]),
      "clipping_range": range,
      "encodings": .array(
        encodings.map { encoding in
          .object([
            "scale": .number(Double(encoding.scale)), "zero_point": .integer(0),
            "min": Self.number(encoding.dequantize(.min)),
            "max": Self.number(encoding.dequantize(.max)),
          ])
        }),
    ]
  }

  /// The lowest and the highest level; of each channel, where there are several.
  private var range: JSONValue {
    func bounds(_ code: Int32) -> JSONValue {
      encodings.count == 1
        ? Self.number(encodings[0].dequantize(code))
        : .array(encodings.map { Self.number($0.dequantize(code)) })
    }
    return .object(["min": bounds(.min), "max": bounds(.max)])
  }

  /// A level, which overflows at a large scale.
  private static func number(_ level: Float) -> JSONValue {
    level.isFinite ? .number(Double(level)) : .null
  }

  /// The axis along which the values lie.
  private func axis(in shape: [Int]) -> Int { shape.firstIndex(of: encodings.count) ?? 0 }

  /// What a person reads of it: a label and a text for each line.
  ///
  /// - Parameter number: How a number is written.
  /// - Returns: The lines, from the scheme on.
  func lines(_ number: (Double) -> String) -> [(label: String, value: String)] {
    let isSingle = encodings.count == 1
    let scales = encodings.map { Double($0.scale) }
    var lines: [(label: String, value: String)] = [
      ("scheme", "int32 bias, about zero · \(isSingle ? "per tensor" : "per channel")"),
      ("codes", "\(Int32.min) … \(Int32.max)"),
      (
        "arithmetic",
        "divide by scale in float64, round half "
          + (encodings[0].rounding == .halfEven ? "to even" : "away from zero")
      ),
    ]
    if let weights {
      lines.append(
        (
          "scales of",
          "input \(number(Double(encodings[0].inputScale))) · \(DisplaySentence.of(weights))"
        ))
    }
    lines.append(
      ("scale", isSingle ? number(scales[0]) : Self.span(scales, number)))
    lines.append(
      (
        "saturate",
        "\(saturated.count) of \(codes.count)"
          + (saturated.isEmpty ? "" : ": \(isSingle ? "values" : "channels") \(saturated.words)")
      ))
    let smallest = smallestScales.compactMap { $0.map(Double.init) }
    let what =
      weights == nil ? "the scale" : isSingle ? "the weight's scale" : "the weight's scales"
    lines.append(
      (
        "none would",
        smallest.count < smallestScales.count
          ? "with no scale of float32"
          : "with \(what) at least "
            + (isSingle ? number(smallest[0]) : Self.span(smallest, number))
      ))
    return lines
  }

  /// The smallest and the largest of some numbers.
  private static func span(_ numbers: [Double], _ number: (Double) -> String) -> String {
    guard let low = numbers.min(), let high = numbers.max() else { return "none" }
    return "\(number(low)) … \(number(high))"
  }
}
