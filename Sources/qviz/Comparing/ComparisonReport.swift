import Explorer
import ModelComparison
import QuantizationEngine

/// What `qviz compare` prints: what each tensor lost, the worst first, and what has no counterpart.
struct ComparisonReport {
  let comparing: ModelComparing
  let order: DamageOrder
  /// Below which SQNR tensors are listed apart; nil for no line.
  let threshold: Double?

  private var damage: ModelDamage { comparing.damage }

  // MARK: JSON

  /// The JSON object: `original`, `quantized`, `tensors`, `only_in_original`, `only_in_quantized`,
  /// `total`.
  func json() -> JSONValue {
    let pairing = comparing.pairing
    let sums = damage.total.sums
    var members: [String: JSONValue] = [
      "original": .string(comparing.original.title),
      "quantized": .string(comparing.quantized.title),
      "measures": .string("weight damage, not output damage"),
      "tensors": .array(
        damage.indices(in: order).map(object)
          + comparing.failures.map { name, failure in
            .object(["name": .string(name), "failed": .string(failure.sentence)])
          }),
      "only_in_original": .array(
        pairing.onlyInOriginal.map { unmatched($0, pairing.original[$0.index].name) }),
      "only_in_quantized": .array(
        pairing.onlyInQuantized.map { unmatched($0, pairing.quantized[$0.index].name) }),
      "total": .object([
        "count": .integer(sums.count), "mse": number(damage.total.meanSquaredError),
        "sqnr_db": number(damage.total.sqnrInDecibels),
        "relative_error": number(
          sums.squares > 0 ? (sums.squaredError / sums.squares).squareRoot() : nil),
        "bytes": .integer(damage.byteCount), "failed": .integer(comparing.failures.count),
      ]),
    ]
    if let threshold {
      members["below"] = .object([
        "sqnr_db": .number(threshold),
        "names": .array(
          damage.indices(belowDecibels: threshold).map {
            .string(damage.tensors[$0].pair.name)
          }),
      ])
    }
    return .object(members)
  }

  private func unmatched(_ tensor: UnmatchedTensor, _ name: String) -> JSONValue {
    .object(["name": .string(name), "reason": .string(tensor.reason.description)])
  }

