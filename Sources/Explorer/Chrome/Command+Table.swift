internal import Calibration
internal import NumberFormats
internal import QuantizationEngine

extension Command {
  /// Every command, in the order of the help.
  static let all: [Command] = rangeCommands + schemeCommands + programCommands

  /// The commands about one tensor.
  static let rangeCommands = [
    Command(["min"], ["X"], "put min at X") { model, words, command throws(CommandError) in
      model.sheet.desk.set(.lower, to: try command.number(words[0]))
      return []
    },
    Command(["max"], ["X"], "put max at X") { model, words, command throws(CommandError) in
      model.sheet.desk.set(.upper, to: try command.number(words[0]))
      return []
    },
    Command(["range"], ["X", "Y"], "put min at X and max at Y") {
      model, words, command throws(CommandError) in
      let range = ClippingRange(
        lower: try command.number(words[0]), upper: try command.number(words[1]))
      model.sheet.desk.setRange(
        range,
        label:
          "range \(model.sheet.desk.thresholdText(range.lower))…\(model.sheet.desk.thresholdText(range.upper))"
      )
      return []
    },
    Command(["percentile"], ["P"], "set the percentile calibrator to P percent") {
      model, words, command throws(CommandError) in
      let percent = try command.number(words[0])
      guard let row = model.sheet.desk.percentileRow else { return [] }
      do throws(CalibrationError) {
        model.sheet.desk.setPercentile(try PercentileCalibrator(percent: percent), row: row)
      } catch {
        throw .refused("\(error)")
      }
      return []
    },
    Command(["calibrator"], ["NAME:SETTINGS"], "set one: percentile:99.5; NAME puts it back") {
      model, words, _ throws(CommandError) in
      do throws(CalibrationError) {
        try model.sheet.desk.setCalibrator(words[0])
      } catch {
        throw .refused("\(error)")
      }
      return []
    },
    Command(["resume"], ["[before]"], "take up what was tuned in an earlier session, or before it")
    {
      model, words, command throws(CommandError) in
      guard words.isEmpty || words == ["before"] else { throw .usage(command.usage) }
      return model.perform(.desk(.takeUp(words.count)))
    },
    Command(["note"], ["[TEXT…]"], "write something down about the tensor; no text takes it back") {
      model, words, _ throws(CommandError) in
      let text = words.joined(separator: " ")
      guard text.count <= Desk.noteLimit else {
        throw .refused("a note may have \(Desk.noteLimit) characters, found \(text.count)")
      }
      model.sheet.desk.write(note: text)
      return []
    },
    Command(["block"], ["N"], "show channel or group N, counted from 0") {
      model, words, command throws(CommandError) in
      let index = try command.wholeNumber(words[0])
      guard !model.sheet.desk.refuses(.block) else { return [] }
      let count = model.sheet.desk.loaded?.blockCount ?? 0
      guard (0..<count).contains(index) else {
        throw .refused("block must be from 0 to \(count - 1), found \(index)")
      }
      model.sheet.desk.showBlock(index)
      return []
    },
  ]

