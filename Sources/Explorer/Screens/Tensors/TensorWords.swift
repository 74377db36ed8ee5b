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
  static func signalToNoise(_ damage: Glance.Damage) -> String {
    guard damage.refusedBlockCount == 0 else { return "no code" }
    guard let decibels = damage.sqnrInDecibels else { return NumberText.missing + "   " }
    return decibels == .infinity ? "∞   " : NumberText.fixed(decibels, decimals: 2)
  }

  /// What is known of a row beside what stands in it.
  static func about(
    _ row: TensorRow?, _ screen: TensorsScreen, _ sheet: Worksheet
  ) -> String {
    switch row {
    case nil: return "no name has these letters; Esc shows all"
    case .unread(let file): return "not read: " + sheet.contents.unread[file]
    case .group(let group):
      guard let group = screen.groups?.groups[group] else { return "" }
      let count = group.members.count
      let worst = screen.worstTensor(in: group.members, sheet).map { worst in
        "the worst is " + sheet.contents.subjects[worst].tensorName
      }
      return ["\(NumberText.count(count)) tensors", trimmed(group.byteCount), worst]
        .compactMap(\.self).joined(separator: " · ")
    case .tensor(let tensor):
      let subject = sheet.contents.subjects[tensor]
      if let why = subject.obstacle ?? screen.findings.unread[tensor] { return why }
      var facts = [subject.tensorName]
      if sheet.contents.fileCount > 1 { facts.append(subject.path) }
      facts.append(subject.elementCount.map { NumberText.count($0) + " values" } ?? "")
      if let excluded = screen.findings.values(of: tensor)?.excluded, excluded.total > 0 {
        facts.append("\(NumberText.count(excluded.total)) not finite")
      }
      return facts.filter { !$0.isEmpty }.joined(separator: " · ")
    }
  }

  /// A number of bytes without blanks around it.
  static func trimmed(_ count: Int?) -> String { NumberEntry.trim(bytes(count)) }
}

/// The first row over the list.
enum TensorsHeader {
  /// What was opened, under which scheme it is seen, and how much of it was measured.
  static func header(_ screen: TensorsScreen, _ sheet: Worksheet) -> Header {
    let contents = sheet.contents
    let count = contents.subjects.count
    let path =
      contents.subjects[0].path.split(separator: "/").last.map { DisplayText($0).string } ?? ""
    let name = contents.fileCount == 1 ? path : "\(NumberText.count(contents.fileCount)) files"
    let tensors = NumberText.count(count) + (count == 1 ? " tensor" : " tensors")
    let bytes = TensorWords.trimmed(contents.byteCount)
    let values = contents.valueCount.map { NumberText.count($0) + " values" } ?? ""
    let unread = contents.unread.isEmpty ? "" : " · \(contents.unread.count) not read"
    let inForce = sheet.setup.inForce
    let separator = StyledText(" · ", .muted)
    let codes =
      StyledText(SchemeText.codes(inForce.scheme), Style(.quantized, isBold: true))
    let symmetry = StyledText(" " + SchemeText.symmetry(inForce.scheme))
    let arithmetic = StyledText(SchemeText.arithmetic(inForce.scheme))
    let block = StyledText(GranularityText.name(inForce.granularity))
    let measured = measured(screen, inForce, count)
    return Header(
      name: name,
      details: [
        "\(tensors) · \(bytes) · \(values)\(unread)", "\(tensors) · \(bytes)\(unread)",
        "\(tensors)\(unread)", tensors, "",
      ],
      schemes: [
        .joined([codes + symmetry, arithmetic, block, measured], by: separator),
        .joined([codes + symmetry, block, measured], by: separator),
        .joined([codes, measured], by: separator), measured,
      ])
  }

  private static func measured(
    _ screen: TensorsScreen, _ inForce: SchemeInForce, _ count: Int
  ) -> StyledText {
    let done = screen.findings.damages(by: inForce).count { $0 != nil }
    return done == count
      ? StyledText("all measured", Style(.good))
      : StyledText("\(NumberText.count(done)) of \(NumberText.count(count)) measured", .accent)
  }
}
