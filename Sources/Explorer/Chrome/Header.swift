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

  /// The header for a model.
  init(_ model: Model) {
    name = DisplayText(model.subject.tensorName).string
    let type = DisplayText(model.subject.elementType).string
    let shape = "[" + model.subject.shape.map(String.init).joined(separator: ", ") + "]"
    let count = Header.elementCount(model.subject.shape)
    let values = count.map { NumberText.count($0) + ($0 == 1 ? " value" : " values") } ?? ""
    details = ["\(type) \(shape) · \(values)", "\(type) · \(values)", values, type, ""]
    let scheme = model.tuning.scheme
    let codes = StyledText(SchemeText.codes(scheme), Style(.quantized, isBold: true))
    let separator = StyledText(" · ", .muted)
    let symmetry = StyledText(" " + SchemeText.symmetry(scheme))
    let arithmetic = StyledText(SchemeText.arithmetic(scheme))
    let block = StyledText(Header.block(model))
    if let loaded = model.loaded, loaded.isSample {
      let marks = ExactnessText(loaded)
      // On a narrow screen the numbers are in the frame below, and the name keeps its room.
      let mark = model.size.columns < Header.wideColumns ? marks.short : marks.long
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
    let exactness = model.loaded.map { ExactnessText($0).long } ?? ""
    schemes = [
      .joined([codes + symmetry, arithmetic, block, exactness], by: separator),
      .joined([codes + symmetry, arithmetic, block], by: separator),
      .joined([codes + symmetry, block], by: separator),
      codes + symmetry,
      codes,
    ]
  }

  /// From here on there is room for a long mark of exactness beside everything else.
  private static let wideColumns = 100

  private static func block(_ model: Model) -> String {
    guard let loaded = model.loaded, let shown = model.shown, loaded.blockCount > 1 else {
      return GranularityText.name(model.granularity)
    }
    return GranularityText.block(shown.index, of: loaded.blockCount, model.granularity)
  }

  /// The product of a shape; nil where no integer holds it.
  private static func elementCount(_ shape: [Int]) -> Int? {
    if shape.contains(0) { return 0 }
    return shape.reduce(1 as Int?) { product, dimension in
      guard let product else { return nil }
      let (result, overflow) = product.multipliedReportingOverflow(by: dimension)
      return overflow ? nil : result
    }
  }
}
