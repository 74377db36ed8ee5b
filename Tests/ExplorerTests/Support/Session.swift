import Calibration
import NumberFormats
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

/// An explorer with a worker that answers at once: keys go in, effects that concern the program
/// are kept.
struct Session {
  var model: Model
  /// Effects that no worker answers: exports, suspend, quit.
  var kept: [Effect] = []
  /// What was asked to be kept for the next session.
  var snapshots: [TunedTensor] = []
  /// Why it cannot be kept; nil where it can be.
  var notKept: String?
  /// What earlier sessions have kept of each tensor.
  var recalled: [RecalledTuning] = []
  /// What is said of what could not be read.
  var complaint: String?
  /// Whether the worker answers computations.
  var answersComputations = true
  /// The tickets of the computations that it does not answer.
  private(set) var unanswered: [Ticket] = []
  /// Whether the worker answers surveys; those that it does not answer are kept.
  var answersSurveys = true
  /// Whether the worker tries formats; trials that it does not answer are kept.
  var answersTrials = true
  /// Whether the worker counts tensors under formats; requests that it does not answer are kept.
  var answersRecodings = true
  /// What the quantized model holds in place of each tensor.
  var stored: [Float] = []
  /// What the list is compared with.
  var against = TestCounterparts()
  /// Why the worker loads no tensor by some blocks.
  var refusals: [Granularity: String] = [:]
  /// Whether the worker answers loads; those that it does not answer are kept.
  var answersLoads = true
  /// What a file of encodings says of the tensor; nil where none was given.
  private var given: StoredRanges?
  /// What the worker would load.
  private let tensors: [TestTensor]

  static let formats = [
    ExportFormat(
      identifier: "qviz-json", title: "qviz JSON", reader: "qviz itself", fileExtension: "qviz.json"
    ),
    ExportFormat(
      identifier: "aimet", title: "AIMET encodings 1.0.0", reader: "AIMET, QNN",
      fileExtension: "encodings"),
  ]

  /// A session on a tensor, started and loaded.
  init(
    _ tensor: TestTensor = .activation, size: ScreenSize = ScreenSize(columns: 80, rows: 24),
    scheme: Scheme = .standard, granularity: GranularityChoice = .tensor,
    start: StartingRange = .minMax, answersComputations: Bool = true, isLoaded: Bool = true,
    calibrators: [any Calibrator] = CalibratorCatalog.own, recalled: [RecalledTuning] = [],
    complaint: String? = nil, counterpart: Counterpart? = nil, stored: [Float] = []
  ) {
    tensors = [tensor]
    self.stored = stored
    self.recalled = recalled
    self.complaint = complaint
    self.answersComputations = answersComputations
    model = Model(
      contents: Contents(subjects: [
        Subject(
          path: "samples/tensor.npy", tensorName: tensor.name, elementType: "f32",
          shape: tensor.shape, counterpart: counterpart)
      ]),
      setup: Setup(
        scheme: scheme, granularity: granularity, start: start, formats: Session.formats,
        calibrators: calibrators),
      size: size)
    let effects = model.start()
    if isLoaded { perform(effects) } else { kept = effects }
  }

  /// A session on a tensor with a file of encodings beside it, started and loaded.
  init(_ tensor: TestTensor, size: ScreenSize, given: StoredRanges, by granularity: Granularity) {
    tensors = [tensor]
    self.given = given
    model = Model(
      contents: Contents(subjects: [
        Subject(
          path: "samples/tensor.npy", tensorName: tensor.name, elementType: "f32",
          shape: tensor.shape, storedGranularity: granularity)
      ]),
      setup: Setup(start: .asStored, formats: Session.formats, followsFile: true), size: size)
    perform(model.start())
  }

