import QuantizationEngine
import Testing

@testable import TensorFiles

/// Codes, scales and zero-points of one layout in a safetensors file, opened as the values they stand for.
@Suite struct SafetensorsQuantizationTests {
  private typealias Bytes = SafetensorsBytes

  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Codes −8…7 of a matrix of 2 by 5 in groups of 4, a scale and a zero-point for each.
  static let scheme =
    #"{"axis":1,"bits":4,"granularity":"per_group","group_size":4,"quant_max":7,"quant_min":-8}"#

  /// A file of one quantized tensor; parts of it may be told otherwise.
  static func file(
    quantization: String = "qviz 1", scheme: String = scheme, codes: String = "I8",
    scale: String = "F32", scaleShape: [Int] = [2, 2], zeroPoint: String = "I8",
    zeroPointName: String = "w.zero_point"
  ) -> [UInt8] {
    let quoted = scheme.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let scales: [Float] = [0.5, 1, 2, 4]
    var values: [UInt8] = []
    for scale in scales {
      let bits = scale.bitPattern
      values += (0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(8 * $0)) }
    }
    values += [0, 1, 2, 255] as [UInt8]
    values += (-8...1).map { UInt8(truncatingIfNeeded: $0) }
    return Bytes(
      [
        #""__metadata__":{"w.scheme":"\#(quoted)","quantization":"\#(quantization)"}"#,
        Bytes.member("w.scale", scale, scaleShape, [0, 16]),
        Bytes.member(zeroPointName, zeroPoint, [2, 2], [16, 20]),
        Bytes.member("w", codes, [2, 5], [20, 30]),
      ], values: values
    ).bytes
  }

  @Test("codes are the values that they stand for")
  func values() throws {
    let file = try TensorFile.open(path: try folder.file("m.safetensors", Self.file()))
    let position = try file.position(of: "w")
    #expect(file.tensors[position].storedAs == "int4 per_group axis 1 size 4")
    let encoding = try #require(file.storedEncoding(of: position))
    #expect(try encoding.allScales() == [0.5, 1, 2, 4])
    #expect(try encoding.allZeroPoints() == [0, 1, 2, -1])
    let expected: [Float] = [-4, -3.5, -3, -2.5, -5, -10, -8, -6, -4, 8]
    guard case .float32(let values) = try file.values(of: position) else {
      Issue.record("values are float32")
      return
    }
    #expect(values == expected)
    #expect(file.tensors[try file.position(of: "w.scale")].storedAs == "float32")
  }

  @Test("what does not fit together is listed as it is stored")
  func misfits() throws {
    let rows: [[UInt8]] = [
      Self.file(quantization: "qviz 2"), Self.file(scheme: "{}"), Self.file(scheme: "["),
      Self.file(scheme: "\\ud800"),
      Self.file(scheme: Self.scheme.replacing("per_group", with: "per_tensor")),
      Self.file(scheme: Self.scheme.replacing("\"axis\":1", with: "\"axis\":2")),
      Self.file(scheme: Self.scheme.replacing("\"axis\":1", with: "\"axis\":-1")),
      Self.file(scheme: Self.scheme.replacing("size\":4", with: "size\":0")),
      Self.file(scheme: Self.scheme.replacing("size\":4", with: "size\":9223372036854775807")),
      Self.file(scheme: Self.scheme.replacing("size\":4", with: "size\":1")),
      Self.file(scheme: Self.scheme.replacing("max\":7", with: "max\":200")),
      Self.file(scheme: Self.scheme.replacing("max\":7", with: "max\":-9")),
      Self.file(scaleShape: [4]), Self.file(scale: "I32"), Self.file(zeroPoint: "U8"),
      Self.file(codes: "U8", zeroPoint: "U8"), Self.file(zeroPointName: "w.zero"),
    ]
    for (index, bytes) in rows.enumerated() {
      let file = try TensorFile.open(path: try folder.file("\(index).safetensors", bytes))
      let position = try file.position(of: "w")
      #expect(file.storedEncoding(of: position) == nil, "\(index)")
      #expect(["int8", "uint8", "I8", "U8"].contains(file.tensors[position].storedAs), "\(index)")
      #expect(try file.values(of: position).count == 10)
    }
  }

  @Test("with any byte of the header changed, the file is read or refused")
  func hostile() throws {
    let whole = Self.file()
    for position in 0..<whole.count - 30 {
      for mask: UInt8 in [1, 2, 8, 32, 128] {
        var bytes = whole
        bytes[position] ^= mask
        _ = try folder.outcome(of: bytes, named: "m.safetensors")
      }
    }
  }
}
