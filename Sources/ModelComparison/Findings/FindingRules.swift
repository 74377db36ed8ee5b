import QuantizationEngine

/// Finds what is wrong with pairs without being asked.
///
/// The rules look at one tensor's numbers and at how both sides store it. Each bound is a number
/// with a derivation, beside it.
public struct FindingRules: Hashable, Sendable {
  /// Below this cosine two tensors count as unrelated, above its negative as opposite.
  ///
  /// The coarsest formats, ternary ones, keep a cosine of 0.73 with normally distributed values;
  /// rows of q in the wrong order measured at most 0.30.
  static let relatedCosine = 0.5
  /// Above this cosine the values are right but for a factor, if the factor is not 1.
  static let alikeCosine = 0.9
  /// A best factor as near to 1 is none: a format of 4 bits has 0.99.
  static let factorTolerance = 0.05
  /// A share of the squared error that a single cause makes, above which it is named.
  static let causeShare = 0.25
  /// The least number of values of which a mean error says something: of 64 values with errors of
  /// either sign, a quarter of the squared error in the mean is four standard deviations.
  static let meaningfulCount = 64
  /// Rounding alone makes an RMSE of 1/√12 = 0.289 steps; above this, users suspect clipping.
  static let suspiciousSteps = 0.7
  /// From this SQNR on the error is that of float32 itself: 24 binary digits are 6.02 · 24 = 144.5 dB.
  static let floatDecibels = 140.0
  /// How far below the usual SQNR is far: a whole bit, 20 · log₁₀ 2 dB.
  ///
  /// Encoders that minimise the
  /// error of the output, with an importance matrix say, are a decibel or two below on purpose.
  static let bit = 6.02

  /// The standard rules.
  public init() {}

  /// What is to be said about a pair, the gravest first.
  ///
  /// - Parameters:
  ///   - error: what it lost.
  ///   - pair: how it was paired, with the transform under which it was compared.
  ///   - original: the original's tensor; of several any one.
  ///   - quantized: the counterpart; of several any one.
  ///   - candidates: the transforms that the converter may have done, likeliest first; by default those
  ///     of the pair.
  ///   - isLeftAlone: whether the quantized model's configuration says that it was not quantized;
  ///     by default that is so where both sides are float elements and the counterpart's type holds
  ///     all values of the original's.
  /// - Returns: nothing for a pair that is as it should be.
  public func findings(
    in error: PairError, of pair: TensorPair, original: ComparedTensor, quantized: ComparedTensor,
    candidates: [TensorTransform]? = nil, isLeftAlone: Bool? = nil
  ) -> [Finding] {
    let narrowing = Narrowing(from: original.elementType, to: quantized.elementType)
    let shouldBeSame = isLeftAlone ?? (narrowing == .none)
    var findings = collapse(error)
    if findings.isEmpty { findings = relation(error) }
    // Of such tensors it goes without saying that they are not identical.
    let isRelated = findings.isEmpty
    findings += nonFinite(error.changes, narrowing, quantized)
    if isRelated, shouldBeSame, error.changes.bits > 0, !pair.isRounded {
      findings.append(
        .notIdentical(
          values: error.changes.values, bits: error.changes.bits, of: pair.comparedCount))
    }
    if findings.isEmpty { findings += quality(error, quantized) }
    if isRelated, pair.lacksInterleaving(candidates ?? pair.transforms) {
      findings.append(.notInterleaved)
    }
    if pair.extraRows != 0 { findings.append(.extraRows(pair.extraRows)) }
    return findings
  }

  private func collapse(_ error: PairError) -> [Finding] {
    let sameness = error.sameness
    guard sameness.originalVaries else { return [] }
    if !sameness.quantizedVaries { return [.collapsed] }
    if let codes = error.codes, codes.used == 1, codes.total > 1 { return [.oneCode] }
    guard let first = sameness.firstCollapsedRow else { return [] }
    return [.collapsedRows(count: sameness.collapsedRows, first: first)]
  }

  private func nonFinite(
    _ changes: ElementChanges, _ narrowing: Narrowing, _ quantized: ComparedTensor
  ) -> [Finding] {
    var findings: [Finding] = []
    var rest = changes
    if narrowing == .toNarrower {
      if changes.becameInfinite > 0 {
        findings.append(
          .overflowed(count: changes.becameInfinite, storedAs: quantized.storedAs))
        rest.becameInfinite = 0
      }
      if changes.becameZero > 0 {
        findings.append(
          .underflowed(
            toZero: changes.becameZero, subnormal: changes.subnormal,
            storedAs: quantized.storedAs))
      }
    }
    if rest.nonFinite > 0 { findings.append(.nonFiniteChanged(rest)) }
    return findings
  }

