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
