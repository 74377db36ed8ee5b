internal import TerminalScreen

/// The one table of keys: what each does, where, and what the help says about it.
struct Keymap: Sendable {
  /// A line of the help: some keys that belong together.
  struct Line: Sendable {
    /// The heading it stands under.
    let group: Group
    /// Where these keys mean this.
    let places: Set<Place>
    /// The keys, in the order in which they are shown, and what each asks for.
    let bindings: [(key: Key, action: Action)]
    /// What they do.
    let help: String
    /// The few words at the bottom of the screen; nil if they are not shown there.
    let hint: String?

    /// A line of the table.
    init(
      _ group: Group, in places: Set<Place>, _ bindings: [(Key, Action)], _ help: String,
      hint: String? = nil
    ) {
      self.group = group
      self.places = places
      self.bindings = bindings.map { (key: $0.0, action: $0.1) }
      self.help = help
      self.hint = hint
    }

    /// The keys as the help spells them.
    var keys: String { bindings.map { Keymap.spelling(of: $0.key) }.joined(separator: " ") }
  }

  /// The headings of the help, in order.
  enum Group: String, Hashable, Sendable, CaseIterable {
    case thresholds = "thresholds"
    case scheme = "scheme"
    case picture = "picture"
    case calibrators = "calibrators"
    case program = "program"
    case typing = "typing"
    case dialogs = "export, help and questions"
  }

  /// Every line, in the order of the help.
  static let lines: [Line] =
    thresholdLines + schemeLines + pictureLines + calibratorLines
    + programLines + typingLines + dialogLines

  /// What a key asks for at a place; nil if it means nothing there.
  static func action(for key: Key, in place: Place) -> Action? {
    actions[Press(key: key, place: place)]
  }

  private struct Press: Hashable {
    let key: Key
    let place: Place
  }

  private static let actions: [Press: Action] = {
    var actions: [Press: Action] = [:]
    for line in lines {
      for place in line.places {
        for binding in line.bindings {
          actions[Press(key: binding.key, place: place)] = binding.action
        }
      }
    }
    return actions
  }()

  private static let thresholdLines = [
    Line(
      .thresholds, in: Place.tuning,
      [
        (.arrow(.left, shift: .up), .move(.down, .normal)),
        (.arrow(.right, shift: .up), .move(.up, .normal)),
        (.character("h"), .move(.down, .normal)), (.character("l"), .move(.up, .normal)),
      ], "move the active threshold by a step", hint: "move"),
    Line(
      .thresholds, in: Place.tuning,
      [
        (.arrow(.left, shift: .down), .move(.down, .coarse)),
        (.arrow(.right, shift: .down), .move(.up, .coarse)),
        (.character("H"), .move(.down, .coarse)), (.character("L"), .move(.up, .coarse)),
      ], "by ten steps"),
    Line(
      .thresholds, in: Place.tuning,
      [
        (.character(","), .move(.down, .fine)), (.character("."), .move(.up, .fine)),
        (.character("<"), .move(.down, .fine)), (.character(">"), .move(.up, .fine)),
      ], "by a tenth of a step"),
    Line(
      .thresholds, in: Place.tuning,
      [(.tab, .chooseOther), (.backTab, .chooseOther)],
      "make the other threshold the active one", hint: "min/max"),
    Line(
      .thresholds, in: Place.tuning,
      [
        (.arrow(.up, shift: .up), .choose(.lower)), (.arrow(.down, shift: .up), .choose(.upper)),
        (.character("k"), .choose(.lower)), (.character("j"), .choose(.upper)),
      ], "make min, or max, the active one"),
    Line(
      .thresholds, in: Place.tuning,
      [(.enter, .typeThreshold), (.character("t"), .typeThreshold)],
      "type the value of the active threshold", hint: "type"),
    Line(
      .thresholds, in: Place.tuning, [(.character("m"), .minMax)],
      "min-max: keep every value of the block"),
    Line(
      .thresholds, in: Place.tuning, [(.character("o"), .leastError)],
      "optimum: go to the least MSE of the block", hint: "optimum"),
    Line(
      .thresholds, in: Place.views, [(.character("u"), .undo), (.control("r"), .redo)],
      "undo, redo"),
    Line(
      .thresholds, in: Place.views,
      [
        (.character("["), .block(-1)), (.character("]"), .block(1)),
        (.character("{"), .block(-10)), (.character("}"), .block(10)),
      ], "show another channel or group, by one or by ten"),
  ]

  private static let schemeLines = [
    Line(
      .scheme, in: Place.views, [(.character("b"), .bits(-1)), (.character("B"), .bits(1))],
      "one bit less, one more"),
    Line(
      .scheme, in: Place.views, [(.character("s"), .cycleSymmetry)],
      "asymmetric, symmetric, restricted symmetric"),
    Line(
      .scheme, in: Place.views, [(.character("="), .toggleLock)],
      "lock the thresholds to ±t (symmetric), or free them"),
    Line(
      .scheme, in: Place.views, [(.character("n"), .toggleSignedness)],
      "signed or unsigned codes"),
    Line(
      .scheme, in: Place.views, [(.character("r"), .cycleRounding)],
      "rounding of ties: half-even, half-away, half-up, …"),
    Line(
      .scheme, in: Place.views, [(.character("i"), .toggleScaling)],
      "divide by the scale, or multiply by its inverse"),
    Line(
      .scheme, in: Place.views, [(.character("T"), .cycleToolchain)],
      "toolchain: encode and round as the next tool does, or as qviz does"),
  ]

  private static let pictureLines = [
    Line(
      .picture, in: [.explore], [(.character("g"), .toggleCounts)],
      "logarithmic or linear counts"),
    Line(
      .picture, in: [.explore],
      [(.character("z"), .zoom(.closer)), (.character("Z"), .zoom(.farther))],
      "zoom in on the active threshold, and out; steps follow"),
    Line(.picture, in: [.explore], [(.character("f"), .fit)], "fit the whole range"),
    Line(
      .picture, in: [.tradeOff], [(.character("v"), .toggleMap)],
      "trade-off: over one threshold, or over both as a map", hint: "curve/map"),
  ]
}