  private func relation(_ error: PairError) -> [Finding] {
    guard let cosine = error.error.cosineSimilarity, let relative = error.relativeError,
      error.error.sums.count > 1
    else { return [] }
    if cosine < -Self.relatedCosine { return [.wrongSign(cosine: cosine)] }
    if cosine < Self.relatedCosine {
      return [.wrongCounterpart(relativeError: relative, cosine: cosine)]
    }
    // What a right factor would leave is 1 − cos² of the energy.
    let left = 1 - cosine * cosine
    if let factor = error.bestFactor, cosine > Self.alikeCosine,
      (factor - 1).magnitude > Self.factorTolerance, left < Self.causeShare * relative * relative
    {
      return [.wrongScale(factor: factor)]
    }
    return []
  }

  private func quality(_ error: PairError, _ quantized: ComparedTensor) -> [Finding] {
    var findings: [Finding] = []
    let metrics = error.error
    if let mean = metrics.meanError, let square = metrics.meanSquaredError,
      let relative = error.relativeMeanError, metrics.sums.count >= Self.meaningfulCount,
      mean * mean > Self.causeShare * square, quantized.elementType == nil
    {
      findings.append(.shifted(relativeMeanError: relative))
    }
    if let steps = metrics.rootMeanSquaredErrorInSteps, steps > Self.suspiciousSteps,
      !isRoundingOfFloats(metrics)
    {
      let share = error.codes?.shareAtEnds
      if let share, !mayBeClipped(metrics, steps: steps, shareAtEnds: share) {
        findings.append(.beyondRounding(stepsRMSE: steps, shareAtEnds: share))
      } else {
        findings.append(.clipped(stepsRMSE: steps, shareAtEnds: share))
      }
    }
    if let usual = UsualError.of(quantized.storedAs), let decibels = metrics.sqnrInDecibels,
      decibels < usual.lowest - Self.bit
    {
      findings.append(
        .belowUsual(decibels: decibels, usual: usual.lowest, storedAs: quantized.storedAs))
    }
    return findings
  }
}

extension FindingRules {
  /// Whether the elements with an outermost code can make half of the error beyond rounding, if each of
  /// them had the largest error.
  private func mayBeClipped(
    _ metrics: QuantizationError, steps: Double, shareAtEnds: Double
  ) -> Bool {
    guard let rmse = metrics.rootMeanSquaredError, let largest = metrics.maximumAbsoluteError,
      rmse > 0
    else { return true }
    let largestInSteps = largest / rmse * steps
    return 2 * shareAtEnds * largestInSteps * largestInSteps > steps * steps - 1.0 / 12
  }

  /// Whether the error is what float32 cannot say of codes of many digits, which is not that of whoever
  /// stored them.
  private func isRoundingOfFloats(_ metrics: QuantizationError) -> Bool {
    metrics.sqnrInDecibels.map { $0 > Self.floatDecibels } ?? false
  }
}

extension TensorPair {
  /// Whether rows of heads are not interleaved, where the architecture speaks for it.
  fileprivate func lacksInterleaving(_ candidates: [TensorTransform]) -> Bool {
    guard transforms[0] == .asIs, case .interleavedRows? = candidates.first else { return false }
    return true
  }

  /// Whether the transform is worked out in another way than the converter's, to the last bit.
  fileprivate var isRounded: Bool {
    transforms[0] == .negatedExponential || transforms[0] == .minusOne
  }
}

/// What a change of float type does to values.
enum Narrowing: Hashable {
  /// Every value of the one is a value of the other.
  case none
  /// Some values are out of range, or have too many digits.
  case toNarrower
  /// One of the two holds no floats as they are.
  case other

  init(from original: ElementType?, to quantized: ElementType?) {
    guard let original, let quantized, let from = Self.digits(original),
      let to = Self.digits(quantized)
    else {
      self = .other
      return
    }
    self = from.exponent <= to.exponent && from.fraction <= to.fraction ? .none : .toNarrower
  }

  /// Exponent and fraction bits.
  private static func digits(_ type: ElementType) -> (exponent: Int, fraction: Int)? {
    switch type {
    case .float64: (11, 52)
    case .float32: (8, 23)
    case .float16: (5, 10)
    case .bfloat16: (8, 7)
    default: nil
    }
  }
}
