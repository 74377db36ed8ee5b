/// Values beside what they became.
struct WidePairs {
  /// The originals, x.
  let values: [Double]
  /// What they became.
  let levels: [Double]
  /// The local scale of each; nil where levels have none.
  let scales: [Float]?
  /// What the squared error of each counts; nil where all count alike.
  let weights: [Float]?
}

extension ElementChanges {
  /// Counts the changes of a run; two values are alike in bits where they are as float64.
  mutating func add(_ pairs: WidePairs, _ run: Range<Int>, smallestNormal: Float) {
    for index in run {
      let (value, level) = (pairs.values[index], pairs.levels[index])
      if level != 0, level.magnitude < Double(smallestNormal) { subnormal += 1 }
      if value.isNaN && level.isNaN || value.bitPattern == level.bitPattern { continue }
      bits += 1
      if value != level { values += 1 }
      if value.isFinite {
        if level.isNaN { becameNaN += 1 } else if level.isInfinite { becameInfinite += 1 }
        if level == 0, value != 0 { becameZero += 1 }
      } else if level.isFinite {
        becameFinite += 1
        if level == 0 { becameZero += 1 }
      } else if level.isNaN {
        becameNaN += 1
      } else {
        becameOther += 1
      }
    }
  }
}
