import ArgumentParser
import NumberFormats

/// What the list of tensors measures in place of a scheme, and what it is compared with.
struct ListOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Measure a number format instead of a scheme, such as gguf-q4_k; 'qviz formats' has all.",
      valueName: "name"), completion: .list(NumberFormat.all.map(\.name)))
  var format: String?

  @Option(
    help: ArgumentHelp(
      "Compare with what was made of it: a quantized file or folder, in any format.",
      valueName: "quantized"), completion: .file())
  var against: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Mark the tensors whose SQNR is below so many dB.", valueName: "dB"))
  var below: Double?

  @OptionGroup var weights: ImportanceOptions

  /// The number format in force; nil for a scheme.
  ///
  /// - Throws: `Failure` for a name that no format has, and for options that it excludes.
  func numberFormat(_ scheme: SchemeOptions, _ range: RangeOptions) throws -> NumberFormat? {
    guard let format else { return nil }
    guard scheme.isEmpty, range.isEmpty else {
      throw Failure(
        "--format has codes and scales of its own: it excludes the options of schemes and ranges",
        exit: .usage)
    }
    return try FormatNames.format(format)
  }

  /// Where the line is at first; nil for none.
  ///
  /// - Throws: `Failure` where it is no number of dB.
  func line() throws -> Double? {
    guard let below else { return nil }
    guard below.isFinite else {
      throw Failure("--below must be a number of dB, found \(below)", exit: .usage)
    }
    return below
  }
}
