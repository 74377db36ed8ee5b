// What most scopes gather, so that a coder says no more than what it makes of it.

/// A format without parameters: every value is encoded by itself.
extension ScopeCoder where Gathered == Void {
  var bitsPerScope: Int { 0 }
  var roundCount: Int { 0 }

  func gathered() {}
  func gather(_ values: Span<Float>, round: Int, into gathered: inout Void) {}
  func join(_ other: Void, round: Int, into gathered: inout Void) {}
  func close(round: Int, _ gathered: inout Void) {}
  func stored(_ scope: Void) -> UInt64 { 0 }
  func scope(storedAs bits: UInt64) {}
}

/// What is known of a scope whose parameters follow from its largest magnitude.
protocol LargestMagnitudeScope: Sendable {
  /// max |x| over the finite values so far; 0 without any.
  var largest: Float { get set }

  /// A scope without values.
  init()
}

extension ScopeCoder where Gathered: LargestMagnitudeScope {
  func gathered() -> Gathered { Gathered() }

  func gather(_ values: Span<Float>, round: Int, into gathered: inout Gathered) {
    gathered.largest = values.largestMagnitude(atLeast: gathered.largest)
  }

  func join(_ other: Gathered, round: Int, into gathered: inout Gathered) {
    gathered.largest = max(gathered.largest, other.largest)
  }
}

/// What is known of a scope whose parameters follow from its mean magnitude.
protocol MeanMagnitudeScope: Sendable {
  /// Σ|x| and the number of values so far.
  var mean: MeanMagnitude { get set }

  /// A scope without values.
  init()
}

extension ScopeCoder where Gathered: MeanMagnitudeScope {
  var roundCount: Int { 1 }

  func gathered() -> Gathered { Gathered() }

  func gather(_ values: Span<Float>, round: Int, into gathered: inout Gathered) {
    gathered.mean.take(values)
  }

  func join(_ other: Gathered, round: Int, into gathered: inout Gathered) {
    gathered.mean.take(other.mean)
  }
}
