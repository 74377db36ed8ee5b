import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import EncodingFiles

@Suite struct TuningRecordTests {
  /// A record of a few blocks, with everything in it that a record may have.
  static func sample() throws -> TuningRecord {
    var record = try TuningRecord(
      producerVersion: "0.1.0", subject: subject, time: 1_795_872_120,
      layout: BlockLayout(shape: [4, 6], granularity: .perGroup(axis: 1, size: 4)),
      scheme: Scheme(
        levelCount: 9, symmetry: .restrictedSymmetric,
        arithmetic: QuantizationArithmetic(
          rounding: .halfAwayBySum, scaling: .multiplyByInverse,
          zeroPointAddition: .fromLowestCode, precision: .storedInverse, levels: .sumOfProducts)),
      toolchain: "ppq",
      ranges: SparseRanges(
        common: SparseRanges.Bounds(lower: -1.0 / 3, upper: nil),
        chosen: [
          0: SparseRanges.Bounds(lower: nil, upper: 0.1),
          3: SparseRanges.Bounds(lower: -.leastNonzeroMagnitude, upper: .greatestFiniteMagnitude),
          7: SparseRanges.Bounds(lower: nil, upper: nil),
        ]))
    record.rangeOrigin = "percentile:99.5"
    record.note = "clip \"the\" outliers\n"
    record.error = RecordedError(meanSquaredError: 1.0 / 3, sqnrInDecibels: 31.4)
    return record
  }

  private static let subject = TuningRecord.Subject(
    path: "/models/\"é\u{1B}[2J\".npy", tensorName: "layer/0\u{0}\u{202E}", elementType: "float16",
    byteCount: 4096, modified: 1_795_872_000_123_456_789)

  private func record(_ scheme: Scheme, _ random: inout SplitMix64) throws -> TuningRecord {
    let granularities = RoundTripTests.granularities
    let granularity = granularities[Int(random.next() % UInt64(granularities.count))]
    let layout = try BlockLayout(shape: [3, 6], granularity: granularity)
    func bounds() -> SparseRanges.Bounds {
      let ends = [random.nextNormal(), random.nextNormal()].map {
        $0 * exp(random.nextNormal() * 40)
      }
      return SparseRanges.Bounds(
        lower: random.next() % 3 == 0 ? nil : min(ends[0], ends[1]),
        upper: random.next() % 3 == 0 ? nil : max(ends[0], ends[1]))
    }
    var ranges = SparseRanges(common: bounds())
    for block in 0..<layout.blockCount where random.next() % 2 == 0 {
      ranges.chosen[block] = bounds()
    }
    return try TuningRecord(
      producerVersion: "0.1.0", subject: Self.subject, time: Int(random.next() % (1 << 40)),
      layout: layout, scheme: scheme, toolchain: random.next() % 2 == 0 ? nil : "torch",
      ranges: ranges)
  }

