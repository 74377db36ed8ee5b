import Calibration
import Explorer
import NumberFormats
import QuantizationEngine
import TerminalScreen
import TestSupport

/// An explorer with a worker that may answer late, in any order, wrongly, twice, or never.
struct AttackedSession {
  private(set) var model: Model
  /// How many keys were pressed.
  private(set) var keyCount = 0
  /// Whether an export was answered as saved, so that nothing is unsaved where it was not undone.
  private(set) var hasSaved = false
  /// What the worker was asked and has not answered.
  private var open: [Effect] = []
  private let tensors: [AttackedTensor]

  private static let keys: [Key] =
    (0x20..<0x7F).compactMap { UnicodeScalar($0) }.map { .character(Character($0)) } + [
      .arrow(.left, shift: .up), .arrow(.right, shift: .up), .arrow(.up, shift: .up),
      .arrow(.down, shift: .up), .arrow(.left, shift: .down), .arrow(.right, shift: .down), .enter,
      .escape, .tab, .backTab, .backspace, .delete, .home, .end, .pageUp, .pageDown,
      .control("a"), .control("c"), .control("e"), .control("r"), .control("u"), .control("w"),
      .control("z"), .character("é"), .character("重"), .character("\u{202E}"),
    ]
  /// What moves and takes back, more often than the rest.
  private static let tuning: [Key] =
    "hlHL,.mouu\r\tkj[]{}bBsncaT".map { .character($0) } + [
      .tab, .enter, .control("r"), .control("r"),
    ]
  private static let numbers = [
    "0", "-0", "1", "-1", "3", "7", "0.5", "99.9", "1e-3", "-2.5", "1e308", "-1e308", "1e309",
    "5e-324", "-5e-324", "1e-320", "3.4028235e38", "-3.4028235e38", "1e39", "1e-46", "nan", "inf",
    "0x10", "9223372036854775807", "-9223372036854775808", "4000000000000000000",
    "9223372036854775808", "65536", "16", "", "٣", "−1", "1,5", "none",
  ]
  private static let words = [
    "min", "max", "range", "percentile", "calibrator", "block", "bits", "levels", "asymmetric",
    "symmetric", "restricted", "signed", "unsigned", "half-even", "half-away", "round-up",
    "toolchain", "batches", "tensor", "channel", "group", "minmax", "optimum", "export", "help",
    "nonsense", "",
  ]
  private static let names = [
    "percentile", "percentile:0", "percentile:99.99", "min-max", "mse", "entropy:1", "torch", "ort",
    "tflite", "tf-quantize", "aimet", "ncnn", "none", ":", "mse:x=1",
  ]

  /// A session on some of the tensors, with a scheme and blocks of chance.
  init(_ random: inout SplitMix64) {
    let isList = random.happens(onceIn: 3)
    tensors =
      isList
      ? AttackedTensor.all.shuffled(using: &random)
      : AttackedTensor.all.filter { $0.obstacle == nil }.shuffled(using: &random).prefix(1) + []
    let levels = random.pick([2, 3, 16, 255, 256, 65536]) ?? 256
    let scheme =
      try? Scheme(
        levelCount: levels, symmetry: random.pick(Symmetry.allCases) ?? .asymmetric,
        signedness: random.happens(onceIn: 2) ? .signed : .unsigned)
    let start: StartingRange =
      switch random.next() % 6 {
      case 0: .range(ClippingRange(lower: -1, upper: 1))
      case 1: .calibrator(MinMaxCalibrator())
      default: .minMax
      }
    let blocks: GranularityChoice =
      random.pick([.tensor, .channel(axis: nil), .group(axis: nil, size: 8)]) ?? .tensor
    model = Model(
      contents: Contents(
        subjects: tensors.map(\.subject),
        unread: isList && random.happens(onceIn: 2) ? ["x.npy: no such file"] : []),
      setup: Setup(
        scheme: scheme ?? .standard, granularity: blocks, start: start,
        formats: [
          ExportFormat(identifier: "x", title: "x", reader: "x", fileExtension: "x"),
          ExportFormat(identifier: "y", title: "y", reader: "y", fileExtension: "y.z"),
        ], calibrators: [MinMaxCalibrator(), CalibratorCatalog.own[1], CalibratorCatalog.own[3]]),
      size: ScreenSize(columns: 80, rows: 24))
    open += model.start()
  }

