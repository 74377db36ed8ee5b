public import QuantizationEngine

/// The encoding that a tool gives the outputs of an operator, whatever the values are.
///
/// | tool | softmax, sigmoid | tanh |
/// | --- | --- | --- |
/// | TensorFlow Lite, int8 | 1/256, −128 | 1/128, 0 |
/// | TensorFlow Lite, uint8 | 1/256, 0 | 1/128, 128 |
/// | TensorFlow Lite, int16 | 1/32768, 0 | 1/32768, 0 |
/// | ONNX Runtime, QDQ (softmax) | the range 0…1 by its formula | |
/// | ONNX Runtime, QLinearSoftmax | 1/256, 0 or −128 | |
/// | ONNX Runtime for QNN (sigmoid), uint16 | 1/65536, 0 | 1/32768, 32768 |
/// | ONNX Runtime for QNN (sigmoid), int16 | 1/32768, 0 | 1/32768, 0 |
/// | PyTorch, quint8 | 1/256, 0 | 2/256, 128 |
/// | AIMET | | the range −1…1 by its formula |
///
/// Edge cases: a tensor with values outside of what the operator gives is none of its outputs, and is
/// refused.
public struct OperatorRangeCalibrator: ToolCalibrator {
  /// Whose encoding it is.
  public let tool: OperatorRangeTool
  /// Of which operator the values are outputs.
  public let operation: OperatorRange

  /// The encoding of a tool for an operator.
  init(_ tool: OperatorRangeTool, _ operation: OperatorRange) {
    self.tool = tool
    self.operation = operation
  }

  /// All that there are.
  static let all: [OperatorRangeCalibrator] = OperatorRangeTool.allCases.flatMap { tool in
    tool.operators.map { OperatorRangeCalibrator(tool, $0) }
  }

  /// Such as `tflite-softmax`.
  public var name: String { "\(tool.rawValue)-\(operation.rawValue)" }

  /// What it goes by.
  public var summary: String {
    "\(tool.words): the encoding of the outputs of \(operation.rawValue), whatever they are"
  }

  /// What it computes.
  public var explanation: [String] {
    [
      "For outputs of \(operation.rawValue) alone, which lie in \(operation.words): nothing is"
        + " collected, and a tensor with other values is refused.",
      tool.goesByRange
        ? "The range is \(operation.words), and its encoding that of the tool's usual formula."
        : "Scale and zero-point are constants of the tool: the scale is a power of two, so the"
          + " largest value may be clipped.",
      "Per tensor only.", "Source: \(tool.source).",
    ]
  }

  /// The tool's arithmetic.
  public var toolchain: any Toolchain { tool.toolchain(for: .standard) }

  /// The tool's arithmetic for a scheme.
  public func toolchain(for scheme: Scheme) -> any Toolchain { tool.toolchain(for: scheme) }

  /// Whole tensors.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// The range of the operator, or what the codes of its encoding reach.
  ///
  /// - Throws: as ``calibrated(_:scheme:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try calibrated(distribution, scheme: scheme).range
  }

  /// The encoding of the operator.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``; ``CalibrationError/notInRepertoire(tool:reason:)``
  ///   for values that no such operator gives, and for codes for which the tool has no encoding.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    guard operation.bounds.contains(bounds.lowerBound), operation.bounds.contains(bounds.upperBound)
    else {
      throw .notInRepertoire(
        tool: name,
        reason: "outputs of \(operation.rawValue) lie in \(operation.words), the values in"
          + " \(bounds.lowerBound)…\(bounds.upperBound)")
    }
    let ends = operation.bounds
    if tool.goesByRange {
      return try CalibratedBlock(
        ClippingRange(lower: Double(ends.lowerBound), upper: Double(ends.upperBound)),
        scheme: try toolchain(for: scheme).scheme(scheme))
    }
    guard let fixed = encoding(scheme) else {
      throw .notInRepertoire(tool: name, reason: "\(tool.words) has it for \(tool.codes)")
    }
    do {
      let encoding = try AffineEncoding(
        scale: fixed.scale, zeroPoint: fixed.zeroPoint, quantMin: scheme.quantMin,
        quantMax: scheme.quantMax)
      return CalibratedBlock(
        range: encoding.representableRange,
        quantizer: AffineQuantizer(
          encoding: encoding, arithmetic: toolchain(for: scheme).arithmetic))
    } catch {
      throw .noEncoding(error)
    }
  }

  /// The constants for codes; nil where the tool has none.
  private func encoding(_ scheme: Scheme) -> (scale: Float, zeroPoint: Int)? {
    guard scheme.usesWholeBitWidth, scheme.symmetry != .restrictedSymmetric else { return nil }
    let isTanh = operation == .tanh
    switch (tool, scheme.bitWidth, scheme.signedness) {
    case (.tflite, 8, .signed): return isTanh ? (0x1p-7, 0) : (0x1p-8, -128)
    case (.tflite, 8, .unsigned): return isTanh ? (0x1p-7, 128) : (0x1p-8, 0)
    case (.tflite, 16, .signed), (.qnn, 16, .signed): return (0x1p-15, 0)
    case (.qnn, 16, .unsigned): return isTanh ? (0x1p-15, 32768) : (0x1p-16, 0)
    case (.ortOperator, 8, .signed): return (0x1p-8, -128)
    case (.ortOperator, 8, .unsigned): return (0x1p-8, 0)
    case (.torch, 8, .unsigned): return isTanh ? (0x1p-7, 128) : (0x1p-8, 0)
    default: return nil
    }
  }
}

extension OperatorRangeTool {
  /// For which codes it has constants.
  fileprivate var codes: String {
    switch self {
    case .tflite: "int8, uint8 and int16"
    case .ortOperator: "int8 and uint8"
    case .qnn: "int16 and uint16; 8 bits are calibrated"
    case .torch: "quint8, that is unsigned codes of 8 bits"
    case .ort, .aimet: "what its formula has"
    }
  }
}

extension OperatorRangeCalibrator: NotFiniteAnswering {
  /// That NaN and infinities change nothing: no value is looked at.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    nil
  }
}
