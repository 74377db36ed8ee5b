internal import QuantizationEngine

extension GranularityRepertoire {
  /// Why the tool lacks what was asked for, as far as that is known before there is a tensor.
  ///
  /// - Returns: the reason, with what the tool has instead; nil if it may have it.
  func refusal(of choice: GranularityChoice, _ scheme: Scheme) -> String? {
    switch choice {
    case .tensor: return hasTensors ? nil : lack(of: .tensors)
    case .channel:
      guard channels != nil else { return lack(of: .channels) }
      return symmetryRefusal(scheme)
    case .group(_, let size):
      guard let groups else { return lack(of: .groups) }
      return groups.refusal(ofSize: size)
    }
  }

  /// Why the tool lacks the blocks of a tensor.
  ///
  /// - Returns: the reason, with what the tool has instead; nil if it has them.
  func refusal(of layout: BlockLayout, _ scheme: Scheme) -> String? {
    let shape = layout.shape
    switch layout.granularity {
    case .perTensor: return refusal(of: .tensor, scheme)
    case .perChannel(let axis):
      if let reason = refusal(of: .channel(axis: axis), scheme) { return reason }
      guard let channels, !channels.has(axis, of: shape.count) else { return nil }
      return "its channels lie along \(channels.words), found axis \(axis) of \(shape.count)"
    case .perGroup(let axis, let size):
      if let reason = refusal(of: .group(axis: axis, size: size), scheme) { return reason }
      return groups?.refusal(ofAxis: axis, size: size, shape: shape)
    }
  }

  /// Why codes of such a symmetry are not those of channels.
  private func symmetryRefusal(_ scheme: Scheme) -> String? {
    guard !channelSymmetries.contains(scheme.symmetry) else { return nil }
    let names = channelSymmetries.map(\.words).joined(separator: " or ")
    return "its channels are \(names), found \(scheme.symmetry.words)"
  }

  /// That a kind is lacking, which there are, and who has it.
  private func lack(of kind: Kind) -> String {
    let has = [
      hasTensors ? "whole tensors" : nil, channels == nil ? nil : "channels",
      groups == nil ? nil : "groups",
    ].compactMap(\.self).joined(separator: " and ")
    let other = elsewhere[kind].map { "; \($0)" } ?? ""
    return "it has no \(kind.words), only \(has)\(other)"
  }
}

extension GranularityRepertoire.Groups {
  /// Why there are no groups of a size.
  func refusal(ofSize size: Int) -> String? {
    guard let sizes, !sizes.contains(size) else { return nil }
    let known = sizes.map(String.init).joined(separator: ", ")
    return "group size must be \(known), found \(size)"
  }

  /// Why a shape has no such groups.
  func refusal(ofAxis axis: Int, size: Int, shape: [Int]) -> String? {
    if let dimensionCount, shape.count != dimensionCount {
      return "its groups are of tensors of \(dimensionCount) dimensions, found shape \(shape)"
    }
    guard axes.has(axis, of: shape.count) else {
      return "its groups lie along \(axes.words), found axis \(axis) of \(shape.count)"
    }
    guard fit == .dividesAxis, !shape[axis].isMultiple(of: size) else { return nil }
    return "group size must divide the \(shape[axis]) elements of axis \(axis), found \(size)"
  }
}

extension GranularityRepertoire.Kind {
  fileprivate var words: String {
    switch self {
    case .tensors: "whole tensors"
    case .channels: "channels"
    case .groups: "groups"
    }
  }
}

extension Symmetry {
  /// The symmetry as a sentence has it.
  var words: String { rawValue.replacing("_", with: " ") }
}
