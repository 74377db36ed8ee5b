internal import QuantizationEngine
internal import TerminalScreen

/// How far the numbers on the screen can be trusted, in words.
struct ExactnessText: Hashable, Sendable {
  /// All of it.
  let long: StyledText
  /// As little as must always be said.
  let short: StyledText

  /// The words for a tensor.
  init(_ tensor: LoadedTensor) {
    switch tensor.distribution.exactness {
    case .exact:
      long = StyledText("exact", Style(.good))
      short = long
    case .bounded:
      long = StyledText("± bounded", Style(.accent))
      short = long
    case .sample(let count):
      let style = Style(.accent, isBold: true)
      let read = tensor.count + tensor.distribution.excluded.total
      long = StyledText(
        "≈ sample \(NumberText.count(read)) of \(NumberText.count(count))", style)
      short = StyledText("≈ sample", style)
    }
  }
}

extension Model {
  /// How many elements of the block stand behind one value of it on the screen: 1 but for a sample.
  var elementsPerValue: Double {
    guard let loaded, loaded.isSample, let shown, shown.distribution.count > 0 else { return 1 }
    let elements = loaded.layout.elementCount / max(loaded.blockCount, 1)
    return max(Double(elements) / Double(shown.distribution.count), 1)
  }
}
