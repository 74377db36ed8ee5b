/// Where the nearest index of a value grows by one as the scale falls.
struct ScaleChange {
  /// The scale below which the value has the index.
  let scale: Double
  private let place: Int32
  private let grown: Int32

  /// Which value.
  var value: Int { Int(place) }
  /// The magnitude of the index that it then has.
  var index: Int { Int(grown) }

  /// How many classes of scales are told apart before neighbours are compared.
  private static let classCount = 128

  /// All changes between two scales, the coarser first; those at one scale in the order of the values.
  ///
  /// - Parameters:
  ///   - coarsest: the scale from which indices grow.
  ///   - finest: a scale above which the changes are.
  ///   - values: whose indices change.
  ///   - farthest: how far indices grow of values below zero, and above.
  /// - Returns: the changes.
  /// - Complexity: O(changes), for values whose scales are spread.
  static func between(
    _ coarsest: Double, _ finest: Double, of values: [Double], farthest: (Int, Int)
  ) -> [ScaleChange] {
    var found: [ScaleChange] = []
    found.reserveCapacity(values.count * 6)
    var counts = [Int](repeating: 0, count: classCount)
    let classes = Double(classCount) / (coarsest - finest)
    func place(_ scale: Double) -> Int {
      // The coarsest come first; a rounding may put one beyond.
      min(max(Int((coarsest - scale) * classes), 0), classCount - 1)
    }
    guard classes.isFinite else { return [] }
    for index in values.indices where values[index] != 0 {
      let magnitude = abs(values[index])
      let last = values[index] < 0 ? farthest.0 : farthest.1
      var grown = Int((magnitude / coarsest).rounded(.toNearestOrEven)) + 1
      while grown <= last {
        let scale = magnitude / (Double(grown) - 0.5)
        guard scale > finest else { break }
        found.append(
          ScaleChange(scale: scale, place: Int32(index), grown: Int32(grown)))
        counts[place(scale)] += 1
        grown += 1
      }
    }
    var next = 0
    for index in counts.indices { (counts[index], next) = (next, next + counts[index]) }
    return unsafe [ScaleChange](unsafeUninitializedCapacity: found.count) { sorted, count in
      for change in found {
        let index = place(change.scale)
        unsafe sorted.initializeElement(at: counts[index], to: change)
        counts[index] += 1
      }
      // Those of one class are few, and inserted one by one.
      for index in 0..<found.count {
        let change = unsafe sorted[index]
        var hole = index
        while hole > 0, unsafe sorted[hole &- 1].scale < change.scale {
          unsafe sorted[hole] = sorted[hole &- 1]
          hole &-= 1
        }
        unsafe sorted[hole] = change
      }
      count = found.count
    }
  }
}
