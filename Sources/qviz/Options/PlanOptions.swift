import ArgumentParser
import NumberFormats

/// What a plan is to reach, and what it may choose.
struct PlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The budget: bits per value over all tensors.", valueName: "b"))
  var bitsPerValue: Double?

  @Option(help: ArgumentHelp("The budget: bytes in all, such as 4G or 900M.", valueName: "bytes"))
  var size: String?

  @Option(
    help: ArgumentHelp(
      "Instead of a budget: the SQNR over all tensors, for as few bits as possible.",
      valueName: "dB"))
  var sqnr: Double?

  @Option(
    name: .customLong("format"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Formats to choose from (default: \(Self.usual.joined(separator: ", "))).",
      valueName: "name"),
    completion: .list(NumberFormat.all.map(\.name)))
  var formats: [String] = []

  @Option(
    name: .customLong("not"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Rule formats out for tensors whose names match, such as '*attn_v*=gguf-q2_k,gguf-q3_k'.",
      valueName: "pattern=names"))
  var exclusions: [String] = []

  @Option(
    name: .customLong("only"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Choose from these alone for tensors whose names match; with nothing behind =, leave them.",
      valueName: "pattern=names"))
  var restrictions: [String] = []

  @Option(
    name: .customLong("weight"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Multiply the error of tensors whose names match, such as '*ffn_down*=4'.",
      valueName: "pattern=factor"))
  var factors: [String] = []

  @Option(
    help: ArgumentHelp(
      "Which error is to be small: relative (the sum of each tensor's share), absolute, or worst.",
      valueName: "what"),
    completion: .list(PlanTask.Objective.allCases.map(\.rawValue)))
  var objective: String?

  /// What is chosen from where nothing is said.
  static let usual = [
    "gguf-q2_k", "gguf-q3_k", "gguf-iq4_xs", "gguf-q4_k", "gguf-q5_k", "gguf-q6_k", "gguf-q8_0",
  ]

  /// The task that the options describe.
  ///
  /// - Throws: `Failure`.
  func task() throws -> PlanTask {
    let names = formats.isEmpty ? Self.usual : formats
    let chosen = try names.map(FormatNames.format)
    guard Set(chosen.map(\.name)).count == chosen.count else {
      throw Failure("--format has a name twice", exit: .usage)
    }
    let restrictions = try restrictions.map { try Self.formats($0, "--only") }
    for (pattern, formats) in restrictions {
      let others = formats.subtracting(names).sorted()
      guard others.isEmpty else {
        throw Failure(
          "--only '\(pattern.text)' names \(others.joined(separator: ", ")), which is not to choose "
            + "from: say --format with it, found \(names.joined(separator: " "))", exit: .usage)
      }
    }
    return PlanTask(
      limit: try limit(), objective: try whichObjective(), formats: chosen,
      exclusions: try exclusions.map { try Self.formats($0, "--not") },
      restrictions: restrictions, factors: try factors.map(Self.factor))
  }

  private func whichObjective() throws -> PlanTask.Objective {
    guard let objective else { return sqnr == nil ? .relative : .absolute }
    guard let known = PlanTask.Objective(rawValue: objective) else {
      throw Failure(
        "--objective must be relative, absolute or worst, found \(objective)", exit: .usage)
    }
    guard known == .absolute || sqnr == nil else {
      throw Failure("--sqnr is about all values: --objective absolute", exit: .usage)
    }
    return known
  }

  private func limit() throws -> PlanTask.Limit {
    guard [bitsPerValue != nil, size != nil, sqnr != nil].count(where: { $0 }) == 1 else {
      throw Failure(
        "a plan needs one limit: --bits-per-value, --size or --sqnr", exit: .usage)
    }
    if let bitsPerValue {
      guard bitsPerValue > 0, bitsPerValue <= 64 else {
        throw Failure(
          "--bits-per-value must be above 0 and at most 64, found \(bitsPerValue)", exit: .usage)
      }
      return .bitsPerValue(bitsPerValue)
    }
    if let sqnr {
      guard sqnr.isFinite else {
        throw Failure("--sqnr must be a number of dB, found \(sqnr)", exit: .usage)
      }
      return .decibels(sqnr)
    }
    guard let size, !size.contains("%"), let bytes = MemoryBudget(size) else {
      throw Failure(
        "--size must be a number of bytes such as 900M or 4G, found \(size ?? "")", exit: .usage)
    }
    return .byteCount(bytes.byteCount)
  }

  private static func parts(_ text: String, _ option: String) throws -> (NamePattern, String) {
    guard let sign = text.lastIndex(of: "="), sign != text.startIndex else {
      throw Failure("\(option) must be PATTERN=…, found \(text)", exit: .usage)
    }
    return (NamePattern(String(text[..<sign])), String(text[text.index(after: sign)...]))
  }

  private static func formats(
    _ text: String, _ option: String
  ) throws -> (pattern: NamePattern, formats: Set<String>) {
    let (pattern, rest) = try parts(text, option)
    let names = rest.split(separator: ",").map(String.init)
    guard option == "--only" || !names.isEmpty else {
      throw Failure("\(option) names no format in \(text)", exit: .usage)
    }
    return (pattern, Set(try names.map { try FormatNames.format($0).name }))
  }

  private static func factor(_ text: String) throws -> (pattern: NamePattern, factor: Double) {
    let (pattern, rest) = try parts(text, "--weight")
    guard let factor = Double(rest), factor >= 0, factor.isFinite else {
      throw Failure("--weight must end in a factor, found \(text)", exit: .usage)
    }
    return (pattern, factor)
  }
}
