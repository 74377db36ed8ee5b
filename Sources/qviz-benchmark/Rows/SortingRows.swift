import QuantizationEngine

/// The promises about putting values on a sorted line.
enum SortingRows {
  static let all = [sort, channels]

  static let sort = Row(
    name: "sort", title: "float32 values to a sorted line, per value",
    unit: .secondsPerValue, aim: .none
  ) { workshop in
    let count = workshop.sizes.medium
    let layout = try workshop.layout([count])
    return try sorted(workshop, count: count) { TensorDistribution($0, layout: layout) }
  }

  static let channels = Row(
    name: "channels", title: "float32 values to a sorted line for each channel, per value",
    unit: .secondsPerValue, aim: Aim(measured: .atMost(12e-9))
  ) { workshop in
    let shape = [workshop.sizes.medium / 4096, 4096]
    let layout = try workshop.layout(shape, .perChannel(axis: 0))
    return try sorted(workshop, count: workshop.sizes.medium) {
      TensorDistribution($0, layout: layout)
    }
  }

  /// Sorts some values; the standard library's sort gets fewer, for it takes long.
  private static func sorted(
    _ workshop: Workshop, count: Int, _ sort: (consuming [Float]) -> TensorDistribution
  ) throws -> Finding {
    let values = workshop.values(count)
    let few = workshop.values(workshop.sizes.small)
    let share = Double(count) / Double(few.count)
    let comparison = workshop.stopwatch.alternate(rounds: workshop.rounds) {
      Double(few.sorted()[few.count / 2])
    } material: { _ in
      // A copy of its own: the sort takes the memory of what it is given.
      values.map(\.self)
    } subject: { values in
      Double(sort(values).count)
    }
    // Both per value; n log n is on the standard sort's side.
    return Finding(
      Stopwatch.Comparison(
        subject: comparison.subject, baseline: comparison.baseline,
        ratio: comparison.ratio.divided(by: share)),
      per: count,
      against: "sorted() of \(Unit.grouped(few.count)), per value", counting: .faster,
      material: "\(Unit.grouped(count)) float32")
  }
}
