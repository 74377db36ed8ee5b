/// Q of equations (19) and (20), while blocks are added up in their order.
struct DivergenceSum {
  private let reference: DivergenceReference
  private var spread: [Double]

  /// The sum of no blocks.
  init(_ reference: DivergenceReference) {
    self.reference = reference
    spread = Array(repeating: 0, count: reference.bins.count)
  }

  /// Adds the shares of the bins of some blocks.
  mutating func add(_ shares: [(bin: Int, share: Double)]) {
    unsafe spread.withUnsafeMutableBufferPointer { spread in
      for entry in shares { unsafe spread[entry.bin] += entry.share }
    }
  }

  /// The divergence over all that was added.
  var divergence: Divergence {
    reference.divergence(spread: spread)
  }
}