  /// A session on the list of some tensors, started.
  init(
    list tensors: [TestTensor], unread: [String] = [], obstacles: [Int: String] = [:],
    size: ScreenSize = ScreenSize(columns: 80, rows: 24), setup: Setup = Setup(),
    answersSurveys: Bool = true, recalled: [RecalledTuning] = [],
    against: TestCounterparts = TestCounterparts()
  ) {
    self.tensors = tensors
    self.recalled = recalled
    self.answersSurveys = answersSurveys
    self.against = against
    let subjects = tensors.enumerated().map { position, tensor in
      Subject(
        path: "models/model.safetensors", tensorName: tensor.name, elementType: "f32",
        shape: tensor.shape, byteCount: tensor.shape.reduce(4, *), obstacle: obstacles[position],
        counterpart: against.counterpart(of: position, tensor))
    }
    let contents = Contents(subjects: subjects, unread: unread, comparedWith: against.model)
    model = Model(contents: contents, setup: setup, size: size)
    perform(model.start())
  }

  /// Sends a message and carries out what comes of it.
  mutating func send(_ message: Message) {
    perform(model.update(message))
    model.settle()
  }

  /// Presses keys, spelled with blanks between: `L Right S-Left Enter C-c Space`.
  mutating func press(_ keys: String) {
    for name in keys.split(separator: " ") { send(.key(Session.key(String(name)))) }
  }

  /// Types the characters of a text.
  mutating func type(_ text: String) {
    for character in text { send(.key(.character(character))) }
  }

  mutating func resize(_ columns: Int, _ rows: Int) {
    send(.resized(ScreenSize(columns: columns, rows: rows)))
  }

  /// The screen as text, one line for each row.
  func screen(_ capabilities: TerminalCapabilities = TerminalCapabilities()) -> [String] {
    let canvas = model.canvas(capabilities)
    return (0..<canvas.size.rows).map { row in
      String(canvas.row(row).map(\.character).filter { $0 != Cell.continuation.character })
    }
  }

