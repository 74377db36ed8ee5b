import Glibc
import ModelComparison
import QuantizationEngine

/// What `qviz compare` prints: what each tensor lost, the worst first, and what has no counterpart.
struct ComparisonReport {
  let comparing: ModelComparing
  let order: DamageOrder
  /// Below which SQNR tensors are listed apart; nil for no line.
  let threshold: Double?

  /// How tensors are treated of which an importance matrix says nothing.
  static let withoutRow = "the columns of the others count alike"

  var damage: ModelDamage { comparing.damage }

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
        damage.indices(in: order).map(hinted)
          + comparing.failures.map { name, failure in
            .object(["name": .string(name), "failed": .string(failure.sentence)])
          }),
      "only_in_original": .array(
        pairing.onlyInOriginal.map { unmatched($0, of: .original) }),
      "only_in_quantized": .array(
        pairing.onlyInQuantized.map { unmatched($0, of: .quantized) }),
      "equal_integers": .integer(comparing.equalIntegerCount),
      "total": .object([
        "count": .integer(sums.count), "mse": number(damage.total.meanSquaredError),
        "sqnr_db": number(damage.total.sqnrInDecibels),
        "relative_error": number(
          sums.squares > 0 ? (sums.squaredError / sums.squares).squareRoot() : nil),
        "bytes": .integer(damage.byteCount), "failed": .integer(comparing.failures.count),
      ]),
    ]
    if let doubt { members["notes"] = .object(["quantized": .string(doubt)]) }
    members["importance"] = comparing.coverage?.json(others: Self.withoutRow)
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

  /// That the sides may be exchanged, where the original is stored in fewer bits; nil otherwise.
  var doubt: String? {
    let pairs = damage.tensors.map(\.pair)
    let original = comparing.pairing.original
    let bytes = pairs.reduce(0.0) { sum, pair in
      pair.original.reduce(sum) { $0 + Double(original[$1].byteCount) }
    }
    guard bytes > 0, bytes < 0.75 * Double(damage.byteCount) else { return nil }
    return
      "the original takes fewer bytes than what is compared with it: the sides may be exchanged"
  }

  private func unmatched(
    _ tensor: UnmatchedTensor, of side: ModelComparing.Side
  ) -> JSONValue {
    let (name, reason) = comparing.explained(tensor, of: side)
    return .object(["name": .string(name), "reason": .string(reason)])
  }

  private func number(_ value: Double?) -> JSONValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }

  /// The object of a pair, with the hints at the types of both sides where there are few pairs.
  private func hinted(_ index: Int) -> JSONValue {
    guard damage.tensors.count <= OpenTensor.hintLimit,
      case .object(var members) = object(index)
    else { return object(index) }
    let pair = damage.tensors[index].pair
    let (ours, theirs) = (comparing.original.tensors, comparing.quantized.tensors)
    members["hint"] = ours[pair.original[0]].hint.map(JSONValue.string)
    members["counterpart_hint"] = theirs[pair.quantized[0]].hint.map(JSONValue.string)
    return .object(members)
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
        "weighted_sqnr_db": number(found.weightedRelativeError.map { -20 * log10($0) }),
      ]),
      "codes_used": found.codes.map { .integer($0.used) } ?? .null,
      "codes_available": found.codes.map { .integer($0.range.count) } ?? .null,
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
}
