/// A line of the table: one promise of the program, and how to find out whether it is kept.
struct Row: Sendable {
  /// What `--row` calls it, in kebab-case.
  let name: String
  /// What is measured, in a few words.
  let title: String
  /// What the numbers count.
  var unit = Unit.seconds
  /// What is promised; without a promise the number is for information.
  let aim: Aim
  /// Finds out.
  let measure: @Sendable (Workshop) throws -> Finding
}

/// What is promised of a row; both parts must hold where there are two.
struct Aim: Sendable {
  /// A limit on a number.
  enum Limit: Sendable {
    case atMost(Double)
    case atLeast(Double)

    /// Whether a number keeps it.
    func isKept(by number: Double) -> Bool {
      switch self {
      case .atMost(let limit): number <= limit
      case .atLeast(let limit): number >= limit
      }
    }
  }

  /// The limit on what is measured, in the unit of the row.
  var measured: Limit?
  /// The limit on the ratio to the baseline, as the finding counts it.
  var ratio: Limit?

  /// Nothing is promised.
  static let none = Aim()
}

/// What a row found.
struct Finding {
  /// How the ratio to the baseline is counted.
  enum Counting: String, Encodable {
    /// Subject over baseline.
    case times
    /// Baseline over subject.
    case faster
  }

  /// What is compared with.
  struct Baseline {
    let title: String
    /// In seconds.
    let seconds: Samples
    let ratio: Samples
    let counting: Counting
  }

  /// What was measured, in the unit of the row.
  let measured: Samples
  let baseline: Baseline?
  /// What it was measured on: type, number of values, scheme.
  let material: String
}

extension Finding {
  /// What a comparison gave.
  ///
  /// - Parameters:
  ///   - comparison: both times.
  ///   - count: by how many the time is divided, where the row has a time per value.
  ///   - title: what it was compared with.
  ///   - counting: how the ratio is counted.
  ///   - material: what it was measured on.
  init(
    _ comparison: Stopwatch.Comparison, per count: Int = 1,
    against title: String, counting: Counting, material: String
  ) {
    measured = comparison.subject.divided(by: Double(count))
    baseline = Baseline(
      title: title, seconds: comparison.baseline,
      ratio: counting == .times ? comparison.ratio : comparison.ratio.dividing(1),
      counting: counting)
    self.material = material
  }

  /// Whether an aim is met; nil where there is none.
  func meets(_ aim: Aim) -> Bool? {
    let answers = [
      aim.measured.map { $0.isKept(by: measured.median) },
      aim.ratio.flatMap { limit in baseline.map { limit.isKept(by: $0.ratio.median) } },
    ].compactMap(\.self)
    return answers.isEmpty ? nil : answers.allSatisfy(\.self)
  }
}
