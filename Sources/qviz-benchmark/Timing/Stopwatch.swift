/// Times a subject and its baseline in turns, so that both see the same machine.
///
/// Every turn gives a number; the numbers are added up, and the program refuses a sum that is not
/// finite, so that nothing measured can be left out as unused.
final class Stopwatch {
  /// The sum of all that was computed while timing.
  private(set) var checksum = 0.0

  /// What a subject and its baseline took in turns, in seconds.
  struct Comparison {
    let subject: Samples
    let baseline: Samples
    /// Of each turn: the subject's median over the baseline's time.
    let ratio: Samples
  }

  /// Runs the baseline once and then the subject some times, again and again.
  ///
  /// - Parameters:
  ///   - rounds: how often both have their turn, after one that is not counted.
  ///   - repeats: how often the subject runs in each of its turns, each run timed by itself; the
  ///     first of them finds the caches as the baseline left them.
  ///   - baseline: what to compare with.
  ///   - subject: what is measured; it is told how often it has run before.
  /// - Returns: both times and their ratio.
  func alternate(
    rounds: Int, repeats: Int = 1, baseline: () throws -> Double,
    subject: (Int) throws -> Double
  ) rethrows -> Comparison {
    try alternate(
      rounds: rounds, repeats: repeats, baseline: baseline, material: { $0 }, subject: subject)
  }

  /// The same for a subject that uses its material up, which is made outside of what is timed.
  func alternate<Material>(
    rounds: Int, repeats: Int = 1, baseline: () throws -> Double,
    material: (Int) throws -> Material, subject: (consuming Material) throws -> Double
  ) rethrows -> Comparison {
    var subjects: [Double] = []
    var baselines: [Double] = []
    var ratios: [Double] = []
    for round in 0...rounds {
      let reference = try time(baseline)
      let turns = try (0..<repeats).map { turn in
        var material: Material? = try material(round * repeats + turn)
        return try time {
          guard let taken = material.take() else { return .nan }
          return try subject(taken)
        }
      }
      guard round > 0 else { continue }
      baselines.append(reference)
      subjects += turns
      ratios.append(Samples(turns).median / reference)
    }
    return Comparison(
      subject: Samples(subjects), baseline: Samples(baselines), ratio: Samples(ratios))
  }

  /// Runs a subject that has no baseline, once more than is counted.
  func samples(rounds: Int, subject: (Int) throws -> Double) rethrows -> Samples {
    Samples(
      try (0...rounds).map { round in try time { try subject(round) } }.suffix(rounds))
  }

  /// How long something takes, in seconds.
  func time(_ subject: () throws -> Double) rethrows -> Double {
    let start = ContinuousClock.now
    checksum += try subject()
    return (ContinuousClock.now - start).seconds
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
