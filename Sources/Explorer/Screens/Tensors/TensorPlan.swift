internal import Glibc
internal import NumberFormats
internal import QuantizationEngine

/// A number format for each tensor within a budget, so that the sum of each tensor's Σe²/Σx² is least.
struct TensorPlan: Sendable {
  /// What was found for a budget.
  struct Answer: Sendable {
    /// The plan over those that have something to choose from.
    let plan: FormatPlan
    /// The budget in bits.
    let budget: Int
    /// The format of each tensor; nil for those that stay as they are.
    let chosen: [NumberFormat?]
    /// What becomes of each.
    let damages: [Damage?]
    /// The SQNR over all planned values.
    let sqnrInDecibels: Double?
  }

  /// The formats to choose from.
  let formats: [NumberFormat]
  /// How many bits a value may take, over all tensors.
  private(set) var bitsPerValue: Double
  /// What was found for the budget, or for the one before while that is being worked out.
  private(set) var answer: Answer?
  /// Why there is no plan; nil where there is one, or may be.
  private(set) var failure: String?
  /// Counts the answers.
  private(set) var revision = 0

  /// What may be chosen for each tensor, once everything was measured.
  private var choices: Choices?
  /// The budget that was asked about last; nil before.
  private var asked: Int?

  /// By how much a key moves the budget, in bits a value.
  static let step = 0.05
  /// How many bits a value has at first.
  private static let first = 4.5

  /// A plan of some formats that nobody has measured.
  init(_ formats: [NumberFormat]) {
    self.formats = formats
    bitsPerValue = TensorPlan.first
  }

  /// What may be chosen.
  private struct Choices: Sendable {
    /// The tensors with something to choose, and what each format would make of them.
    var items: [PlannedTensor] = []
    var positions: [Int] = []
    var candidates: [[(format: NumberFormat, damage: Damage)]] = []
    /// How many bits the others take.
    var keptBits = 0
    /// How many values there are in all.
    var valueCount = 0

    /// From the fewest to the most bits a value that can be used, each tensor by itself.
    var range: ClosedRange<Double> {
      let least = items.reduce(keptBits) { $0 + ($1.candidates.map(\.bits).min() ?? 0) }
      let most = items.reduce(keptBits) { $0 + ($1.candidates.map(\.bits).max() ?? 0) }
      let count = Double(max(valueCount, 1))
      return Double(least) / count...Double(most) / count
    }
  }

  /// Whether a format is chosen for a tensor: a bias, or the weight of a norm, is left alone.
  static func isPlanned(_ tensor: Int, _ findings: TensorFindings, _ contents: Contents) -> Bool {
    let subject = contents.subjects[tensor]
    return subject.shape.count > 1 && subject.obstacle == nil && findings.unread[tensor] == nil
  }

  /// How many passes are done, of how many.
  func progress(_ findings: TensorFindings, _ contents: Contents) -> (done: Int, of: Int) {
    let planned = contents.subjects.indices.filter { Self.isPlanned($0, findings, contents) }
    let done = formats.reduce(0) { sum, format in
      let damages = findings.damages(by: .format(format))
      return sum + (damages.isEmpty ? 0 : planned.count { damages[$0] != nil })
    }
    return (done, planned.count * formats.count)
  }

  /// Gathers what may be chosen, once everything was measured.
  mutating func gather(_ findings: TensorFindings, _ contents: Contents) {
    guard choices == nil, failure == nil else { return }
    let damages = formats.map { findings.damages(by: .format($0)) }
    var found = Choices()
    for (position, subject) in contents.subjects.enumerated() {
      found.valueCount += subject.elementCount ?? 0
      var candidates: [(format: NumberFormat, damage: Damage)] = []
      if Self.isPlanned(position, findings, contents) {
        for (format, damages) in zip(formats, damages) {
          guard !damages.isEmpty, let damage = damages[position] else { return }
          // What loses values is no candidate.
          if damage.leftAlone == nil, damage.lostCount == 0 { candidates.append((format, damage)) }
        }
      }
      guard !candidates.isEmpty else {
        found.keptBits += 8 * subject.byteCount
        continue
      }
      found.positions.append(position)
      found.candidates.append(candidates)
      found.items.append(
        PlannedTensor(
          candidates.map { candidate in
            let damage = candidate.damage
            return PlannedTensor.Candidate(
              bits: damage.storedBits ?? 0,
              error: damage.squares > 0 ? damage.squaredError / damage.squares : 0)
          }))
    }
    guard !found.items.isEmpty else {
      failure = "none of the formats fits a tensor, so there is nothing to plan"
      return
    }
    choices = found
    moveBudget(to: bitsPerValue)
  }

