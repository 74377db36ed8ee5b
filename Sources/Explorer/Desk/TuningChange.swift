internal import QuantizationEngine

/// A change of what is tuned, as small as what it touches.
enum TuningChange: Sendable {
  /// This is asked for a block.
  case range(ClippingRange, block: Int)
  /// Another scheme, over the same ranges.
  case scheme(Scheme)
  /// Everything at once: what a calibrator chose, under its tool's arithmetic.
  case all(Tuning)
}

extension Tuning {
  /// Whether a change makes any difference.
  func differs(after change: TuningChange) -> Bool {
    switch change {
    case .range(let range, let block): ranges.indices.contains(block) && ranges[block] != range
    case .scheme(let scheme): self.scheme != scheme
    case .all(let tuning): self != tuning
    }
  }

  /// The change that takes a change back.
  func inverse(of change: TuningChange) -> TuningChange {
    switch change {
    case .range(_, let block): .range(ranges[block], block: block)
    case .scheme: .scheme(scheme)
    case .all: .all(self)
    }
  }

  /// Makes a change.
  mutating func make(_ change: TuningChange) {
    switch change {
    case .range(let range, let block): ranges[block] = range
    case .scheme(let scheme): self.scheme = scheme
    case .all(let tuning): self = tuning
    }
  }

  /// The first block of which a change touches the range; nil if it touches none.
  func firstBlock(changedBy change: TuningChange) -> Int? {
    switch change {
    case .range(_, let block): block
    case .scheme: nil
    case .all(let tuning):
      ranges.base === tuning.ranges.base
        ? Set(ranges.own.keys).union(tuning.ranges.own.keys).filter {
          ranges[$0] != tuning.ranges[$0]
        }.min()
        : ranges.indices.first { $0 >= tuning.ranges.count || ranges[$0] != tuning.ranges[$0] }
    }
  }
}
