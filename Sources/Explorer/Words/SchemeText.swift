internal import Calibration
internal import QuantizationEngine

/// A scheme in words.
enum SchemeText {
  /// The codes: `uint8`, or `9 levels unsigned`.
  static func codes(_ scheme: Scheme) -> String {
    scheme.usesWholeBitWidth
      ? (scheme.signedness == .signed ? "int" : "uint") + "\(scheme.bitWidth)"
      : "\(scheme.levelCount) levels \(scheme.signedness.rawValue)"
  }

  /// How the codes lie about zero: `asymmetric`.
  static func symmetry(_ scheme: Scheme) -> String {
    switch scheme.symmetry {
    case .asymmetric: "asymmetric"
    case .symmetric: "symmetric"
    case .restrictedSymmetric: "restricted symmetric"
    }
  }

  /// Where the arithmetic is not the usual one, what it is: `half-up · ×1/S`, or whose it is:
  /// `as torch`; otherwise nothing.
  static func arithmetic(_ scheme: Scheme) -> String {
    if scheme.rule.name != nil { return "as \(toolchain(scheme))" }
    return [
      scheme.arithmetic.rounding == .halfEven ? nil : scheme.arithmetic.rounding.name,
      scheme.arithmetic.scaling == .divide ? nil : "×1/S",
    ].compactMap(\.self).joined(separator: " · ")
  }

  /// Everything: `uint8 asymmetric, half-even, divided by the scale`.
  static func full(_ scheme: Scheme) -> String {
    if scheme.rule.name != nil {
      let scales = scheme.scaleType == .float32 ? "" : ", scales of \(scheme.scaleType.rawValue)"
      return "\(codes(scheme)) \(symmetry(scheme)), as \(toolchain(scheme))\(scales)"
    }
    let scaling =
      scheme.arithmetic.scaling == .divide ? "divided by the scale" : "multiplied by its inverse"
    return "\(codes(scheme)) \(symmetry(scheme)), \(scheme.arithmetic.rounding.name), "
      + scaling
  }

  /// The toolchain in force, with a rounding that is not its usual one: `ppq, half-down`.
  private static func toolchain(_ scheme: Scheme) -> String {
    guard let name = scheme.rule.name else { return "qviz" }
    let rounding = scheme.arithmetic.rounding
    let usual = (try? ToolchainCatalog.toolchain(named: name))?.arithmetic.rounding
    return usual == nil || usual == rounding ? name : "\(name), \(rounding.name)"
  }
}

/// A granularity in words.
enum GranularityText {
  /// The granularity: `per-tensor`.
  static func name(_ granularity: Granularity) -> String {
    switch granularity {
    case .perTensor: "per-tensor"
    case .perChannel(let axis): "per-channel, axis \(axis)"
    case .perGroup(let axis, let size): "per-group of \(size), axis \(axis)"
    }
  }

  /// A granularity of many tensors: `per-channel`.
  static func name(_ choice: GranularityChoice) -> String {
    func along(_ axis: Int?) -> String { axis.map { ", axis \($0)" } ?? "" }
    return switch choice {
    case .tensor: "per-tensor"
    case .channel(let axis): "per-channel" + along(axis)
    case .group(let axis, let size): "per-group of \(size)" + along(axis)
    }
  }

  /// One of its blocks, counted from 0 as everywhere: `channel 3 of 0…63, axis 0`.
  static func block(_ index: Int, of count: Int, _ granularity: Granularity) -> String {
    switch granularity {
    case .perTensor: "per-tensor"
    case .perChannel(let axis): "channel \(index) of 0…\(count - 1), axis \(axis)"
    case .perGroup(let axis, _): "group \(index) of 0…\(count - 1), axis \(axis)"
    }
  }

  /// Some of its blocks: `3 of 64 channels`.
  static func share(_ blocks: ListedBlocks, of count: Int, _ granularity: Granularity) -> String {
    "\(NumberText.count(blocks.count)) of \(Self.blocks(count, granularity))"
  }

  /// What its blocks are called, counted: `64 channels`.
  static func blocks(_ count: Int, _ granularity: Granularity) -> String {
    let name =
      switch granularity {
      case .perTensor: "block"
      case .perChannel: "channel"
      case .perGroup: "group"
      }
    return "\(NumberText.count(count)) \(name)\(count == 1 ? "" : "s")"
  }
}