  private mutating func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .load(let tensor, let granularity, let ticket) where answersLoads:
        send(.answer(load(tensors[tensor], granularity), ticket))
      case .survey(let survey, let ticket) where answersSurveys:
        for tensor in survey.tensors { answer(survey, of: tensor, ticket) }
        send(.answer(.surveyed, ticket))
      case .compute(let computation, let ticket):
        if answersComputations, let result = try? computation.run(.none) {
          send(.answer(.computed(result), ticket))
        } else {
          unanswered.append(ticket)
        }
      case .preview(let request, let ticket):
        let lines = ["{", "  \"format\": \"\(request.format.identifier)\"", "}"]
        send(.answer(.preview(ExportPreview(lines: lines)), ticket))
      case .keep(let snapshot, let ticket):
        snapshots.append(snapshot)
        if let notKept { send(.answer(.notKept(notKept), ticket)) }
      case .recall(_, let ticket): send(.answer(.recalled(recalled, complaint: complaint), ticket))
      case .listKept(let ticket):
        send(.answer(.keptTensors(recalled.isEmpty ? [] : [1]), ticket))
      case .tryFormats(let trial, let ticket) where answersTrials:
        for format in trial.formats {
          guard let outcome = outcome(of: format, tensors[trial.tensor]) else { continue }
          send(.answer(.formatTried(outcome), ticket))
        }
      case .recode(let request, let ticket) where answersRecodings:
        send(.answer(recode(request, tensors[request.tensor]), ticket))
      case .load, .survey, .tryFormats, .recode, .writePlan, .abandon, .export, .suspend, .quit:
        kept.append(effect)
      }
    }
  }

  /// What the worker makes of a tensor in a format.
  func outcome(of format: NumberFormat, _ tensor: TestTensor) -> FormatOutcome? {
    guard let pass = try? FormatPass(format, shape: tensor.shape),
      let result = try? pass.run(over: ElementStream(tensor.values))
    else { return nil }
    return FormatOutcome(
      format: format, bitsPerValue: pass.bitsPerValue ?? 0, byteCount: pass.storedBits / 8,
      result: result)
  }

  /// What the worker counts of a tensor under what is in force.
  func recode(_ request: RecodingRequest, _ tensor: TestTensor) -> Answer {
    var sums = PairedSums()
    var histogram = PairedHistogram(over: Bins(over: request.window, count: request.binCount))
    guard case .format(let format) = request.recoding else {
      guard stored.count == tensor.values.count else { return .recodingFailed("m.gguf: was cut") }
      sums.add(tensor.values.span, stored.span)
      histogram.add(tensor.values.span, stored.span)
      return .recoded(
        RecodedTensor(
          result: FormatResult(sums), histogram: histogram, bitsPerValue: 4.5, byteCount: 2304))
    }
    guard let pass = try? FormatPass(format, shape: tensor.shape),
      let decoded = try? pass.decodedValues(of: ElementStream(tensor.values))
    else { return .recodingFailed("\(format.name) does not fit") }
    sums.add(tensor.values.span, decoded.span)
    histogram.add(tensor.values.span, decoded.span)
    return .recoded(
      RecodedTensor(
        result: FormatResult(sums), histogram: histogram, bitsPerValue: pass.bitsPerValue,
        byteCount: (pass.storedBits + 7) / 8))
  }

  private mutating func answer(_ survey: Survey, of tensor: Int, _ ticket: Ticket) {
    if survey.parts != .stored {
      send(.answer(.glance(tensor, .seen(glance(tensor, survey.rule))), ticket))
    }
    if survey.parts.contains(.stored), let outcome = against.outcome(of: tensor, tensors) {
      send(.answer(.compared(against.parts(of: tensor), outcome), ticket))
    }
  }

  /// What the worker sees of a tensor.
  func glance(_ position: Int, _ rule: RuleInForce) -> Glance {
    let tensor = tensors[position]
    guard case .scheme(let inForce) = rule else {
      let values = glance(position, .scheme(Setup().inForce)).values
      return Glance(values: values, damage: damage(of: tensor, by: rule.format))
    }
    let granularity = inForce.granularity.granularity(amongManyOfShape: tensor.shape)
    let layout = try? BlockLayout(shape: tensor.shape, granularity: granularity)
    let distribution = TensorDistribution(
      tensor.values, layout: layout ?? BlockLayout(elementCount: tensor.values.count))
    return Glance(distribution, scheme: inForce.scheme, binCount: 64)
  }

  private func damage(of tensor: TestTensor, by format: NumberFormat?) -> Damage {
    do {
      let pass = try FormatPass(try #require(format), shape: tensor.shape)
      return Damage(try pass.run(over: ElementStream(tensor.values)), storedBits: pass.storedBits)
    } catch {
      return Damage(leftAlone: "\(error)")
    }
  }

  /// What the worker says of the first tensor by some blocks.
  func loads(_ granularity: Granularity) -> Answer { load(tensors[0], granularity) }

  private func load(_ tensor: TestTensor, _ granularity: Granularity) -> Answer {
    if let refusal = refusals[granularity] { return .loadFailed(refusal) }
    do {
      let layout = try BlockLayout(shape: tensor.shape, granularity: granularity)
      let distribution = TensorDistribution(tensor.values, layout: layout)
      let stored = given?.isOf(granularity) == true ? given : nil
      return .loaded(
        LoadedTensor(
          distribution, reference: DivergenceReference(distribution), stored: stored))
    } catch {
      return .loadFailed("\(error)")
    }
  }

  static func key(_ name: String) -> Key {
    switch name {
    case "Left": .arrow(.left, shift: .up)
    case "Right": .arrow(.right, shift: .up)
    case "Up": .arrow(.up, shift: .up)
    case "Down": .arrow(.down, shift: .up)
    case "S-Left": .arrow(.left, shift: .down)
    case "S-Right": .arrow(.right, shift: .down)
    case "Enter": .enter
    case "Esc": .escape
    case "Tab": .tab
    case "S-Tab": .backTab
    case "Backspace": .backspace
    case "Delete": .delete
    case "Home": .home
    case "End": .end
    case "PageUp": .pageUp
    case "PageDown": .pageDown
    case "Space": .character(" ")
    default:
      name.hasPrefix("C-") && name.count == 3
        ? .control(name.last ?? " ") : .character(name.first ?? " ")
    }
  }
}

extension StoredRanges {
  /// Whether it is of such blocks.
  fileprivate func isOf(_ granularity: Granularity) -> Bool { given?.granularity == granularity }
}

/// A small tensor made for tests.
struct TestTensor {
  var name: String
  var shape: [Int]
  var values: [Float]
}
