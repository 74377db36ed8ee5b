internal import QuantizationEngine

extension Desk {
  /// What elements of this tensor may share an encoding by, in the order of the key; each once.
  private var granularities: [Granularity] {
    let shape = subject.shape
    guard let last = shape.indices.last else { return [.perTensor] }
    let channels: [Granularity] =
      shape.count > 1 ? [.perChannel(axis: Granularity.channelAxis(ofShape: shape))] : []
    let groups = GranularityChoice.groupSizes.filter { $0 < shape[last] }
    return [.perTensor] + channels + groups.map { .perGroup(axis: last, size: $0) }
  }

  /// The next thing that elements may share an encoding by; nil where there is no other.
  var nextGranularity: Granularity? {
    let all = granularities
    let place = all.firstIndex { choice in
      switch (choice, granularity) {
      case (.perTensor, .perTensor), (.perChannel, .perChannel): true
      case (.perGroup(_, let size), .perGroup(_, let current)): size == current
      default: false
      }
    }
    let next = all[((place ?? -1) + 1) % all.count]
    return next == granularity ? nil : next
  }

  /// The same blocks along the next axis; nil where there is no other, or they have none.
  var nextAxis: Granularity? {
    let count = subject.shape.count
    guard count > 1 else { return nil }
    return switch granularity {
    case .perTensor: nil
    case .perChannel(let axis): .perChannel(axis: (axis + 1) % count)
    case .perGroup(let axis, let size): .perGroup(axis: (axis + 1) % count, size: size)
    }
  }
}

extension GranularityChoice {
  /// The sizes of groups that a key goes through; any other can be typed.
  static let groupSizes = [32, 64, 128]

  /// What elements of many tensors may share an encoding by, after this.
  var next: GranularityChoice {
    switch self {
    case .tensor: .channel(axis: nil)
    case .channel: .group(axis: nil, size: GranularityChoice.groupSizes[0])
    case .group(_, let size):
      GranularityChoice.groupSizes.first { $0 > size }.map { .group(axis: nil, size: $0) }
        ?? .tensor
    }
  }
}
