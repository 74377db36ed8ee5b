internal import NumberFormats
internal import QuantizationEngine

/// What every number format would make of the tensor, and for how many bits.
struct FormatsScreen: Screen {
  /// What its own keys ask for.
  enum OwnAction: Hashable, Sendable {
    /// Select a row further down.
    case row(Int)
    /// Select a row so many screens further down.
    case page(Int)
    /// Select the first row.
    case first
    /// Select the last row.
    case last
    /// Sort the rows by something else.
    case reorder
    /// Put the selected format in force on the desk, or the scheme again.
    case putInForce
    /// Say what the selected format is.
    case explain
  }

  /// What the rows are sorted by.
  enum Order: String, Hashable, Sendable {
    /// Bits per value, the fewest first, and the best of as many bits first.
    case bits
    /// SQNR, the largest first.
    case error = "SQNR"
    /// The family, in the order of the catalogue.
    case family
  }

  /// The tensor that the outcomes are of; nil before anything was asked.
  private(set) var tensor: Int?
  /// What came of each format that was tried, by its name.
  private(set) var outcomes: [String: FormatOutcome] = [:]
  /// Why a tensor cannot be tried; nil if it can.
  private(set) var failure: String?
  /// Whether the worker is at it.
  private var isAsked = false
  /// What the rows are sorted by.
  private(set) var order = Order.bits
  /// The name of the selected format; nil for the first row.
  private(set) var selection: String?

  /// The formats that fit a shape.
  static func fitting(_ shape: [Int]) -> [NumberFormat] {
    NumberFormat.usual.filter { (try? FormatPass($0, shape: shape)) != nil }
  }

  /// Asks for what nobody has tried yet on the tensor of a desk.
  mutating func questions(_ sheet: inout Worksheet) -> [Effect] {
    let desk = sheet.desk
    if tensor != desk.position {
      tensor = desk.position
      outcomes = [:]
      failure = nil
      isAsked = false
    }
    if selection == nil, case .format(let format)? = desk.inForce { selection = format.name }
    guard !isAsked, failure == nil else { return [] }
    let missing = Self.fitting(desk.subject.shape).filter { outcomes[$0.name] == nil }
    guard !missing.isEmpty else { return [] }
    isAsked = true
    return [
      .tryFormats(
        FormatTrial(tensor: desk.position, formats: missing),
        sheet.tickets.issue(.formats, for: .screen(name)))
    ]
  }

  /// Takes in what came of a format, or why nothing did.
  mutating func hear(_ answer: Answer) {
    switch answer {
    case .formatTried(let outcome): outcomes[outcome.format.name] = outcome
    case .formatsFailed(let sentence): failure = sentence
    default: break
    }
  }

  mutating func abandonQuestions() { isAsked = false }

  /// The rows in the order in which they are shown.
  var rows: [FormatOutcome] {
    let known = NumberFormat.usual.compactMap { outcomes[$0.name] }
    guard order != .family else { return known }
    func badness(_ outcome: FormatOutcome) -> (Double, Double) {
      let error = -(outcome.sqnrInDecibels ?? -.infinity)
      return order == .bits ? (outcome.bitsPerValue, error) : (error, outcome.bitsPerValue)
    }
    return known.enumerated().map { (badness: badness($1), place: $0, outcome: $1) }
      .sorted { $0.badness != $1.badness ? $0.badness < $1.badness : $0.place < $1.place }
      .map(\.outcome)
  }

  /// The place of the selected row.
  func selectedPlace(_ rows: [FormatOutcome]) -> Int {
    rows.firstIndex { $0.format.name == selection } ?? 0
  }

  /// The selected row; nil before there is any.
  var selected: FormatOutcome? {
    let rows = rows
    return rows.isEmpty ? nil : rows[selectedPlace(rows)]
  }

  /// Selects the row so many further down, up to the ends.
  mutating func select(by step: Int) {
    let rows = rows
    select(rows, at: selectedPlace(rows) + step)
  }

  /// Selects a row by its place, or the nearest one.
  mutating func select(_ rows: [FormatOutcome], at place: Int) {
    guard !rows.isEmpty else { return }
    selection = rows[min(max(place, 0), rows.count - 1)].format.name
  }

  /// Sorts the rows by the next thing there is; the selected row stays selected.
  mutating func reorder() {
    selection = selection ?? rows.first?.format.name
    order =
      switch order {
      case .bits: .error
      case .error: .family
      case .family: .bits
      }
  }
}

extension ScreenName {
  /// What every number format would do.
  static let formats = ScreenName(number: 5, title: "formats")
}
