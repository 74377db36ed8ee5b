/// What is known of a stretch of elements while they are read: an entry of axis 0, or any other.
///
/// A NaN is different from everything.
struct RowState {
  let row: Int
  private(set) var error = 0.0
  private(set) var signal = 0.0
  private var first: (value: Double, level: Double)?
  private(set) var valueVaries = false
  private(set) var levelVaries = false
  private(set) var count = 0

  init(row: Int) {
    self.row = row
  }

  /// ‖x − y‖ / ‖x‖.
  var relativeError: Double {
    error == 0 ? 0 : signal == 0 ? .infinity : (error / signal).squareRoot()
  }

  /// Takes the energy of some of its values in.
  mutating func add(_ energy: (error: Double, signal: Double)) {
    error += energy.error
    signal += energy.signal
  }

  /// Looks whether values differ from the first.
  mutating func add(
    _ values: UnsafePointer<Float>, levels: UnsafePointer<Float>, count: Int
  ) {
    guard count > 0 else { return }
    let start = unsafe (value: Double(values[0]), level: Double(levels[0]))
    let first = self.first ?? start
    self.first = first
    self.count += count
    let (value, level) = (Float(first.value), Float(first.level))
    if !valueVaries { valueVaries = unsafe Self.varies(values, count: count, from: value) }
    if !levelVaries { levelVaries = unsafe Self.varies(levels, count: count, from: level) }
  }

  /// Looks whether values of float64 differ from the first.
  mutating func add(_ pairs: WidePairs, _ run: Range<Int>) {
    guard let index = run.first else { return }
    let first = self.first ?? (value: pairs.values[index], level: pairs.levels[index])
    self.first = first
    count += run.count
    valueVaries = valueVaries || pairs.values[run].contains { $0 != first.value }
    levelVaries = levelVaries || pairs.levels[run].contains { $0 != first.level }
  }

  /// Takes the next part in.
  mutating func add(_ next: RowState) {
    error += next.error
    signal += next.signal
    count += next.count
    guard let start = next.first else { return }
    let first = self.first ?? start
    self.first = first
    valueVaries = valueVaries || next.valueVaries || first.value != start.value
    levelVaries = levelVaries || next.levelVaries || first.level != start.level
  }

  /// Whether it is long and became a single value that the original's are not.
  var isCollapsed: Bool { count >= Sameness.shortestRow && valueVaries && !levelVaries }

  private static func varies(
    _ numbers: UnsafePointer<Float>, count: Int, from first: Float
  ) -> Bool {
    for index in 0..<count where unsafe numbers[index] != first { return true }
    return false
  }
}
