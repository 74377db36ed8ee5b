internal import Calibration
internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// What all screens work on: what is open, how large the screen is, and what is to be said.
struct Worksheet: Sendable {
  /// Everything that was opened.
  let contents: Contents
  /// What each desk starts with, and the scheme of the tensors that nobody tuned by hand.
  var setup: Setup
  /// How large the screen is.
  var size: ScreenSize
  /// The tensor that is open.
  var desk: Desk
  /// The desks of tensors that were open before.
  var shelf = DeskShelf()
  /// The tensor that is selected, and opened by whoever goes to a screen about one; nil if none is.
  var selected: Int?
  /// The tensors in the order in which one is the next of another.
  var route: [Int]
  /// What the last key did; nil if there is nothing to say about it.
  var status: Status?
  /// What earlier sessions have kept, and whether this one can keep anything.
  var memory = SessionMemory()
  /// The tensors of which something is being exported.
  var exporting: [Int] = []
  /// What a plan on the list chooses for each tensor; nil without a plan.
  var plannedFormats: [NumberFormat?]?
  /// The number format that was in force on the list when a tensor was opened.
  var openedUnder: [Int: NumberFormat] = [:]
  /// The answers that are awaited.
  var tickets = TicketBook()

  /// A worksheet with a tensor on the desk that nobody has asked for yet.
  init(_ contents: Contents, _ setup: Setup, position: Int, size: ScreenSize) {
    self.contents = contents
    self.setup = setup
    self.size = size
    route = Array(contents.subjects.indices)
    desk = Desk(
      contents.subjects[position], at: position, setup,
      granularity: Worksheet.granularity(of: position, setup, contents))
    selected = position
    followFormat()
  }

  /// Which elements of a tensor share an encoding where nobody tuned it by hand.
  func granularity(of tensor: Int) -> Granularity {
    Worksheet.granularity(of: tensor, setup, contents)
  }

  /// The scheme in force, for the values of a tensor.
  func schemeInForce(of tensor: Int) -> Scheme {
    setup.inForce.scheme.meeting(contents.subjects[tensor].valueType, granularity(of: tensor))
  }

  /// Whether a tensor starts with the encoding that its file stores, which the scheme in force is not.
  func startsAsStored(_ tensor: Int) -> Bool {
    setup.followsFile && contents.subjects[tensor].storedGranularity != nil
  }

  /// Among many tensors a bias has one encoding; a tensor that was opened alone has what was asked.
  private static func granularity(
    of tensor: Int, _ setup: Setup, _ contents: Contents
  ) -> Granularity {
    if setup.followsFile, let stored = contents.subjects[tensor].storedGranularity {
      return stored
    }
    let inForce = setup.inForce
    let shape = contents.subjects[tensor].shape
    return contents.subjects.count > 1
      ? inForce.granularity.granularity(amongManyOfShape: shape)
      : inForce.granularity.granularity(ofShape: shape)
  }

  /// Whether the scheme in force has changed since the tensor on the desk was put there.
  var deskIsBehind: Bool {
    if desk.isTuned { return false }
    if startsAsStored(desk.position) { return !desk.isAsStored }
    return desk.tuning.scheme != schemeInForce(of: desk.position)
      || desk.granularity != granularity(of: desk.position)
  }

  /// A desk for a tensor: that of before, or a new one.
  mutating func takeDesk(of tensor: Int) -> Desk {
    let granularity = granularity(of: tensor)
    var known = shelf.take(tensor)
    let isCurrent =
      known?.isTuned == true
      || (startsAsStored(tensor)
        ? known?.isAsStored == true
        : known?.follow(schemeInForce(of: tensor), granularity) == true)
    if isCurrent, let known { return known }
    var desk = Desk(contents.subjects[tensor], at: tensor, setup, granularity: granularity)
    // What is written down is about the tensor, whatever the scheme.
    (desk.note, desk.keptNote) = (known?.note, known?.keptNote)
    desk.inForce = known?.inForce
    return desk
  }

  /// Changes the desk of a tensor, wherever it is.
  mutating func change(deskOf tensor: Int, _ change: (inout Desk) -> Void) {
    if desk.position == tensor { change(&desk) } else { shelf.change(tensor, change) }
  }

  /// The tensors of which something is tuned that was not exported.
  var unsaved: [Desk] { (desk.hasUnsavedTuning ? [desk] : []) + shelf.unsaved }

  /// Makes another scheme the one in force, if there is one to make.
  mutating func adopt(_ outcome: SchemeOutcome) {
    switch outcome {
    case .changed(let scheme, _, let words):
      if let refusal = setup.inForce.refusal(of: scheme, sharing: setup.inForce.granularity) {
        say(refusal, .bad)
        return
      }
      setup.inForce.scheme = scheme
      say(replacingFormat(words))
    case .same(let words): say(words)
    case .refused(let words): say(words, .bad)
    }
  }

  /// Parts all tensors that nobody tuned by hand into other blocks, if the toolchain in force has them.
  mutating func share(_ choice: GranularityChoice) {
    if let refusal = setup.inForce.refusal(of: setup.inForce.scheme, sharing: choice) {
      say(refusal, .bad)
      return
    }
    setup.inForce.granularity = choice
    say(replacingFormat(GranularityText.name(choice)))
  }

  /// Says what happened.
  mutating func say(_ text: String, _ tone: Status.Tone = .plain) {
    hear()
    status = Status(text: text, tone: tone)
  }

  /// Hears what the desk has said.
  mutating func hear() {
    guard let said = desk.takeSaid(), !(said.givesWay && status != nil) else { return }
    status = said
  }
}