  /// Moves the budget, within what the formats can use, to hundredths of a bit.
  mutating func moveBudget(to wanted: Double) {
    guard let range = choices?.range else {
      bitsPerValue = min(max(wanted, 0.1), 64)
      return
    }
    // A budget rounded down would not hold the smallest formats.
    let least = (range.lowerBound * 100).rounded(.up) / 100
    let most = (range.upperBound * 100).rounded(.up) / 100
    bitsPerValue = min(max((wanted * 100).rounded() / 100, least), most)
  }

  /// What the worker is to work out; nil where it was asked already, or nothing is known yet.
  mutating func question() -> (items: [PlannedTensor], budget: Int)? {
    guard let choices else { return nil }
    let bits = Int(min(bitsPerValue * Double(choices.valueCount), 0x1p62))
    guard asked != bits else { return nil }
    asked = bits
    return (choices.items, bits - choices.keptBits)
  }

  /// Forgets what the worker was asked: nobody will answer.
  mutating func abandon() { if answer?.budget != asked { asked = nil } }

  /// Takes in what the worker has found.
  mutating func take(_ plan: FormatPlan, _ contents: Contents) {
    guard let choices, let asked, plan.choices.count == choices.items.count else { return }
    var chosen = [NumberFormat?](repeating: nil, count: contents.subjects.count)
    var damages = contents.subjects.map { subject -> Damage? in
      Damage(leftAlone: "no format is chosen for it", storedBits: 8 * subject.byteCount)
    }
    var (squares, squaredError) = (0.0, 0.0)
    for (place, position) in choices.positions.enumerated() {
      let candidate = choices.candidates[place][plan.choices[place]]
      chosen[position] = candidate.format
      damages[position] = candidate.damage
      squares += candidate.damage.squares
      squaredError += candidate.damage.squaredError
    }
    answer = Answer(
      plan: plan, budget: asked, chosen: chosen, damages: damages,
      sqnrInDecibels: squares > 0 ? 10 * log10(squares / squaredError) : nil)
    failure = nil
    revision += 1
  }

  /// Hears that there is no plan.
  mutating func fail(_ sentence: String) { failure = sentence }

  /// How many bits all tensors take; nil before there is a plan.
  var bits: Int? {
    guard let answer, let choices else { return nil }
    return answer.plan.bits + choices.keptBits
  }

  /// How many bits a value takes then.
  var usedBitsPerValue: Double? {
    guard let bits, let count = choices?.valueCount, count > 0 else { return nil }
    return Double(bits) / Double(count)
  }

  /// The plan as something to be written; nil before there is one.
  func writing(as identifier: String, to path: String) -> PlanWriting? {
    guard let answer, let choices else { return nil }
    var chosen: [Int: NumberFormat] = [:]
    for (position, format) in answer.chosen.enumerated() { chosen[position] = format }
    return PlanWriting(
      identifier: identifier, path: path, choices: chosen, plan: answer.plan,
      budget: answer.budget, keptBits: choices.keptBits)
  }

  /// What is chosen from where nothing is said, by what the model is for.
  ///
  /// Graphs for runtimes have integers; models whose rows are whole blocks of 256 have llama.cpp's types,
  /// which `qviz plan` has too; others what fits any shape.
  static func usual(_ contents: Contents) -> [NumberFormat] {
    let path = contents.subjects[0].path.lowercased()
    let isGraph = [".onnx", ".tflite", ".pb"].contains { path.hasSuffix($0) }
    let matrices = contents.subjects.filter { $0.shape.count > 1 }
    func fits(_ size: Int) -> Bool {
      let fitting = matrices.count { ($0.shape.last ?? 0).isMultiple(of: size) }
      return 2 * fitting > matrices.count
    }
    let names =
      isGraph
      ? ["int4:channel", "int8:channel", "float16"]
      : fits(256)
        ? [
          "gguf-q2_k", "gguf-q3_k", "gguf-iq4_xs", "gguf-q4_k", "gguf-q5_k", "gguf-q6_k",
          "gguf-q8_0",
        ]
        : fits(32)
          ? ["gguf-q4_0", "gguf-q4_1", "gguf-q5_0", "gguf-q5_1", "gguf-q8_0", "float16"]
          : ["int2:channel", "int3:channel", "int4:channel", "int8:channel", "float16"]
    return names.compactMap(NumberFormat.named)
  }
}