  private static let schemeCommands = [
    Command(["format"], ["NAME"], "put a number format in force: gguf-q4_k, …; none: the scheme") {
      model, words, _ throws(CommandError) in
      let name = words[0] == "none" ? "" : words[0]
      guard model.screen.deskUse != .none else {
        if let complaint = model.sheet.putInForce(format: name) { throw .refused(complaint) }
        return []
      }
      guard !name.isEmpty else { return model.put(inForce: nil) }
      guard let format = NumberFormat.named(name) else {
        throw .refused(FormatSearch.complaint(about: name))
      }
      return model.put(inForce: .format(format))
    },
    Command(["bits"], ["N"], "2 to 16 bits") { model, words, command throws(CommandError) in
      let bits = try command.wholeNumber(words[0])
      model.change { (scheme) throws(EncodingError) in
        guard (2...16).contains(bits) else { throw .bitWidthOutOfRange(bits) }
        return try scheme.with(levelCount: 1 << bits)
      }
      return []
    },
    Command(["levels"], ["N"], "any number of levels, such as 9") {
      model, words, command throws(CommandError) in
      let levels = try command.wholeNumber(words[0])
      model.change { (scheme) throws(EncodingError) in try scheme.with(levelCount: levels) }
      return []
    },
    Command(["asymmetric"], "free both thresholds") { scheme throws(EncodingError) in
      try scheme.with(symmetry: .asymmetric)
    },
    Command(["symmetric"], "lock the thresholds to ±t") { scheme throws(EncodingError) in
      try scheme.with(symmetry: .symmetric)
    },
    Command(["restricted"], "symmetric without the most negative code") {
      scheme throws(EncodingError) in try scheme.with(symmetry: .restrictedSymmetric)
    },
    Command(["signed"], "codes on both sides of zero") { scheme throws(EncodingError) in
      try scheme.with(signedness: .signed)
    },
    Command(["unsigned"], "codes from zero up") { scheme throws(EncodingError) in
      try scheme.with(signedness: .unsigned)
    },
    Command(["half-even"], "ties to the even code") { scheme throws(EncodingError) in
      try scheme.with(rounding: .halfEven)
    },
    Command(["half-away"], "ties away from zero") { scheme throws(EncodingError) in
      try scheme.with(rounding: .halfAway)
    },
    Command(["half-up"], "ties to the larger code") { scheme throws(EncodingError) in
      try scheme.with(rounding: .halfUp)
    },
    Command(["half-down"], "ties to the smaller code") { scheme throws(EncodingError) in
      try scheme.with(rounding: .halfDown)
    },
    Command(["half-towards-zero"], "ties towards zero") { scheme throws(EncodingError) in
      try scheme.with(rounding: .halfTowardsZero)
    },
    Command(["half-away-by-sum"], "ties away from zero, as 0.5 is added in float32") {
      scheme throws(EncodingError) in try scheme.with(rounding: .halfAwayBySum)
    },
    Command(["round-up"], "every value up to the next code") { scheme throws(EncodingError) in
      try scheme.with(rounding: .up)
    },
    Command(["toolchain"], ["NAME"], "encode as a tool does: torch, ort, …; none frees it") {
      model, words, _ throws(CommandError) in
      do throws(CalibrationError) {
        let toolchain =
          words[0] == "none" ? nil : try ToolchainCatalog.toolchain(named: words[0])
        model.adopt { $0.under(toolchain) }
      } catch {
        throw .refused("\(error)")
      }
      return []
    },
    Command(["batches"], ["N"], "calibrators see N batches, where tools do; none: the usual") {
      model, words, command throws(CommandError) in
      guard words[0] != "none" else {
        model.sheet.desk.setBatchCount(nil)
        return []
      }
      let count = try command.wholeNumber(words[0])
      guard (1...1024).contains(count) else {
        throw .refused("batches must be from 1 to 1024, found \(count)")
      }
      model.sheet.desk.setBatchCount(count)
      return []
    },
    Command(["tensor"], [], "one encoding for the tensor") {
      model, _, _ throws(CommandError) in model.share(.tensor)
    },
    Command(["channel"], ["[AXIS]"], "one encoding for each index of an axis") {
      model, words, command throws(CommandError) in
      model.share(.channel(axis: try words.first.map(command.wholeNumber)))
    },
    Command(["group"], ["[AXIS]", "SIZE"], "one for each run of SIZE along an axis") {
      model, words, command throws(CommandError) in
      let numbers = try words.map(command.wholeNumber)
      return model.share(
        .group(axis: numbers.count > 1 ? numbers[0] : nil, size: numbers.last ?? 32))
    },
  ]

  private static let programCommands = [
    Command(["minmax"], "keep every value", .desk(.minMax)),
    Command(["optimum"], "go to the least MSE", .desk(.leastError)),
    Command(["export", "w"], "export the encodings", .export),
    Command(["worksheet"], "export every tensor that is tuned", .worksheet),
    Command(["help", "h"], "the keys and commands", .help),
    Command(["quit", "q"], "quit; asks if something is unsaved", .quit),
    Command(["q!", "quit!"], [], "quit without asking") { _, _, _ in [.quit(.done)] },
  ]
}