  @Test(
    "every scheme and every arithmetic comes back, whatever the ranges", arguments: [UInt64(16)])
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for scheme in RoundTripTests.schemes {
      for rounding in RoundingMode.allCases {
        let arithmetic = QuantizationArithmetic(
          rounding: rounding,
          scaling: ScalingOperation.allCases[Int(random.next() % 2)],
          zeroPointAddition: ZeroPointAddition.allCases[Int(random.next() % 4)],
          precision: ArithmeticPrecision.allCases[Int(random.next() % 4)],
          levels: LevelFormula.allCases[Int(random.next() % 2)])
        let record = try record(
          scheme.with(arithmetic: arithmetic, rule: .standard), &random)
        let bytes = try record.bytes()
        #expect(try TuningRecord(bytes: bytes) == record, "seed \(seed)")
        #expect(try TuningRecord(bytes: bytes).bytes() == bytes, "seed \(seed)")
      }
    }
    let sample = try Self.sample()
    #expect(try TuningRecord(bytes: sample.bytes()) == sample)
  }

  @Test("a record cut anywhere is refused")
  func truncated() throws {
    let bytes = try Self.sample().bytes()
    for count in 0..<(bytes.count - 1) {
      #expect(throws: EncodingFileError.self, "\(count) bytes") {
        try TuningRecord(bytes: Array(bytes.prefix(count)))
      }
    }
  }

  @Test("a record with any bit changed is read or refused, never more")
  func flipped() throws {
    let bytes = try Self.sample().bytes()
    for position in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[position] ^= 1 << bit
        _ = try? TuningRecord(bytes: changed)
      }
    }
  }

  @Test(
    "what a record cannot say is refused with a sentence",
    arguments: [
      ("\"qviz-tuning\"", "\"qviz-encodings\"", "member 'format' must be qviz-tuning, found"),
      ("\"version\" : 1", "\"version\" : 2", "version must be 1, found '2'"),
      ("\"levels\" : 9", "\"levels\" : 1e300", "must be a whole number"),
      ("\"levels\" : 9", "\"levels\" : 70000", "number of levels must be from 2 to 65536"),
      ("\"per_group\"", "\"per_atom\"", "must be per_tensor or per_channel or per_group"),
      ("\"group_size\" : 4", "\"group_size\" : 0", "group size must be at least 1"),
      ("\"group_size\" : 4", "\"group_size\" : 3", nil),
      ("\"axis\" : 1", "\"axis\" : 2", "axis must be from 0 to 1"),
      ("\"stored_inverse\"", "\"float128\"", "member 'arithmetic.precision' must be"),
      ("      4,\n      6", "      -4,\n      6", "negative dimension"),
      (
        "      4,\n      6", "      4000000000000,\n      6000000000000",
        "negative dimension or too many elements"
      ),
      ("      4,\n      6", "      1,\n      6", "block must be from 0 to 1, found"),
      ("      7\n", "      8\n", "block must be from 0 to 7, found 8"),
      ("      7\n", "      -1\n", "block must be from 0 to 7, found -1"),
      ("        0,\n        3", "        3,\n        3", "member 'ranges.max.blocks' must be 1"),
      ("        0,\n        3", "        0", "member 'ranges.max.values' must be 1"),
      ("        0,\n        3", "        0,\n        0.5", "must be a whole number"),
      ("        0,\n        3", "        0,\n        null", "must be a number"),
      ("-5e-324", "1e999", "out of the range of a float64"),
      ("-5e-324", "NaN", "not JSON"),
      ("-5e-324", "\"nan\"", "must be a number"),
      ("-5e-324", "1.7976931348623157e+308", nil),
      ("1.7976931348623157e+308", "-1", "block 3: the clipping range must be finite"),
      ("\"dtype\" : \"float16\"", "\"dtype\" : [[[[[[[[]]]]]]]]", "must be a string"),
      ("\"time\" : 1795872120", "\"time\" : 1e300", "must be a whole number"),
      (": 1795872000", ": 9223372036854775000", "member 'subject.modified' cannot be read"),
    ] as [(String, String, String?)])
  func refused(old: String, new: String, words: String?) throws {
    let text = String(decoding: try Self.sample().bytes(), as: UTF8.self)
    let changed = text.replacing(old, with: new, maxReplacements: 1)
    #expect(changed != text, "\(old) is not in\n\(text)")
    do {
      _ = try TuningRecord(bytes: Array(changed.utf8))
      #expect(words == nil)
    } catch {
      #expect(words.map("\(error)".contains) == true, "\(error)")
    }
  }

  @Test("a record is no larger than what was tuned, and bounded")
  func size() throws {
    let layout = try BlockLayout(
      shape: [1 << 20, 4], granularity: .perGroup(axis: 1, size: 4))
    func record(chosen count: Int) throws -> TuningRecord {
      let bounds = SparseRanges.Bounds(
        lower: -0.123_456_789_012_345_67, upper: 0.123_456_789_012_345_67)
      return try TuningRecord(
        producerVersion: "0.1.0", subject: Self.subject, time: 0, layout: layout, scheme: .standard,
        toolchain: nil,
        ranges: SparseRanges(
          chosen: Dictionary(uniqueKeysWithValues: (0..<count).map { ($0 << 4, bounds) })))
    }
    #expect(try record(chosen: 3).bytes().count < 1500)
    let limit = TuningRecord.rangeLimit
    let most = try record(chosen: limit).bytes()
    #expect(most.count < TuningRecord.byteLimit)
    #expect(try TuningRecord(bytes: most) == record(chosen: limit))
    // Its 65 537th block would not be one of the tensor: the number of blocks is looked at first.
    #expect(throws: EncodingFileError.tooManyRanges(limit: limit, found: limit + 1)) {
      try record(chosen: limit + 1)
    }
  }

  @Test("a file that is too long, or none, is refused unread")
  func hugeFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "qviz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "zeros.json").path
    try Data().write(to: URL(filePath: path))
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.truncate(atOffset: 1 << 30)
    try handle.close()
    #expect(
      throws: EncodingFileError.inFile(
        path: path, reason: .tooLarge(limit: TuningRecord.byteLimit, found: 1 << 30))
    ) { try TuningRecord(path: path) }
    #expect(throws: EncodingFileError.unreadable(.notRegular(path: "/dev/zero"))) {
      try TuningRecord(path: "/dev/zero")
    }
  }
}