  /// Something that happens: a key, a line, the mouse, another size, an answer.
  mutating func step(_ random: inout SplitMix64) {
    switch random.next() % 32 {
    case 0..<9: press(random.pick(Self.keys) ?? .escape)
    case 9..<17: press(random.pick(Self.tuning) ?? .escape)
    case 17: line(random.pick(Self.words) ?? "", &random)
    case 18: type("\r\u{1}", random.pick(Self.numbers) ?? "")
    case 19: mouse(&random)
    case 20: resize(&random)
    case 21: press(.character(random.pick("0123e?x:o3".map { $0 }) ?? "1"))
    default: answer(&random)
    }
  }

  /// Presses a key.
  mutating func press(_ key: Key) {
    keyCount += 1
    send(.key(key))
  }

  /// Answers whatever is asked, as a good worker does, until nothing is.
  mutating func answerAll() {
    var patience = 10_000
    while let effect = open.popLast(), patience > 0 {
      patience -= 1
      answer(effect)
    }
  }

  private mutating func send(_ message: Message) {
    for effect in model.update(message) {
      switch effect {
      case .abandon, .suspend, .quit: break
      default: open.append(effect)
      }
    }
    if open.count > 60 { open.removeFirst(30) }
  }

  private mutating func line(_ word: String, _ random: inout SplitMix64) {
    press(.character(":"))
    var text = word
    for _ in 0..<random.next() % 3 {
      let arguments = random.happens(onceIn: 3) ? Self.names : Self.numbers
      text += " " + (random.pick(arguments) ?? "")
    }
    type(text)
    press(.enter)
  }

  private mutating func type(_ texts: String...) {
    for character in texts.joined() {
      press(
        character == "\r" ? .enter : character == "\u{1}" ? .control("u") : .character(character))
    }
  }

  private mutating func mouse(_ random: inout SplitMix64) {
    let actions: [Key.MouseAction] = [.press, .drag, .drag, .release, .wheelUp, .wheelDown]
    let isFar = random.happens(onceIn: 8)
    let columns = isFar ? Int(truncatingIfNeeded: random.next()) : Int(random.next() % 130)
    let rows = isFar ? Int(truncatingIfNeeded: random.next()) : Int(random.next() % 45)
    press(.mouse(random.pick(actions) ?? .press, column: columns, row: rows))
  }

  private mutating func resize(_ random: inout SplitMix64) {
    let isOdd = random.happens(onceIn: 6)
    send(
      .resized(
        ScreenSize(
          columns: isOdd ? Int(random.next() % 500) + 1 : Int(random.next() % 100) + 30,
          rows: isOdd ? Int(random.next() % 200) + 1 : Int(random.next() % 40) + 8)))
  }

  private mutating func answer(_ random: inout SplitMix64) {
    guard !open.isEmpty else { return }
    let place = random.happens(onceIn: 2) ? open.count - 1 : Int(random.next() % UInt64(open.count))
    let effect = open[place]
    // Some are answered twice, and some never.
    if !random.happens(onceIn: 12) { open.remove(at: place) }
    if random.happens(onceIn: 12) { return }
    switch effect {
    case .load(let tensor, let granularity, let ticket):
      let progress = LoadProgress(label: "reading", share: random.nextUnit())
      send(.answer(.progress(progress), ticket))
      if random.happens(onceIn: 3), let sample = tensors[tensor].sampled(granularity) {
        send(.answer(sample, ticket))
        if random.happens(onceIn: 2) { return open.append(effect) }
      }
      if random.happens(onceIn: 6) {
        send(.answer(.loadFailed("x.npy: was cut short"), ticket))
      } else {
        answer(effect)
      }
    case .compute(let computation, _) where computation.isLong && !random.happens(onceIn: 20):
      // As if it was still at it.
      break
    case .preview(_, let ticket) where random.happens(onceIn: 2):
      send(.answer(.previewFailed("no"), ticket))
    case .export(_, _, let ticket):
      switch random.next() % 3 {
      case 0:
        hasSaved = true
        send(.answer(.exported(path: "x", byteCount: 7), ticket))
      case 1:
        send(.answer(.exportNeedsConfirmation(path: "x", found: FoundFile(text: "x")), ticket))
      default: send(.answer(.exportFailed("x: no space left"), ticket))
      }
    case .survey(let survey, let ticket) where random.happens(onceIn: 3):
      for tensor in survey.tensors {
        send(.answer(.glance(tensor, .unread("x.npy: was cut short")), ticket))
      }
    case .tryFormats(_, let ticket) where random.happens(onceIn: 3):
      send(.answer(.formatsFailed("x.npy: was cut short"), ticket))
    case .recode(_, let ticket) where random.happens(onceIn: 3):
      send(.answer(.recodingFailed("x.npy: was cut short"), ticket))
    default: answer(effect)
    }
  }

