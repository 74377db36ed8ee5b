import Explorer
import ModelComparison
import QuantizationEngine

extension ComparisonReport {
  /// The table, the findings, and what has no counterpart.
  func text() -> String {
    var table = TextTable(columns: columns)
    for index in damage.indices(in: order) { table.rows.append(cells(index)) }
    table.rows.append(totalCells)
    let coverage = comparing.coverage?.text(others: Self.withoutRow) ?? ""
    let parts = [
      notes.map { $0 + "\n" }.joined(), findings, below, unmatched(.original),
      unmatched(.quantized),
    ]
    return table.text + "weight damage, not output damage: what tensors lost, not what the model "
      + "answers\n" + integers + coverage + parts.filter { !$0.isEmpty }.map { "\n" + $0 }.joined()
  }

  /// Whether there is a column about codes: where a tensor is stored as some.
  private var hasCodes: Bool { damage.tensors.contains { $0.error.codes != nil } }
  private var isWeighted: Bool { comparing.coverage.map { $0.weightedCount > 0 } ?? false }

  private var columns: [TextTable.Column] {
    let weighted: [TextTable.Column] =
      isWeighted ? [.init("weighted dB", alignment: .trailing)] : []
    let codes: [TextTable.Column] =
      hasCodes
      ? [.init("codes", alignment: .trailing), .init("at ends", alignment: .trailing)] : []
    let errors: [TextTable.Column] = [
      .init("SQNR dB", alignment: .trailing), .init("rel. error", alignment: .point),
      .init("cosine", alignment: .trailing), .init("max |e|", alignment: .point),
    ]
    let shares: [TextTable.Column] = [
      .init("of error", alignment: .trailing), .init("of bytes", alignment: .trailing),
      .init("flags"),
    ]
    return [.init("tensor"), .init("stored as"), .init("bits", alignment: .trailing)] + weighted
      + errors + codes + shares
  }

  private func cells(_ index: Int) -> [String] {
    let tensor = damage.tensors[index]
    let bits = tensor.bitsPerValue.map { RoundedNumber.fixed($0, decimals: 2) } ?? "-"
    let shares = [damage.errorShare(ofTensor: index), damage.byteShare(ofTensor: index)]
    var cells = [TableName.of(tensor.pair.name), tensor.storedAs, bits]
    if isWeighted {
      cells.append(ErrorWords.sqnr(relativeError: tensor.error.weightedRelativeError))
    }
    cells += errorCells(tensor.error)
    if hasCodes { cells += Self.codeCells(tensor.error.codes) }
    cells += shares.map { $0.map(Self.share) ?? "-" }
    cells.append(tensor.findings.map(\.name).joined(separator: " "))
    return cells
  }

  private func errorCells(_ found: PairError) -> [String] {
    let error = found.error
    let cosine = error.cosineSimilarity.map { RoundedNumber.fixed($0, decimals: 5) } ?? "-"
    let largest = error.maximumAbsoluteError.map(RoundedNumber.scientific) ?? "-"
    return [ErrorWords.sqnr(error), relative(found.relativeError), cosine, largest]
  }

  private static func codeCells(_ codes: StoredCodeCounts?) -> [String] {
    guard let codes else { return ["", ""] }
    return ["\(codes.used)/\(codes.range.count)", codes.shareAtEnds.map(share) ?? ""]
  }

  private var totalCells: [String] {
    let sums = damage.total.sums
    let bits = damage.bitsPerValue
    let error = sums.squares > 0 ? (sums.squaredError / sums.squares).squareRoot() : nil
    var cells = ["all", "", bits.map { RoundedNumber.fixed($0, decimals: 2) } ?? "-"]
    if isWeighted { cells.append("") }
    cells += [ErrorWords.sqnr(damage.total), relative(error), "", ""]
    if hasCodes { cells += ["", ""] }
    return cells + ["", ByteText.text(damage.byteCount), ""]
  }

