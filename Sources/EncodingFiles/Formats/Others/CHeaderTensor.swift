import QuantizationEngine

/// The lines of a tensor in a C header.
struct CHeaderTensor {
  /// The lines, an empty one first.
  let lines: [String]

  /// The lines of a tensor under a name of C.
  init(_ tensor: TensorEncodings, identifier: String) {
    let (scheme, encodings) = (tensor.scheme, tensor.encodings)
    let factors = encodings.map { FixedPointScale(Double($0.scale)) }
    var lines = ["", "/* \(Self.comment(tensor)) */"]
    lines += [
      "#define \(identifier)_QUANT_MIN \(Self.parenthesized(scheme.quantMin))",
      "#define \(identifier)_QUANT_MAX \(Self.parenthesized(scheme.quantMax))",
    ]
    if encodings.count == 1 {
      let zeroPoint = encodings[0].zeroPoint
      lines += [
        "#define \(identifier)_INPUT_OFFSET \(Self.parenthesized(-zeroPoint))",
        "#define \(identifier)_OUTPUT_OFFSET \(Self.parenthesized(zeroPoint))",
      ]
    }
    lines += Self.array("float", identifier + "_scale", encodings.map { Self.literal($0.scale) })
    lines += Self.array("int32_t", identifier + "_zero_point", encodings.map { "\($0.zeroPoint)" })
    lines += Self.array("int32_t", identifier + "_multiplier", factors.map { "\($0.multiplier)" })
    lines += Self.array("int32_t", identifier + "_shift", factors.map { "\($0.shift)" })
    self.lines = lines
  }

  /// What the tensor is, with nothing that would end a comment or a line.
  private static func comment(_ tensor: TensorEncodings) -> String {
    let shape = tensor.shape.map { shape in
      shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "x")
    }
    let blocks =
      switch tensor.granularity {
      case .perTensor: "one encoding"
      case .perChannel(let axis): "channels along axis \(axis)"
      case .perGroup(let axis, let size): "groups of \(size) along axis \(axis)"
      }
    let name = DisplayName(tensor.name).description.map { $0 == "*" ? "\\u{2a}" : "\($0)" }.joined()
    return [name + ": " + tensor.role.rawValue, shape, blocks].compactMap(\.self)
      .joined(separator: ", ")
  }

  private static func array(_ type: String, _ name: String, _ items: [String]) -> [String] {
    guard items.count > 1 else {
      return ["static const \(type) \(name)[1] = {\(items[0])};"]
    }
    var lines = ["static const \(type) \(name)[\(items.count)] = {"]
    var line = "   "
    for item in items {
      if line.utf8.count + item.utf8.count > 96 {
        lines.append(line)
        line = "   "
      }
      line += " \(item),"
    }
    return lines + [line, "};"]
  }

  /// A float32 that a C compiler reads as just that.
  private static func literal(_ scale: Float) -> String { "\(scale)f" }

  private static func parenthesized(_ number: Int) -> String {
    number < 0 ? "(\(number))" : "\(number)"
  }
}
