import QuantizationEngine

/// The text of a record of what was tuned.
struct TuningText: Codable {
  /// The value of the member `format`, by which the file is known.
  static let marker = "qviz-tuning"
  /// The version written, and the only one read.
  static let version = 1

  private let format: String
  private let version: Double
  private let producer: ProducerText
  private let subject: SubjectText
  private let time: Double
  private let scheme: QvizScheme
  private let arithmetic: ArithmeticText
  private let toolchain: String?
  private let ranges: SparseRangesText
  private let rangeOrigin: String?
  private let note: String?
  private let error: RecordedError?

  private enum CodingKeys: String, CodingKey {
    case format, version, producer, subject, time, scheme, arithmetic, toolchain, ranges, note,
      error
    case rangeOrigin = "range_from"
  }

  init(_ record: TuningRecord) {
    format = Self.marker
    version = Double(Self.version)
    producer = ProducerText(version: record.producerVersion)
    subject = SubjectText(record)
    time = Double(record.time)
    scheme = QvizScheme(record.scheme, granularity: record.layout.granularity)
    arithmetic = ArithmeticText(record.scheme.arithmetic)
    toolchain = record.toolchain
    ranges = SparseRangesText(record.ranges)
    rangeOrigin = record.rangeOrigin
    note = record.note
    error = record.error
  }

  /// The record that the text describes, with every invariant checked.
  func record() throws(EncodingFileError) -> TuningRecord {
    let name = subject.tensorName
    let granularity = try scheme.granularity(path: "scheme")
    let plain = try scheme.scheme(tensor: name, path: "scheme")
    let shape = try subject.wholeShape()
    let layout: BlockLayout
    do {
      layout = try BlockLayout(shape: shape, granularity: granularity)
    } catch {
      throw .layout(tensor: name, reason: error)
    }
    var record = try TuningRecord(
      producerVersion: producer.version, subject: try subject.subject(),
      time: try WholeNumbers.whole(time, member: "time"), layout: layout,
      scheme: plain.with(
        arithmetic: try arithmetic.arithmetic(of: plain.arithmetic), rule: plain.rule),
      toolchain: toolchain, ranges: try ranges.ranges())
    record.rangeOrigin = rangeOrigin
    record.note = note
    record.error = error
    return record
  }
}

/// What was tuned, and where it was.
private struct SubjectText: Codable {
  let path: String
  let tensorName: String
  let elementType: String
  let shape: NumberList
  let byteCount: Double
  let modified: TimeText

  private enum CodingKeys: String, CodingKey {
    case path, shape, modified
    case tensorName = "tensor"
    case elementType = "dtype"
    case byteCount = "bytes"
  }

  init(_ record: TuningRecord) {
    path = record.subject.path
    tensorName = record.subject.tensorName
    elementType = record.subject.elementType
    shape = NumberList(record.layout.shape.map(Double.init))
    byteCount = Double(record.subject.byteCount)
    modified = TimeText(record.subject.modified)
  }

  func wholeShape() throws(EncodingFileError) -> [Int] {
    try WholeNumbers.whole(shape.numbers, member: "subject.shape")
  }

  func subject() throws(EncodingFileError) -> TuningRecord.Subject {
    TuningRecord.Subject(
      path: path, tensorName: tensorName, elementType: elementType,
      byteCount: try WholeNumbers.whole(byteCount, member: "subject.bytes"),
      modified: try modified.nanoseconds(path: "subject.modified"))
  }
}

/// A moment: seconds since 1970, and nanoseconds beside them, for a Double does not hold both.
private struct TimeText: Codable {
  private let seconds: Double
  private let nanoseconds: Double

  init(_ sum: Int) {
    let parts = sum.quotientAndRemainder(dividingBy: Self.nanosecondsInSecond)
    seconds = Double(parts.quotient)
    nanoseconds = Double(parts.remainder)
  }

  private static let nanosecondsInSecond = 1_000_000_000

  /// All of it in nanoseconds.
  func nanoseconds(path: String) throws(EncodingFileError) -> Int {
    let whole = try WholeNumbers.whole(seconds, member: "\(path).seconds")
    let rest = try WholeNumbers.whole(nanoseconds, member: "\(path).nanoseconds")
    let (product, overflows) = whole.multipliedReportingOverflow(by: Self.nanosecondsInSecond)
    let (sum, overflowsToo) = product.addingReportingOverflow(rest)
    guard !overflows, !overflowsToo else { throw .notDecodable(member: path) }
    return sum
  }
}

/// The operations of a scheme's arithmetic that ``QvizScheme`` has no words for.
private struct ArithmeticText: Codable {
  let zeroPointAddition: String
  let precision: String
  let levels: String

  private enum CodingKeys: String, CodingKey {
    case precision, levels
    case zeroPointAddition = "zero_point_addition"
  }

  init(_ arithmetic: QuantizationArithmetic) {
    zeroPointAddition = arithmetic.zeroPointAddition.rawValue
    precision = arithmetic.precision.rawValue
    levels = arithmetic.levels.rawValue
  }

  /// An arithmetic with these operations beside those that it has.
  func arithmetic(
    of plain: QuantizationArithmetic
  ) throws(EncodingFileError) -> QuantizationArithmetic {
    QuantizationArithmetic(
      rounding: plain.rounding, scaling: plain.scaling,
      zeroPointAddition: try JSONWord.value(
        zeroPointAddition, member: "arithmetic.zero_point_addition"),
      precision: try JSONWord.value(precision, member: "arithmetic.precision"),
      levels: try JSONWord.value(levels, member: "arithmetic.levels"))
  }
}
