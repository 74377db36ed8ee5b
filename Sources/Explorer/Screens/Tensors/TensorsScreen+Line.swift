internal import TerminalScreen

extension TensorsScreen {
  /// Where the line begins that nobody has put anywhere: what PyTorch's own tests of quantized kernels
  /// ask for.
  static let firstThreshold = 30.0
  /// The column of the words in it.
  static let lineWordsColumn = 5
  /// From where to where it goes, in dB.
  static let thresholds = -200.0...400.0

  /// Draws the line, or moves it by so many dB, to whole multiples of that; the rows follow it.
  mutating func moveLine(by step: Double, _ sheet: inout Worksheet) {
    guard let threshold else {
      setLine(TensorsScreen.firstThreshold, &sheet)
      return
    }
    let size = step.magnitude
    let moved =
      step > 0 ? (threshold / size).rounded(.down) + 1 : (threshold / size).rounded(.up) - 1
    setLine(moved * size, &sheet)
  }

  /// Puts the line somewhere, or takes it away, and shows where it is.
  mutating func setLine(_ decibels: Double?, _ sheet: inout Worksheet) {
    let range = TensorsScreen.thresholds
    threshold = decibels.map { min(max($0, range.lowerBound), range.upperBound) }
    placeLine(sheet)
    if let line = rows.firstIndex(of: .line), selection != .line {
      // Who moves it wants to see between which rows it is.
      let room = TensorsLayout(sheet).rows.rows
      if !(top..<top + room).contains(line) { select(line) }
    }
    profile = DamageProfile()
    measure(&sheet)
    sheet.say(TensorWords.line(self, sheet))
  }

  /// Puts the line between the rows that it separates, where they stand in the order of the damage.
  mutating func placeLine(_ sheet: Worksheet) {
    let selected = selection
    rows.removeAll { $0 == .line }
    defer {
      if let selected { select(selected) } else { select(place) }
    }
    guard let threshold, let kind = order.kind else { return }
    let damages = damages(kind, sheet)
    let place = rows.firstIndex { row in
      guard let tensor = row.tensor, damages.indices.contains(tensor) else { return true }
      return damages[tensor]?.isBelow(threshold) != true
    }
    rows.insert(.line, at: place ?? rows.count)
  }

  /// Puts the line between the row at a place and the one before it, at the roundest number of dB that
  /// tells the two apart.
  mutating func drag(lineTo wanted: Int, _ sheet: inout Worksheet) {
    guard let kind = order.kind, let line = rows.firstIndex(of: .line), wanted != line else {
      return
    }
    let damages = damages(kind, sheet)
    func decibels(_ place: Int) -> Double? {
      guard rows.indices.contains(place), let tensor = rows[place].tensor,
        damages.indices.contains(tensor)
      else { return nil }
      return damages[tensor].map { -$0.badness }
    }
    // Those before it are below it, the one behind it is not.
    let last = wanted < line ? wanted - 1 : wanted
    let next = wanted < line ? wanted : wanted + 1
    guard decibels(last) != nil || decibels(next) != nil else { return }
    let lower = decibels(last) ?? -.infinity
    let upper = decibels(next) ?? .infinity
    guard lower < upper else { return }
    setLine(TensorsScreen.roundest(above: lower, upTo: upper), &sheet)
    select(.line)
  }

  /// The number with the fewest digits that is above one and not above another; a whole one where one of
  /// the two is infinite.
  static func roundest(above lower: Double, upTo upper: Double) -> Double {
    guard lower.isFinite else { return upper.isFinite ? upper.rounded(.down) : firstThreshold }
    guard upper.isFinite else { return lower.rounded(.down) + 1 }
    // Multiples of a tenth as a quotient of whole numbers are the nearest there are.
    for parts in [0.1, 0.2, 1, 2, 10, 20, 100, 1000] {
      let number = ((lower * parts).rounded(.down) + 1) / parts
      if number > lower, number <= upper { return number }
    }
    return upper
  }

  /// Takes in what was typed for the line; nothing takes it away.
  ///
  /// - Returns: why it cannot be there; nil if it is.
  mutating func accept(line text: String, _ sheet: inout Worksheet) -> String? {
    let words = text.split(separator: " ").filter { $0.lowercased() != "db" }
    guard let word = words.first else {
      setLine(nil, &sheet)
      return nil
    }
    guard words.count == 1, let value = NumberEntry.value(of: String(word)) else {
      return NumberEntry.complaint(about: text)
    }
    let range = TensorsScreen.thresholds
    guard range.contains(value) else {
      return "the line can be from \(Int(range.lowerBound)) to \(Int(range.upperBound)) dB"
    }
    setLine(value, &sheet)
    return nil
  }
}
