import Foundation
import TestSupport

/// A tensor with every calibrator's answer: the table that a person sees, with the tools' own beside.
struct ShownTensor {
  /// The section of the document.
  let markdown: String

  /// A calibrator under the scheme that it is compared under.
  private struct Line {
    let result: CalibrateReport.Result
    let scheme: ComparedScheme
    let answer: ComparedAnswer?
  }

  /// Runs every calibrator under every scheme and takes for each the scheme that its tool was asked
  /// under, or the first that it has.
  init(_ fixture: Fixture, _ tables: ToolTables) throws {
    let answers = try tables.answers(for: fixture)
    let reports = try ComparedScheme.allCases.filter { $0 != .channels }.map {
      ($0, try CalibrateReport(fixture, $0, [])?.results ?? [])
    }
    var lines: [Line] = []
    for (index, first) in (reports.first?.1 ?? []).enumerated() {
      let asked = ToolAnswer.all.first { $0.calibrator == first.calibrator }?.scheme
      let fitting = reports.first { scheme, results in
        asked.map { $0 == scheme } ?? (results[index].notApplicable == nil)
      }
      guard let fitting else { continue }
      lines.append(
        Line(
          result: fitting.1[index], scheme: fitting.0, answer: answers[first.calibrator]))
    }
    markdown = Self.markdown(fixture, lines)
  }

  private static func markdown(_ fixture: Fixture, _ lines: [Line]) -> String {
    let header = [
      "calibrator", "scheme", "from", "to", "scale", "zero-point", "MSE", "SQNR dB",
      "the tool says", "",
    ]
    return """
      ## \(fixture.id)

      \(fixture.dtype) \(fixture.shape.map(String.init).joined(separator: "×")), \
      \(single(fixture.finite.min())) to \(single(fixture.finite.max())).
      \(spread(lines))

      \(MarkdownTable(header: header, rows: lines.map(cells)).text)
      """
  }

  /// How far the tools' choices lie apart.
  private static func spread(_ lines: [Line]) -> String {
    let choices = lines.compactMap { line in
      line.answer == nil ? nil : line.result.error?.mse.map { (line.result.calibrator, $0) }
    }
    guard let least = choices.min(by: { $0.1 < $1.1 }),
      let greatest = choices.max(by: { $0.1 < $1.1 })
    else { return "No tool chooses anything." }
    let share = String(format: "%.1f", greatest.1 / least.1)
    return
      "At eight bits the tools' errors lie \(share)-fold apart: from `\(least.0)` with an MSE of "
      + "\(exponential(least.1)) to `\(greatest.0)` with \(exponential(greatest.1))."
  }

  private static func cells(_ line: Line) -> [String] {
    let result = line.result
    guard let encoding = result.encodings?.first ?? nil else {
      return ["`\(result.calibrator)`", line.scheme.rawValue, "", "", "", "", "", "", "", ""]
    }
    return [
      "`\(result.calibrator)`", line.scheme.rawValue, single(result.clippingRange?.min.number),
      single(result.clippingRange?.max.number), single(encoding.scale), "\(encoding.zeroPoint)",
      result.error?.mse.map(exponential) ?? "",
      result.error?.sqnrDb.map { String(format: "%.2f", $0) } ?? "",
      line.answer?.tool ?? "", line.answer.map { String($0.verdict.rawValue) } ?? "",
    ]
  }

  private static func exponential(_ number: Double) -> String { String(format: "%.4e", number) }

  private static func single(_ number: Double?) -> String { number.map { "\(Float($0))" } ?? "" }
}
