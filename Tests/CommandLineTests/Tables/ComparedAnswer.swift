import TestSupport

/// What a tool and qviz answer for one tensor, beside each other.
struct ComparedAnswer {
  /// How they compare.
  enum Verdict: Character {
    /// Bit for bit the same.
    case same = "="
    /// Not the same.
    case different = "t"
    /// Both fail or refuse.
    case bothRefuse = "x"
    /// The tool was not asked.
    case notAsked = "·"
  }

  let verdict: Verdict
  /// What the tool says, in a few characters.
  let tool: String
  /// What qviz says of the same.
  let qviz: String

  /// Compares a result with the record of the tool.
  init(_ answer: ToolAnswer, _ golden: ToolGolden?, _ result: CalibrateReport.Result?) {
    guard let golden else {
      (verdict, tool, qviz) = (.notAsked, "", "")
      return
    }
    let refusal =
      result.map { $0.notApplicable ?? $0.blocksWithoutEncoding?.reason }
      ?? "there are no such channels"
    guard golden.error == nil else {
      verdict = refusal == nil ? .different : .bothRefuse
      tool = "fails: \(golden.error ?? "")"
      qviz = refusal ?? Self.text(answer.members.map { Self.ours($0, result) })
      return
    }
    let theirs = answer.members.map { Self.theirs($0, golden) }
    let ours = answer.members.map { Self.ours($0, result) }
    tool = Self.text(theirs)
    qviz = refusal.map { "refuses: \($0)" } ?? Self.text(ours)
    verdict = theirs == ours ? .same : .different
  }

  /// A value that is compared, spelled so that two are the same if they are the same bits.
  private static func theirs(_ member: ToolAnswer.Member, _ golden: ToolGolden) -> String {
    switch member {
    case .scale(let name): "scale \(single(golden.double(name)))"
    case .lower(let name): "from \(single(golden.double(name)))"
    case .upper(let name): "to \(single(golden.double(name)))"
    case .zeroPoint(let name): "zero-point \(whole(golden.double(name)))"
    case .lowestCode(let name): "zero-point \(whole(golden.double(name).map { -$0 }))"
    case .scales(let name):
      "scales "
        + (golden.doubles(name).map { digest($0.map { Float($0) }) } ?? golden.members[name] ?? "")
    }
  }

  private static func ours(
    _ member: ToolAnswer.Member, _ result: CalibrateReport.Result?
  ) -> String {
    let encoding = result?.encodings?.first ?? nil
    return switch member {
    case .scale: "scale \(single(encoding?.scale))"
    case .lower: "from \(single(result?.clippingRange?.min.number))"
    case .upper: "to \(single(result?.clippingRange?.max.number))"
    case .zeroPoint, .lowestCode: "zero-point \(whole(encoding.map { Double($0.zeroPoint) }))"
    case .scales: "scales \(digest((result?.encodings ?? []).map { Float($0?.scale ?? .nan) }))"
    }
  }

  private static func digest(_ scales: [Float]) -> String {
    scales.count == 1 ? "\(scales[0])" : ToolGolden.digest(of: scales)
  }

  /// The shortest text that reads back as the same float32; minus zero is zero.
  private static func single(_ number: Double?) -> String {
    number.map { "\(Float($0) + 0)" } ?? "nothing"
  }

  private static func whole(_ number: Double?) -> String {
    number.flatMap { Int(exactly: $0) }.map { "\($0)" } ?? number.map { "\($0)" } ?? "nothing"
  }

  private static func text(_ parts: [String]) -> String { parts.joined(separator: ", ") }
}
