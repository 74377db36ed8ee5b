internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// The first row: which tensor this is, and under which scheme it is seen.
struct Header: Hashable, Sendable {
  /// The tensor's name, fit for the screen.
  let name: String
  /// Type, shape and count, in fewer and fewer words.
  let details: [String]
  /// Codes, symmetry, block and exactness, in fewer and fewer words.
  let schemes: [StyledText]

  /// A header of some words.
  init(name: String, details: [String], schemes: [StyledText]) {
    self.name = name
    self.details = details
    self.schemes = schemes
  }

  /// The header for a tensor on a screen of so many columns.
  init(_ desk: Desk, columns: Int) {
    name = DisplayText(desk.subject.tensorName).string
    let type = DisplayText(desk.subject.elementType).string
    let shape = "[" + desk.subject.shape.map(String.init).joined(separator: ", ") + "]"
    let values =
      desk.subject.elementCount.map { NumberText.count($0) + ($0 == 1 ? " value" : " values") }
      ?? ""
    details = ["\(type) \(shape) · \(values)", "\(type) · \(values)", values, type, ""]
    if let inForce = desk.inForce {
      schemes = Header.recoding(inForce, desk)
      return
    }
    let scheme = desk.tuning.scheme
    let codes = StyledText(SchemeText.codes(scheme), Style(.quantized, isBold: true))
    let separator = StyledText(" · ", .muted)
    let symmetry = StyledText(" " + SchemeText.symmetry(scheme))
    let arithmetic = StyledText(SchemeText.arithmetic(scheme))
    let block = StyledText(Header.block(desk))
    if let loaded = desk.loaded, loaded.isSample {
      let marks = ExactnessText(loaded)
      // On a narrow screen the numbers are in the frame below, and the name keeps its room.
      let mark = columns < Header.wideColumns ? marks.short : marks.long
      schemes = [
        .joined([codes + symmetry, arithmetic, block, mark], by: separator),
        .joined([codes + symmetry, block, mark], by: separator),
        .joined([codes + symmetry, block, marks.short], by: separator),
        .joined([codes + symmetry, marks.short], by: separator),
        .joined([codes, marks.short], by: separator),
        marks.short,
      ]
      return
    }
    let exactness = desk.loaded.map { ExactnessText($0).long } ?? ""
    let marked = block + Header.losses(desk)
    schemes = [
      .joined([codes + symmetry, arithmetic, marked, exactness], by: separator),
      .joined([codes + symmetry, arithmetic, marked], by: separator),
      .joined([codes + symmetry, marked], by: separator),
      .joined([codes + symmetry, block], by: separator),
      codes + symmetry,
      codes,
    ]
  }

  /// What is in force in place of a scheme: its name, its bits, which values it takes together.
  private static func recoding(_ recoding: Recoding, _ desk: Desk) -> [StyledText] {
    let separator = StyledText(" · ", .muted)
    let style = Style(.quantized, isBold: true)
    let (name, blocks): (StyledText, StyledText?) =
      switch recoding {
      case .format(let format): (StyledText(format.name, style), StyledText(format.shape.words))
      case .stored:
        (StyledText("as stored ", .muted) + StyledText(RecodingText.storedAs(desk), style), nil)
      }
    let bits = RecodingText.bits(recoding, desk).map { StyledText($0) }
    let mark = desk.loaded.map { $0.isSample ? ExactnessText($0).short : ExactnessText($0).long }
    return [[name, bits, blocks, mark], [name, bits, mark], [name, bits], [name, mark], [name]]
      .map { .joined($0.compactMap(\.self), by: separator) }
  }

  /// From here on there is room for a long mark of exactness beside everything else.
  private static let wideColumns = 100

  /// How many blocks are dead, and how many a scale of 0 destroys, as far as that is known.
  private static func losses(_ desk: Desk) -> StyledText {
    let dead = desk.loaded?.deadBlocks.count ?? 0
    let destroyed = desk.destroyedBlocks?.count ?? 0
    let words: [StyledText] = [
      dead > 0 ? StyledText("\(NumberText.count(dead)) dead", .muted) : nil,
      destroyed > 0 ? StyledText("\(NumberText.count(destroyed)) destroyed", Style(.clipped)) : nil,
    ].compactMap(\.self)
    guard !words.isEmpty else { return "" }
    return StyledText(" (", .muted) + .joined(words, by: StyledText(", ", .muted))
      + StyledText(")", .muted)
  }

  private static func block(_ desk: Desk) -> String {
    guard let loaded = desk.loaded, let shown = desk.shown, loaded.blockCount > 1 else {
      return GranularityText.name(desk.granularity)
    }
    return GranularityText.block(shown.index, of: loaded.blockCount, desk.granularity)
  }
}
