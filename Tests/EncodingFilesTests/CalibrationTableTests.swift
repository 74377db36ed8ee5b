import QuantizationEngine
import Testing

@testable import EncodingFiles

/// ONNX Runtime's calibration table for TensorRT: a flatbuffer.
@Suite struct CalibrationTableTests {
  private let format = CalibrationTableFormat()

  @Test("a table that ONNX Runtime's own classes wrote is read")
  func tool() throws {
    let decoded = try format.decode(try Fixture.bytes("ort-trt-table.flatbuffers"))
    #expect(decoded.tensors.map(\.name) == ["conv1", "x:0\u{E9}"])
    #expect(
      decoded.tensors.map(\.levels)
        == [Float(2.27373), 1e-07].map {
          .ranges([ClippingRange(lower: -Double($0), upper: Double($0))])
        })
    #expect(decoded.tensors.allSatisfy { $0.granularity == .perTensor })
  }

  @Test("every offset is a multiple of four, and a preview is a line a tensor")
  func layout() throws {
    let document = try Samples.amax()
    #expect(try format.encode(document).count.isMultiple(of: 4))
    let lines = try EncodingFileWriter.preview(document, as: format)
    #expect(lines == document.tensors.map { "\($0.name): \($0.toolBounds[0])" })
  }

  @Test("a table cut anywhere, or with any byte changed, is read or refused, never more")
  func hostile() throws {
    for bytes in [
      try format.encode(try Samples.amax()), try Fixture.bytes("ort-trt-table.flatbuffers"),
    ] {
      for count in bytes.indices { _ = try? format.decode(Array(bytes.prefix(count))) }
      for count in 0..<28 {
        #expect(throws: EncodingFileError.self) { try format.decode(Array(bytes.prefix(count))) }
      }
      for position in bytes.indices {
        for change: UInt8 in [0x01, 0x10, 0x7F, 0x80, 0xFF] {
          var changed = bytes
          changed[position] ^= change
          _ = try? format.decode(changed)
        }
      }
    }
  }

  @Test("pairs that lead to the same bytes are refused before they take memory")
  func bomb() throws {
    let document = try Samples.document(
      Samples.tensor(
        String(repeating: "n", count: 1 << 16),
        scheme: Scheme(bitWidth: 8, symmetry: .symmetric), ranges: [-1...1]))
    let one = try format.encode(document)
    // The one pair again and again, each time from a vector of its own places.
    let count = 4096
    func word(_ number: Int) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    var bytes = Array(one[..<28]) + word(count)
    for index in 0..<count { bytes += word(4 * (count - index)) }
    bytes += one[36...]
    // The list of the pair's fields is as far before it as before.
    let pair = 32 + 4 * count
    bytes.replaceSubrange(pair..<pair + 4, with: word(pair - 4))
    let error = #expect(throws: EncodingFileError.self) { try format.decode(bytes) }
    guard case .notFlatBuffer(expected: .apart, position: _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    bytes.replaceSubrange(28..<32, with: word(1 << 30))
    #expect(throws: EncodingFileError.notFlatBuffer(expected: .vector, position: 28)) {
      try format.decode(bytes)
    }
  }

  @Test("what std::stof does not read, and an empty name, is refused")
  func refused() throws {
    let scheme = try Scheme(bitWidth: 8, symmetry: .symmetric)
    let tiny = try AffineEncoding(
      scale: .leastNonzeroMagnitude, zeroPoint: 0, quantMin: -128, quantMax: 127)
    #expect(throws: EncodingFileError.self) {
      try format.encode(Samples.document(encoding: tiny, scheme: scheme))
    }
    #expect(throws: EncodingFileError.self) {
      try format.encode(Samples.document(Samples.tensor("", scheme: scheme, ranges: [-1...1])))
    }
  }

  @Test(
    "the first line of a cache has a version and a calibrator",
    arguments: [
      ("TRT-8601-EntropyCalibration2", true), ("TRT-100.3-MinMaxCalibration", true),
      ("TRT-7000-", false), ("TRT--EntropyCalibration2", false), ("TRT-8601", false),
      ("trt-8601-EntropyCalibration2", false), ("TRT-8601-Entropy-2", false), ("", false),
      ("TRT-8601-Entropy\nx: 00000000", false), ("TRT-8601-Entropy Calibration", false),
    ])
  func header(text: String, isHeader: Bool) throws {
    #expect(TensorRTCacheFormat.isHeader(text) == isHeader)
    guard isHeader else { return }
    let bytes = try TensorRTCacheFormat(header: text).encode(Samples.amax())
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(text + "\n"))
    #expect(try TensorRTCacheFormat().decode(bytes).tensors.count == 2)
  }
}
