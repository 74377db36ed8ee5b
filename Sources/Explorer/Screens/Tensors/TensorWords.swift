internal import QuantizationEngine
internal import TerminalScreen

/// What the list says of tensors.
enum TensorWords {
  /// A shape: `4096×11008`; `scalar` without dimensions.
  static func shape(_ shape: [Int]) -> String {
    shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "×")
  }

  /// A number of bytes with two or three digits: `86.4 MB`; the unit stands below the others.
  static func bytes(_ count: Int?) -> String {
    guard let count else { return NumberText.missing }
    let units = ["B ", "kB", "MB", "GB", "TB", "PB", "EB"]
    var value = Double(count)
    var unit = 0
    while value >= 999.5, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    return NumberText.fixed(value, decimals: unit == 0 ? 0 : 1) + " " + units[unit]
  }

  /// A value so that points stand below each other, or with a power of ten: nine columns.
  static func value(_ value: Double) -> String {
    let magnitude = value.magnitude
    guard magnitude == 0 || (0.001..<1000).contains(magnitude) else {
      return NumberText.scientific(value, significant: 2)
    }
    return NumberText.fixed(value, decimals: 4)
  }

  /// An SQNR so that points stand below each other.
  static func signalToNoise(_ damage: Damage) -> String {
    guard damage.refusedBlockCount == 0 else { return "no code" }
    guard damage.leftAlone == nil else { return "as it is" }
    guard let decibels = damage.sqnrInDecibels else { return NumberText.missing + "   " }
    return decibels == .infinity ? "exact" : NumberText.fixed(decibels, decimals: 2)
  }

  /// The same with its unit where it is a number: `41.18 dB`, `exact`.
  static func signalToNoiseWithUnit(_ damage: Damage) -> String {
    let number = NumberEntry.trim(signalToNoise(damage))
    return damage.sqnrInDecibels?.isFinite == true ? number + " dB" : number
  }

  /// What is known of a row beside what stands in it.
  static func about(
    _ row: TensorRow?, _ screen: TensorsScreen, _ sheet: Worksheet
  ) -> String {
    switch row {
    case nil: return "no name has these letters; Esc shows all"
    case .line: return line(screen, sheet)
    case .surplus(let index):
      guard let model = sheet.contents.comparedWith else { return "" }
      return
        "\(model.surplus[index].name) is only in \(model.title): \(model.surplus[index].reason)"
    case .unread(let file): return "not read: " + sheet.contents.unread[file]
    case .group(let group):
      guard let group = screen.groups?.groups[group] else { return "" }
      let count = group.members.count
      let worst = screen.worstTensor(in: group.members, screen.kind(sheet), sheet).map { worst in
        "the worst is " + sheet.contents.subjects[worst].tensorName
      }
      return ["\(NumberText.count(count)) tensors", trimmed(group.byteCount), worst]
        .compactMap(\.self).joined(separator: " · ")
    case .tensor(let tensor):
      let subject = sheet.contents.subjects[tensor]
      if let why = subject.obstacle ?? screen.findings.unread[tensor] { return why }
      if let words = compared(tensor, screen, sheet) { return words }
      var facts = [subject.tensorName]
      if sheet.contents.fileCount > 1 { facts.append(subject.path) }
      facts.append(subject.elementCount.map { NumberText.count($0) + " values" } ?? "")
      if let excluded = screen.findings.values(of: tensor)?.excluded, excluded.total > 0 {
        facts.append("\(NumberText.count(excluded.total)) not finite")
      }
      if let damage = screen.damage(of: tensor, .byRule, sheet) {
        if let reason = damage.leftAlone { facts.append("as it is: \(reason)") }
        if damage.lostCount > 0 {
          facts.append("\(NumberText.count(damage.lostCount)) become infinite or NaN")
        }
      }
      return facts.filter { !$0.isEmpty }.joined(separator: " · ")
    }
  }

  /// What there is to say of a tensor beside its counterpart; nil where nothing is compared.
  private static func compared(
    _ tensor: Int, _ screen: TensorsScreen, _ sheet: Worksheet
  ) -> String? {
    guard let model = sheet.contents.comparedWith else { return nil }
    guard let counterpart = sheet.contents.subjects[tensor].counterpart else {
      return "\(model.title) has nothing in its place: "
        + (model.missing[tensor] ?? "it was not looked for")
    }
    switch screen.findings.stored(of: tensor) {
    case .unread(let sentence): return sentence
    case .compared(let stored):
      if let flag = stored.flags.first {
        let others = stored.flags.count - 1
        return "\(flag.name): \(flag.reason)" + (others > 0 ? " · \(others) more, x" : "")
      }
      return [
        counterpart.name == sheet.contents.subjects[tensor].tensorName ? nil : counterpart.name,
        stored.match, stored.change,
        stored.partCount > 1 ? "one with \(stored.partCount - 1) others" : nil,
        stored.decibelsAboveUsual.map(usual),
      ].compactMap(\.self).joined(separator: " · ")
    case nil: return "\(counterpart.name) · \(counterpart.storedAs)"
    }
  }

  /// How far an SQNR is from the least that a format usually gives.
  static func usual(_ decibels: Double) -> String {
    "\(NumberText.fixed(decibels.magnitude, decimals: 1)) dB "
      + (decibels < 0 ? "worse" : "better") + " than this format at its usual worst"
  }

  /// What is said of the line: `14 of 81 tensors are below 30 dB`.
  static func line(_ screen: TensorsScreen, _ sheet: Worksheet) -> String {
    guard let threshold = screen.threshold else { return "no line; [ draws one" }
    let below = screen.profile.belowCount
    let count = sheet.contents.subjects.count
    return "\(NumberText.count(below)) of \(NumberText.count(count)) "
      + (count == 1 ? "tensor" : "tensors")
      + (below == 1 ? " is" : " are") + " below \(decibels(threshold)) dB"
      + (screen.order.kind == nil ? "; sorted by damage the line is between the rows" : "")
  }

  /// How many tensors are below the line: `↓ 14 below 30 dB`, or on the line itself `14 below`.
  static func below(
    _ screen: TensorsScreen, _ sheet: Worksheet, isOnLine: Bool = false
  ) -> StyledText {
    let count = screen.profile.belowCount
    let words = "\(NumberText.count(count)) below"
    let style = count > 0 ? Style(.clipped) : Style(.good)
    guard !isOnLine else { return StyledText("· \(words)", style) }
    let sign = count > 0 ? "↓ " : ""
    return StyledText("\(sign)\(words) \(decibels(screen.threshold ?? 0)) dB", style)
  }

  /// What the picture of all damages is called.
  static func pictureTitle(_ screen: TensorsScreen, _ sheet: Worksheet) -> String {
    guard sheet.contents.comparedWith != nil else { return "SQNR of all" }
    return screen.kind(sheet) == .asStored ? "all, as stored" : "all, by the rule"
  }

  /// A number of dB with as many decimals as it has, three at most: `28.5`.
  static func decibels(_ value: Double) -> String {
    let texts = (0...3).lazy.map { NumberText.fixed(value, decimals: $0) }
    return texts.first { Double($0) == value } ?? NumberText.fixed(value, decimals: 3)
  }

  /// A number of bytes without blanks around it.
  static func trimmed(_ count: Int?) -> String { NumberEntry.trim(bytes(count)) }
}
