internal import NumberFormats
internal import QuantizationEngine

extension TensorsScreen {
  /// The plan, once it is there.
  var planAnswer: TensorPlan.Answer? { plan?.answer }

  /// Takes in the names of the formats of a plan; no name ends it.
  ///
  /// - Returns: why there is none of a name; nil if all are there.
  mutating func accept(plan text: String, _ sheet: inout Worksheet) -> String? {
    let names = text.split { $0 == " " || $0 == "," }.map(String.init)
    guard !names.isEmpty else {
      endPlan(&sheet)
      return nil
    }
    var formats: [NumberFormat] = []
    for name in names {
      guard let format = NumberFormat.named(name) else {
        return FormatSearch.complaint(about: name)
      }
      if !formats.contains(format) { formats.append(format) }
    }
    guard formats.count <= TensorsScreen.planLimit else {
      return
        "a plan chooses from at most \(TensorsScreen.planLimit) formats, found \(formats.count)"
    }
    var plan = TensorPlan(formats)
    if let before = self.plan { plan.moveBudget(to: before.bitsPerValue) }
    self.plan = plan
    sheet.say("each tensor in \(formats.count) formats; , and . move the budget")
    return nil
  }

  /// Ends the plan, whatever is still measured for it.
  mutating func endPlan(_ sheet: inout Worksheet) {
    plannedBefore = plan?.formats.map(\.name) ?? plannedBefore
    plan = nil
    sheet.say("no plan; P makes one")
  }

  /// Refuses to change the rule beneath a plan, which nobody would see.
  ///
  /// - Returns: whether there is a plan, so that the key is dealt with.
  func refusesUnderPlan(_ sheet: inout Worksheet) -> Bool {
    guard plan != nil else { return false }
    sheet.say("the plan chooses the formats; Esc ends it")
    return true
  }

  /// How many formats a plan may have.
  static let planLimit = 12

  /// Moves the budget by so many bits a value.
  mutating func moveBudget(by step: Double, _ sheet: inout Worksheet) {
    guard var plan else {
      sheet.say("no plan; P makes one")
      return
    }
    let before = plan.bitsPerValue
    plan.moveBudget(to: before + step)
    self.plan = plan
    let words = "\(TensorWords.decibels(plan.bitsPerValue)) bits a value"
    let isEnd = plan.bitsPerValue == before
    sheet.say(
      isEnd ? "\(words) is \(step < 0 ? "the least" : "the most") that these formats take" : words)
  }

  /// What the line is that is written to a file; nil where there is no plan.
  mutating func typePlanFile(_ sheet: inout Worksheet) -> Request? {
    guard planAnswer != nil else {
      sheet.say(plan == nil ? "no plan; P makes one" : "the plan is not there yet")
      return nil
    }
    guard let first = planFileLines(sheet).first else {
      sheet.say("plans are not written here")
      return nil
    }
    return type(.planFile, planFileLine ?? first)
  }

  /// What the line may be: the format of the file, then its name.
  func planFileLines(_ sheet: Worksheet) -> [String] {
    // In the folder where the person is: the line stays short, and the model's own may not be theirs.
    let file = sheet.contents.subjects[0].path.split(separator: "/").last ?? "model"
    let parts = file.split(separator: ".", omittingEmptySubsequences: false)
    let stem = parts.count > 1 ? parts.dropLast().joined(separator: ".") : String(file)
    return sheet.setup.planFiles.map { "\($0.identifier) \(stem).plan.\($0.fileExtension)" }
  }

  /// Takes in where the plan is to be written.
  ///
  /// - Returns: why it cannot be; nil if the program is asked to.
  mutating func accept(planFile text: String, _ sheet: inout Worksheet) -> String? {
    let known = sheet.setup.planFiles.map(\.identifier)
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2, let identifier = words.first, known.contains(identifier) else {
      return "expected one of these and a file: \(known.joined(separator: ", "))"
    }
    guard let writing = plan?.writing(as: identifier, to: NumberEntry.trim(words[1])) else {
      return "the plan is not there yet"
    }
    pendingPlanFile = writing
    planFileLine = text
    sheet.say("writing \(writing.path)…")
    return nil
  }

  /// What is to be worked out or written of the plan.
  mutating func planQuestions(_ sheet: inout Worksheet) -> [Effect] {
    var effects: [Effect] = []
    if let writing = pendingPlanFile {
      pendingPlanFile = nil
      effects.append(.writePlan(writing, sheet.tickets.issue(.planFile, for: .screen(name))))
    }
    let hadFailed = plan?.failure != nil
    plan?.gather(findings, sheet.contents)
    if !hadFailed, let failure = plan?.failure { sheet.say(failure, .bad) }
    if let question = plan?.question() {
      effects.append(
        .compute(
          .plan(question.items, budget: question.budget),
          sheet.tickets.issue(.plan, for: .screen(name))))
    }
    return effects
  }
}
