import QuantizationEngine

/// The bins of a tool's histogram, by the tool's own float32 arithmetic.
protocol ToolBins: Sendable {
  /// How many there are.
  var count: Int { get }

  /// Their edges as the tool has them, one more than there are bins.
  ///
  /// The arithmetic that finds a value's bin need not go by them.
  var edges: [Float] { get }

  /// The number at which a count stops, where the tool's own counters do.
  var countLimit: Int { get }

  /// The bin of a value, which must not descend as values ascend.
  ///
  /// - Returns: the outermost bins for values below and above the range; ``count`` for what the tool's
  ///   arithmetic overflows on and therefore puts into the first bin.
  func bin(of value: Float) -> Int
}

extension ToolBins {
  /// No limit.
  var countLimit: Int { .max }
}

/// What is counted.
enum Quantity: Hashable, Sendable {
  /// The values.
  case values
  /// Their magnitudes.
  case magnitudes
}

extension Distribution {
  /// How many values, or magnitudes, each of a tool's bins holds.
  ///
  /// The counts are exact integers, whatever the size of the tensor, up to the ``ToolBins/countLimit``; a
  /// tool that counts in float32 stops counting a bin at 2²⁴.
  ///
  /// - Complexity: O(bins · log values); O(bins + values) where there are fewer values than bins.
  func counts(of quantity: Quantity, in bins: some ToolBins) -> [Int] {
    guard count > bins.count else {
      var counts = [Int](repeating: 0, count: bins.count)
      forEachBin(of: quantity, in: bins) { bin in
        if counts[bin] < bins.countLimit { counts[bin] += 1 }
      }
      return counts
    }
    let edges = bins.edges
    // The first float32 of each bin but the first, and of what overflows.
    let thresholds = Staircase(
      levels: (0...bins.count).map { Float($0) }, guess: { edges[$0 + 1] },
      index: { bins.bin(of: $0) }
    ).thresholds
    let between =
      switch quantity {
      case .values: ranks(belowRounding: thresholds)
      case .magnitudes: magnitudeRanks(belowRounding: thresholds)
      }
    let ranks = [0] + between + [count]
    var counts = zip(ranks.dropFirst(), ranks).map { $0 - $1 }
    counts[0] += counts.removeLast()
    return bins.countLimit == .max ? counts : counts.map { min($0, bins.countLimit) }
  }

  /// The same counts, of the bins that hold something.
  ///
  /// - Complexity: O(values) where there are fewer of them than bins.
  func sparseCounts(of quantity: Quantity, in bins: some ToolBins) -> SparseCounts {
    var sparse = SparseCounts()
    guard count > bins.count else {
      var places: [Int] = []
      places.reserveCapacity(count)
      forEachBin(of: quantity, in: bins) { places.append($0) }
      places.sort()
      for place in places {
        let isFull = sparse.bins.last == place && sparse.counts.last == bins.countLimit
        sparse.append(isFull ? 0 : 1, to: place)
      }
      return sparse
    }
    for (bin, number) in counts(of: quantity, in: bins).enumerated() {
      sparse.append(number, to: bin)
    }
    return sparse
  }

  /// Calls `body` with the bin of each value.
  private func forEachBin(
    of quantity: Quantity, in bins: some ToolBins, _ body: (Int) -> Void
  ) {
    for rank in 0..<count {
      let value = Float(value(atRank: rank))
      let bin = bins.bin(of: quantity == .magnitudes ? abs(value) : value)
      body(bin < bins.count ? bin : 0)
    }
  }
}