  /// The answer of a good worker.
  private mutating func answer(_ effect: Effect) {
    switch effect {
    case .load(let tensor, let granularity, let ticket):
      send(.answer(tensors[tensor].loaded(granularity), ticket))
    case .compute(let computation, let ticket):
      if let result = try? computation.run(.none) { send(.answer(.computed(result), ticket)) }
    case .preview(let request, let ticket):
      let lines = request.tensors.flatMap { tuned in
        (try? tuned.quantizers().map { "\($0.encoding.scale)" }) ?? []
      }
      send(.answer(.preview(ExportPreview(lines: lines)), ticket))
    case .survey(let survey, let ticket):
      for tensor in survey.tensors {
        guard case .loaded(let loaded) = tensors[tensor].loaded(.perTensor) else { continue }
        var glance = Glance(loaded.distribution, scheme: .standard, binCount: 16)
        if case .scheme(let inForce) = survey.rule {
          glance = Glance(loaded.distribution, scheme: inForce.scheme, binCount: 16)
        }
        send(.answer(.glance(tensor, .seen(glance)), ticket))
      }
      send(.answer(.surveyed, ticket))
    case .tryFormats(let trial, let ticket):
      let tensor = tensors[trial.tensor]
      for format in trial.formats.enumerated() where format.offset.isMultiple(of: 9) {
        let format = format.element
        guard let pass = try? FormatPass(format, shape: tensor.shape),
          let result = try? pass.run(over: ElementStream(tensor.values))
        else { continue }
        let outcome = FormatOutcome(
          format: format, bitsPerValue: pass.bitsPerValue ?? 0, byteCount: pass.storedBits / 8,
          result: result)
        send(.answer(.formatTried(outcome), ticket))
      }
    case .recode(let request, let ticket):
      let values = tensors[request.tensor].values
      guard case .format(let format) = request.recoding,
        let pass = try? FormatPass(format, shape: tensors[request.tensor].shape),
        let decoded = try? pass.decodedValues(of: ElementStream(values))
      else { return send(.answer(.recodingFailed("x.npy: was cut short"), ticket)) }
      var sums = PairedSums()
      sums.add(values.span, decoded.span)
      var histogram = PairedHistogram(over: Bins(over: request.window, count: request.binCount))
      histogram.add(values.span, decoded.span)
      let recoded = RecodedTensor(
        result: FormatResult(sums), histogram: histogram, bitsPerValue: pass.bitsPerValue,
        byteCount: (pass.storedBits + 7) / 8)
      send(.answer(.recoded(recoded), ticket))
    case .writePlan(let writing, let ticket):
      send(.answer(.planNotWritten("\(writing.path): no space left"), ticket))
    case .recall(_, let ticket): send(.answer(.recalled([], complaint: nil), ticket))
    case .listKept(let ticket): send(.answer(.keptTensors([]), ticket))
    case .keep, .export, .abandon, .suspend, .quit: break
    }
  }

  /// The picture, measured before.
  mutating func picture() -> Canvas {
    model.settle()
    return model.canvas(TerminalCapabilities())
  }
}

extension Computation {
  /// Whether it takes a second or so, so that a walk waits for it seldom.
  fileprivate var isLong: Bool {
    switch self {
    case .map(_, let scheme, _, _), .curve(_, let scheme, _, _, _, _, _),
      .calibration(_, _, _, let scheme, _), .best(_, let scheme):
      scheme.levelCount > 1000
    case .blocks, .reference, .plan: false
    }
  }
}