  /// What was undone before tensors were compared, and of how many; then what speaks against the sides.
  private var notes: [String] {
    var counts: [(words: String, count: Int)] = []
    for index in damage.indices(in: .byName) {
      let transform = damage.tensors[index].pair.transforms[0]
      guard transform != .asIs else { continue }
      let words = "\(transform)"
      if let place = counts.firstIndex(where: { $0.words == words }) {
        counts[place].count += 1
      } else {
        counts.append((words, 1))
      }
    }
    let undone = counts.map { "\($0.words) (\(TensorCount.words($0.count)))" }
    let first =
      undone.isEmpty
      ? [] : ["undone before comparing: " + DisplaySentence.of(undone.joined(separator: ", "))]
    return first + (doubt.map { [$0] } ?? [])
  }

  private func relative(_ value: Double?) -> String {
    value.map { NumberText.significant($0, 3) } ?? "-"
  }

  /// A share in percent; of what is no more than a trace it is enough to know that it is one.
  private static func share(_ value: Double) -> String {
    value > 0 && value < 0.0001 ? "< 0.01 %" : NumberText.smallPercent(share: value)
  }

  /// Constants that are not in the table.
  private var integers: String {
    let count = comparing.equalIntegerCount
    return count == 0
      ? ""
      : "not in the table: \(TensorCount.words(count)) of whole numbers, equal on both sides\n"
  }

  /// How many sentences about one kind of finding are printed.
  private static let findingLimit = 5

  /// What a person should look at, a sentence each; of a kind that many tensors have, those of the first.
  private var findings: String {
    var kinds: [String] = []
    var sentences: [String: [String]] = [:]
    for index in damage.indices(in: order) {
      let tensor = damage.tensors[index]
      let changed =
        tensor.pair.transforms[0] == .asIs ? "" : " (\(tensor.pair.transforms[0]))"
      for finding in tensor.findings {
        if sentences[finding.name] == nil { kinds.append(finding.name) }
        sentences[finding.name, default: []].append(
          DisplaySentence.of("\(tensor.pair.name)\(changed): \(finding.name), \(finding)") + "\n")
      }
    }
    return kinds.map { kind in
      let all = sentences[kind] ?? []
      let rest = all.count - Self.findingLimit
      return all.prefix(Self.findingLimit).joined()
        + (rest > 0 ? "\(kind): \(TensorCount.words(rest)) more, as the flags say\n" : "")
    }.joined()
  }

  private var below: String {
    guard let threshold else { return "" }
    let names = damage.indices(belowDecibels: threshold).map { damage.tensors[$0].pair.name }
    let line =
      "below \(NumberText.significant(threshold, 4)) dB: \(names.count) of "
      + "\(damage.tensors.count)\n"
    return line + names.map { "  \(DisplaySentence.of($0))\n" }.joined()
  }

  private func unmatched(_ side: ModelComparing.Side) -> String {
    let pairing = comparing.pairing
    let tensors = side == .original ? pairing.onlyInOriginal : pairing.onlyInQuantized
    guard !tensors.isEmpty else { return "" }
    let title = side == .original ? "only in the original" : "only in the quantized model"
    let parts = tensors.filter(\.isPart)
    let others = tensors.filter { !$0.isPart }.map { tensor in
      let (name, reason) = comparing.explained(tensor, of: side)
      return DisplaySentence.of("  \(name): \(reason)") + "\n"
    }
    let rest =
      parts.isEmpty
      ? ""
      : "  \(TensorCount.words(parts.count)) that say\(parts.count == 1 ? "s" : "") how others are "
        + "stored: scales, zero-points\n"
    return "\(title): \(tensors.count)\n" + others.joined() + rest
  }
}

extension UnmatchedTensor {
  /// Whether it says how another tensor is stored, which is of that one's bits and no news.
  fileprivate var isPart: Bool {
    if case .companion = reason { true } else { false }
  }
}