  private func number(_ value: Double?) -> JSONValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }

  private func object(_ index: Int) -> JSONValue {
    let tensor = damage.tensors[index]
    let found = tensor.error
    let error = found.error
    let changes = found.changes
    return .object([
      "name": .string(tensor.pair.name), "counterpart": .string(tensor.pair.counterpart),
      "matched_by": .string(tensor.pair.match.rawValue),
      "transform": .string(tensor.pair.transforms[0].name),
      "shape": .array(tensor.pair.shape.map(JSONValue.integer)),
      "stored_as": .string(tensor.storedAs),
      "bits_per_value": number(tensor.bitsPerValue), "bytes": .integer(tensor.byteCount),
      "error": .object([
        "mse": number(error.meanSquaredError), "rmse": number(error.rootMeanSquaredError),
        "sqnr_db": number(error.sqnrInDecibels),
        "relative_error": number(found.relativeError), "mae": number(error.meanAbsoluteError),
        "max_abs_error": number(error.maximumAbsoluteError),
        "max_abs_error_at": found.largestErrorIndex.map {
          .array(Self.place($0, in: tensor.pair.shape).map(JSONValue.integer))
        } ?? .null,
        "cosine": number(error.cosineSimilarity), "mean_error": number(error.meanError),
        "mean_error_over_rms": number(found.relativeMeanError),
        "rmse_over_scale": number(error.rootMeanSquaredErrorInSteps),
        "best_factor": number(found.bestFactor),
        "weighted_relative_error": number(found.weightedRelativeError),
      ]),
      "codes_used": found.codes.map { .integer($0.used) } ?? .null,
      "codes_at_ends": number(found.codes?.shareAtEnds),
      "worst_channel": found.worstChannel.map { channel in
        .object([
          "index": .integer(channel.index), "relative_error": number(channel.relativeError),
        ])
      } ?? .null,
      "changed": .object([
        "values": .integer(changes.values), "bits": .integer(changes.bits),
        "became_infinite": .integer(changes.becameInfinite),
        "became_nan": .integer(changes.becameNaN),
        "became_finite": .integer(changes.becameFinite),
      ]),
      "error_share": number(damage.errorShare(ofTensor: index)),
      "byte_share": number(damage.byteShare(ofTensor: index)),
      "usual_db": number(UsualError.of(tensor.storedAs)?.lowest),
      "findings": .array(
        tensor.findings.map { finding in
          .object(["name": .string(finding.name), "reason": .string(finding.description)])
        }),
    ])
  }

  /// The indices of an element along the axes.
  private static func place(_ index: Int, in shape: [Int]) -> [Int] {
    var rest = index
    return shape.reversed().map { length in
      defer { rest /= max(length, 1) }
      return rest % max(length, 1)
    }.reversed()
  }

  // MARK: text

  /// The table, the findings, and what has no counterpart.
  func text() -> String {
    var table = TextTable(columns: [
      .init("tensor"), .init("stored as"), .init("bits", alignment: .trailing),
      .init("SQNR dB", alignment: .trailing), .init("rel. error", alignment: .trailing),
      .init("cosine", alignment: .trailing), .init("max |e|", alignment: .trailing),
      .init("error", alignment: .trailing), .init("bytes", alignment: .trailing), .init("flags"),
    ])
    for index in damage.indices(in: order) { table.rows.append(cells(index)) }
    let sums = damage.total.sums
    table.rows.append([
      "all", "", "", ErrorWords.sqnr(damage.total),
      relative(sums.squares > 0 ? (sums.squaredError / sums.squares).squareRoot() : nil), "", "",
      "", ByteText.text(damage.byteCount), "",
    ])
    let parts = [findings, below, unmatched(.original), unmatched(.quantized)]
    return table.text + "weight damage, not output damage: what tensors lost, not what the model "
      + "answers\n" + parts.filter { !$0.isEmpty }.map { "\n" + $0 }.joined()
  }

  private func cells(_ index: Int) -> [String] {
    let tensor = damage.tensors[index]
    let error = tensor.error.error
    return [
      tensor.pair.name, tensor.storedAs,
      tensor.bitsPerValue.map { RoundedNumber.fixed($0, decimals: 2) } ?? "-",
      ErrorWords.sqnr(error), relative(tensor.error.relativeError),
      error.cosineSimilarity.map { RoundedNumber.fixed($0, decimals: 5) } ?? "-",
      error.maximumAbsoluteError.map(RoundedNumber.scientific) ?? "-",
      damage.errorShare(ofTensor: index).map(NumberText.smallPercent) ?? "-",
      damage.byteShare(ofTensor: index).map(NumberText.smallPercent) ?? "-",
      tensor.findings.map(\.name).joined(separator: " "),
    ]
  }

  private func relative(_ value: Double?) -> String {
    value.map { NumberText.significant($0, 3) } ?? "-"
  }

  /// What a person should look at, a sentence each.
  private var findings: String {
    damage.indices(in: order).flatMap { index in
      let tensor = damage.tensors[index]
      let changed =
        tensor.pair.transforms[0] == .asIs ? "" : " (\(tensor.pair.transforms[0]))"
      return tensor.findings.map {
        "\(DisplaySentence.of(tensor.pair.name))\(changed): \($0.name), \($0.description)\n"
      }
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

  private enum Side { case original, quantized }

  private func unmatched(_ side: Side) -> String {
    let pairing = comparing.pairing
    let (tensors, all) =
      side == .original
      ? (pairing.onlyInOriginal, pairing.original) : (pairing.onlyInQuantized, pairing.quantized)
    guard !tensors.isEmpty else { return "" }
    let title = side == .original ? "only in the original" : "only in the quantized model"
    return "\(title): \(tensors.count)\n"
      + tensors.map {
        "  \(DisplaySentence.of(all[$0.index].name)): \($0.reason)\n"
      }.joined()
  }
}
