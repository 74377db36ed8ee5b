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
      add(pairs.values[index], level: pairs.levels[index], smallestNormal: Double(smallestNormal))
    }
  }
}
