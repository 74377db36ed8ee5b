import QuantizationEngine

/// What one tensor of a model lost: the pair, its error and what was found.
public struct TensorDamage: Hashable, Sendable {
  /// The pair, with the transform under which it was compared.
  public let pair: TensorPair
  /// How the counterpart is stored.
  public let storedAs: String
  /// What the counterpart takes in its file, scales included, in bytes.
  public let byteCount: Int
  /// What was lost.
  public let error: PairError
  /// What a person should look at.
  public let findings: [Finding]

  /// The damage of a pair.
  ///
  /// - Parameters:
  ///   - pair: the pair, with the transform under which it was compared.
  ///   - storedAs: how the counterpart is stored.
  ///   - byteCount: what it takes, in bytes; not negative.
  ///   - error: what was lost.
  ///   - findings: what a person should look at.
  public init(
    pair: TensorPair, storedAs: String, byteCount: Int, error: PairError, findings: [Finding] = []
  ) {
    self.pair = pair
    self.storedAs = storedAs
    self.byteCount = byteCount
    self.error = error
    self.findings = findings
  }

  /// Everything stored, in bits for each of the counterpart's elements; nil without elements.
  public var bitsPerValue: Double? {
    elementCount > 0 ? 8 * Double(byteCount) / Double(elementCount) : nil
  }

  /// How many elements the counterpart has, rows that the original has not included.
  var elementCount: Int {
    let rows = pair.shape.first ?? 1
    let perRow = pair.shape.dropFirst().reduce(1, *)
    return pair.shape.isEmpty ? 1 : (rows + pair.extraRows) * perRow
  }

  /// The SQNR above what its format usually gives at least, in decibels; negative below.
  ///
  /// nil where nothing is usual, or there is no SQNR.
  public var decibelsAboveUsual: Double? {
    guard let usual = UsualError.of(storedAs), let decibels = error.error.sqnrInDecibels else {
      return nil
    }
    return decibels - usual.lowest
  }

  /// The damage of a norm that holds the input scales of matrices after it, beside the original times
  /// them.
  ///
  /// - Parameter matrices: how many there are.
  /// - Returns: the damage without what the scales alone make of the norm.
  public func holdingScales(of matrices: Int) -> TensorDamage {
    let others = findings.filter { if case .notIdentical = $0 { false } else { true } }
    return TensorDamage(
      pair: pair, storedAs: storedAs, byteCount: byteCount, error: error,
      findings: others + [.folded(matrices: matrices)])
  }

  /// What the tensors of a list are ordered by: ‖x − y‖ / ‖x‖, infinite where the original is all
  /// zero and the counterpart is not, 0 where both are.
  var severity: Double {
    if let relative = error.relativeError { return relative.isNaN ? .infinity : relative }
    return error.error.sums.squaredError > 0 ? .infinity : 0
  }
}
