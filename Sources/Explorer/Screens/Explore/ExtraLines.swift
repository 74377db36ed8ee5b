internal import QuantizationEngine

/// The lines under the usual numbers: the other blocks of the tensor, and what is left out.
struct ExtraLines: Hashable, Sendable {
  /// The lines; none where there is nothing to add.
  let facts: [Fact]

  /// The lines for a tensor.
  init(_ desk: Desk) {
    guard let loaded = desk.loaded, loaded.count > 0 else {
      facts = []
      return
    }
    var facts: [Fact] = []
    if loaded.blockCount > 1 { facts.append(ExtraLines.wholeTensor(desk, loaded)) }
    let excluded = loaded.distribution.excluded
    if excluded.total > 0 {
      let place = loaded.isSample ? " in the sample" : ""
      facts.append(Fact("left out", excluded.words.joined(separator: " · ") + place))
    }
    self.facts = facts
  }

  private static func wholeTensor(_ desk: Desk, _ loaded: LoadedTensor) -> Fact {
    let blocks = GranularityText.blocks(loaded.blockCount, desk.granularity)
    if loaded.isSample {
      return Fact("tensor", "\(blocks), measured when all values are read", "waits for all values")
    }
    guard let errors = desk.blockErrors.known?.value, errors.count == loaded.blockCount else {
      return Fact("tensor", "measuring \(blocks)…", "measuring…")
    }
    let measured = errors.compactMap(\.self)
    guard measured.count == errors.count else {
      return Fact("tensor", "— \(errors.count - measured.count) of \(blocks) have no encoding")
    }
    let sum = measured.reduce(BlockError(count: 0, squares: 0, squaredError: 0), +)
    let error = QuantizationError(sums: ErrorSums(sum))
    let mean = error.meanSquaredError.map { NumberText.significant($0, 5) } ?? NumberText.missing
    let ratio =
      error.sqnrInDecibels.map { NumberText.fixed($0, decimals: 2) + " dB" } ?? NumberText.missing
    return Fact(
      "tensor", "MSE \(mean) · SQNR \(ratio) · \(blocks)", "MSE \(mean) · SQNR \(ratio)",
      "MSE \(mean)")
  }
}

extension ErrorSums {
  /// The sums that an MSE and an SQNR are made of.
  fileprivate init(_ error: BlockError) {
    self.init()
    count = error.count
    squares = error.squares
    roundingSquaredError = error.squaredError
  }
}
