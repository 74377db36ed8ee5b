import Calibration
import QuantizationEngine

/// What is said of some of a tensor's channels or groups, in words.
struct BlockWords {
  private let noun: String
  private let count: Int

  /// Words for the blocks of a layout.
  init(_ layout: BlockLayout) {
    noun =
      switch layout.granularity {
      case .perTensor: "block"
      case .perChannel: "channel"
      case .perGroup: "group"
      }
    count = layout.blockCount
  }

  /// Such as `2 of 16 channels are dead (no value but 0): 3, 7`.
  func dead(_ blocks: ListedBlocks) -> String {
    "\(share(blocks)) \(blocks.count == 1 ? "is" : "are") dead (no value but 0): \(blocks.words)"
  }

  /// Such as `8 of 32 groups are destroyed (scale 0, every value becomes 0): 24, 25, …`.
  func destroyed(_ blocks: ListedBlocks) -> String {
    "\(share(blocks)) \(blocks.count == 1 ? "is" : "are") destroyed (scale 0, every value becomes 0): "
      + blocks.words
  }

  /// Such as `3 of 16 channels have no encoding: 2, 5, 9 (scale must be …)`, with the first reason where
  /// there are several.
  func missing(_ failures: BlockFailures) -> String {
    let blocks = failures.listed
    let isOne = failures.reasons.allSatisfy { $0 == failures.reasons.first }
    let of = isOne ? "" : "\(noun) \(blocks.first.first ?? 0): "
    let reason = failures.reasons.first.map { " (\(of)\($0))" } ?? ""
    return "\(share(blocks)) \(blocks.count == 1 ? "has" : "have") no encoding: \(blocks.words)"
      + reason
  }

  private func share(_ blocks: ListedBlocks) -> String {
    "\(blocks.count) of \(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension ListedBlocks {
  /// How many and which the first of them are, as an object; nil where there are none.
  var json: JSONValue? {
    isEmpty ? nil : .object(members)
  }

  fileprivate var members: [String: JSONValue] {
    ["count": .integer(count), "first": .array(first.map(JSONValue.integer))]
  }
}

extension BlockFailures {
  /// How many blocks have no encoding, which the first of them are, and why the first has none; nil
  /// where all have one.
  var json: JSONValue? {
    guard let reason = reasons.first else { return nil }
    var members = listed.members
    members["reason"] = .string("\(reason)")
    return .object(members)
  }
}
