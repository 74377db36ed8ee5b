extension NameMatcher {
  /// Pairs tensors that are the same part of a transformer in the naming of two programs.
  mutating func matchByArchitecture() {
    let ourReadings = restOfOriginal.map { CanonicalReading.readings(of: original[$0].name) }
    let theirReadings = restOfQuantized.map { CanonicalReading.readings(of: quantized[$0].name) }
    let ours = ArchitectureSide(restOfOriginal, ourReadings, beside: theirReadings)
    let theirs = ArchitectureSide(restOfQuantized, theirReadings, beside: ourReadings)
    for name in ours.names {
      guard let ourParts = ours.parts[name], let theirParts = theirs.parts[name] else { continue }
      // Experts one by one on both sides are paired one by one.
      if ourParts.experts.count > 1, ourParts.experts == theirParts.experts {
        for (index, counterpart) in zip(ourParts.indices, theirParts.indices) {
          pair([index], [counterpart], .architecture, role: name.role)
        }
      } else {
        pair(ourParts.indices, theirParts.indices, .architecture, role: name.role)
      }
    }
    matchFused(ours, theirs)
  }

  /// Pairs q, k and v with the one tensor that has them behind each other, on either side.
  private mutating func matchFused(_ ours: ArchitectureSide, _ theirs: ArchitectureSide) {
    for layer in ours.layers.intersection(theirs.layers).sorted() {
      for parameter in ["weight", "bias"] {
        func name(_ role: String) -> CanonicalName {
          CanonicalName(layer: layer, role: role, parameter: parameter)
        }
        let roles = ["attn_q", "attn_k", "attn_v"].map(name)
        let fused = name("attn_qkv")
        let ourThree = roles.compactMap { ours.parts[$0]?.indices }
        let theirThree = roles.compactMap { theirs.parts[$0]?.indices }
        if ourThree.count == 3, let one = theirs.parts[fused]?.indices {
          pair(ourThree.flatMap(\.self), one, .architecture)
        } else if theirThree.count == 3, let one = ours.parts[fused]?.indices {
          pair(one, theirThree.flatMap(\.self), .architecture)
        }
      }
    }
  }
}

/// The tensors of one side by the part of a transformer that they are.
private struct ArchitectureSide {
  /// The tensors of one canonical name: one, or the experts in their order.
  struct Parts {
    var indices: [Int] = []
    /// Which experts, in ascending order; empty if it is one tensor.
    var experts: [Int] = []
  }

  /// The names that occur, in the order of the tensors.
  private(set) var names: [CanonicalName] = []
  /// What has a name; ambiguous ones are left out.
  private(set) var parts: [CanonicalName: Parts] = [:]
  /// The layers that occur.
  private(set) var layers: Set<Int> = []

  /// The tensors of a side, each under the first of its readings that the other side has, or else
  /// under its first.
  init(_ indices: [Int], _ readings: [[CanonicalReading]], beside others: [[CanonicalReading]]) {
    let otherNames = Set(others.joined().map(\.name))
    var found: [CanonicalName: [(expert: Int?, index: Int)]] = [:]
    for (index, readings) in zip(indices, readings) {
      guard let reading = readings.first(where: { otherNames.contains($0.name) }) ?? readings.first
      else { continue }
      if found[reading.name] == nil { names.append(reading.name) }
      found[reading.name, default: []].append((reading.expert, index))
      if let layer = reading.name.layer { layers.insert(layer) }
    }
    for (name, entries) in found {
      if entries.count == 1, entries[0].expert == nil {
        parts[name] = Parts(indices: [entries[0].index])
      } else if entries.allSatisfy({ $0.expert != nil }) {
        let sorted = entries.sorted { ($0.expert ?? 0, $0.index) < ($1.expert ?? 0, $1.index) }
        let experts = sorted.compactMap(\.expert)
        // Each of them once, from the first: else it is not known what the stack would be.
        guard experts == Array(0..<experts.count) else { continue }
        parts[name] = Parts(indices: sorted.map(\.index), experts: experts)
      }
    }
  }
}
