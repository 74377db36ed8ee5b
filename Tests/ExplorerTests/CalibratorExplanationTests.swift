import Calibration
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite struct CalibratorExplanationTests {
  /// The page after some keys, with one blank wherever there is room between words.
  private func page(_ keys: String) -> String {
    var session = Session()
    session.press(keys)
    let lines = session.model.textPage?.page.lines ?? []
    return lines.flatMap { $0.string.split(separator: " ") }.joined(separator: " ")
  }

  @Test("x explains the selected row: its words, its encoding and what it costs")
  func one() {
    let page = page("3 x")
    for point in MinMaxCalibrator().explanation { #expect(page.contains(point)) }
    #expect(page.contains("scale ") && page.contains("zero-point ") && page.contains("clipped "))
    #expect(page.contains("Space marks a row"))
    #expect(!page.contains("why they differ"))
  }

  @Test("against a marked row it says first why the two differ")
  func two() {
    let page = page("3 Space j x")
    #expect(page.contains(MinMaxCalibrator().explanation[0]))
    #expect(page.contains(PercentileCalibrator().explanation[0]))
    #expect(page.hasPrefix("why they differ"))
    #expect(page.contains("percentile keeps") && page.contains("min-max keeps"))
    #expect(page.contains("rounding MSE") && page.contains("clipping MSE"))
  }

  @Test("every calibrator explains itself in three to six points")
  func lengths() {
    for calibrator in CalibratorCatalog.all {
      #expect((3...6).contains(calibrator.explanation.count), "\(calibrator.name)")
    }
  }

  @Test("a row marked and selected is not compared with itself")
  func itself() {
    #expect(!page("3 Space x").contains("why they differ"))
  }

  @Test("the explanation closes with Esc, q and x, and the keyboard is the table's again")
  func closing() {
    for key in ["Esc", "q", "x"] {
      var session = ThresholdTests.session()
      session.press("3 x \(key)")
      #expect(session.model.overlay == nil)
      #expect(session.model.place == .screen(.calibrators))
    }
  }

  @Test("the steps and errors of two choices are told apart the right way round")
  func direction() throws {
    let narrow = ClippingRange(lower: 0, upper: 1)
    let wide = ClippingRange(lower: 0, upper: 2)
    let encodings = (
      try Scheme.standard.encoding(for: narrow), try Scheme.standard.encoding(for: wide)
    )
    var few = ErrorSums()
    few.count = 10
    few.squares = 10
    few.roundingSquaredError = 1
    few.clippingSquaredError = 8
    few.clippedAbove = 5
    var many = few
    many.roundingSquaredError = 4
    many.clippingSquaredError = 0
    many.clippedAbove = 0
    let sentences = CalibratorDifference(
      names: ("one", "other"), ranges: (narrow, wide), encodings: encodings,
      errors: (QuantizationError(sums: few), QuantizationError(sums: many))
    ).sentences
    #expect(
      sentences == [
        "one keeps 0…1.000, other keeps 0…2.000.",
        "Its steps are 2.00× as narrow, so it rounds finer: a rounding MSE of 0.100 against 0.400.",
        "It clips 50 % of the values at a clipping MSE of 0.800, other 0 % at 0.",
        "In all its MSE is 2.25× that of other.",
      ])
  }

  @Test("what is nearly the same is said to be")
  func near() throws {
    let ranges = (ClippingRange(lower: 0, upper: 1), ClippingRange(lower: 0, upper: 1.001))
    var sums = ErrorSums()
    sums.count = 10
    sums.squares = 10
    sums.roundingSquaredError = 1
    var others = sums
    others.roundingSquaredError = 1.004
    let sentences = CalibratorDifference(
      names: ("one", "other"), ranges: ranges,
      encodings: (
        try Scheme.standard.encoding(for: ranges.0), try Scheme.standard.encoding(for: ranges.1)
      ),
      errors: (QuantizationError(sums: sums), QuantizationError(sums: others))
    ).sentences
    #expect(
      sentences == [
        "one keeps 0…1.000, other keeps 0…1.001.",
        "Its steps are nearly as wide: a rounding MSE of 0.100 against 0.100.",
        "In all its MSE is nearly that of other.",
      ])
  }

  @Test("choices with one encoding do not differ; with one range they differ in the encoding")
  func same() throws {
    let range = ClippingRange(lower: -1, upper: 1)
    let encoding = try Scheme.standard.encoding(for: range)
    let error = QuantizationError(sums: ErrorSums())
    func sentences(_ other: AffineEncoding) -> [String] {
      CalibratorDifference(
        names: ("one", "other"), ranges: (range, range), encodings: (encoding, other),
        errors: (error, error)
      ).sentences
    }
    #expect(sentences(encoding) == ["They do not: both make the same encoding."])
    let symmetric = try Scheme.standard.with(symmetry: .symmetric).encoding(for: range)
    #expect(sentences(symmetric)[0].hasPrefix("Both keep -1.000…1.000, but make different"))
  }
}
