public import QuantizationEngine

/// Encodings that somebody has already, as a row beside what calibrators choose: a file's, for one tensor.
///
/// It looks at no value. The codes are the file's own, whatever the scheme in force.
public struct GivenCalibrator: Calibrator {
  /// The name of the file.
  public let source: String
  /// What each block has, in the order of the blocks.
  public let blocks: [CalibratedBlock]
  /// Which elements share an encoding.
  public let granularity: Granularity

  /// The encodings of a file.
  ///
  /// - Parameters:
  ///   - source: The name of the file.
  ///   - blocks: What each block has, in the order of the blocks.
  ///   - granularity: Which elements share an encoding.
  public init(source: String, blocks: [CalibratedBlock], granularity: Granularity) {
    self.source = source
    self.blocks = blocks
    self.granularity = granularity
  }

  /// `given`.
  public var name: String { "given" }

  /// The name of the file.
  public var setting: String? { source }

  /// Where they come from.
  public var summary: String { "has the encodings that \(source) says" }

  /// What they are.
  public var explanation: [String] {
    [
      "Takes scale, zero-point and codes from \(source), whatever the scheme in force.",
      "No value is looked at: this is what the file does to the tensor.",
      "Rounding and division are those that the file says, or those of ONNX where it says none.",
    ]
  }

  /// Refuses blocks that the file has no encodings for.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    guard layout.granularity == granularity, layout.blockCount == blocks.count else {
      throw .notInRepertoire(
        tool: source,
        reason: "its encodings are \(granularity.words), not \(layout.granularity.words)")
    }
  }

  /// Never asked for: a block alone does not say which one it is.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` where there are several.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try calibrated(distribution, scheme: scheme).range
  }

  /// The one encoding there is.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` where there are several.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    guard blocks.count == 1 else {
      throw .notInRepertoire(tool: source, reason: "its encodings are \(granularity.words)")
    }
    return blocks[0]
  }
}

extension Granularity {
  /// The granularity in a sentence.
  fileprivate var words: String {
    switch self {
    case .perTensor: "per tensor"
    case .perChannel(let axis): "per channel along axis \(axis)"
    case .perGroup(let axis, let size): "per group of \(size) along axis \(axis)"
    }
  }
}
