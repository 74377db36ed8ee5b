import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

@Suite("safetensors")
struct SafetensorsFormatTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private typealias Bytes = SafetensorsBytes

  private func open(_ file: SafetensorsBytes) throws -> TensorFile {
    try TensorFile.open(path: try folder.file("m.safetensors", file.bytes))
  }

  /// A line of the table beside a file that the real library wrote; see the README there.
  struct Golden: Sendable {
    let name: String
    let elementType: ElementType
    let shape: [Int]
    let digest: String
    let first: [UInt64]

    init(line: Substring) throws {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      name = try JSONDecoder().decode(String.self, from: Data(fields[0].utf8))
      elementType = try #require(ElementType(rawValue: String(fields[1])))
      shape = try JSONDecoder().decode([Int].self, from: Data(fields[2].utf8))
      digest = String(fields[3])
      first = fields[4].split(separator: " ").compactMap { UInt64($0, radix: 16) }
    }
  }

  private func fixture(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/\(name)")
  }

  @Test("every type of the format has the values that the real libraries read")
  func types() throws {
    let file = try TensorFile.open(path: fixture("safetensors_types.safetensors").path)
    let table = try String(contentsOf: fixture("safetensors_types.tsv"), encoding: .utf8)
    let goldens = try table.split(separator: "\n").map(Golden.init)
    for golden in goldens {
      let position = try file.position(of: golden.name)
      let tensor = file.tensors[position]
      #expect(tensor.shape == golden.shape, "\(golden.name)")
      #expect(tensor.elementType == golden.elementType, "\(golden.name)")
      #expect(tensor.storedAs == golden.elementType.rawValue, "\(golden.name)")
      let values = try file.values(of: position).asDoubles
      let bits = values.map { $0.isNaN ? 0x7FF8_0000_0000_0000 : $0.bitPattern }
      #expect(Array(bits.prefix(4)) == golden.first, "\(golden.name)")
      #expect(SHA256.hexadecimal(of: bits) == golden.digest, "\(golden.name)")
    }
    // The one tensor that the table leaves out holds no real numbers.
    let others = Set(file.tensors.map(\.name)).subtracting(goldens.map(\.name))
    #expect(others == ["complex64"])
    let types = Set(file.tensors.map(\.storedAs))
    #expect(
      types.isSuperset(of: SafetensorsType.allCases.map { $0.elementType?.rawValue ?? "C64" }))
  }

  @Test("the tensors are in the order of the header, wherever their bytes lie")
  func order() throws {
    let file = try open(
      Bytes(
        [
          Bytes.member("z", "U8", [2], [3, 5]), Bytes.member("empty", "F32", [0, 7], [3, 3]),
          Bytes.member("a", "U8", [], [0, 1]), Bytes.member("m", "I8", [2, 1], [1, 3]),
        ], values: [1, 2, 3, 4, 0xFF]))
    #expect(file.tensors.map(\.name) == ["z", "empty", "a", "m"])
    #expect(file.tensors.map(\.shape) == [[2], [0, 7], [], [2, 1]])
    let values = try file.tensors.indices.map { try file.values(of: $0).asDoubles }
    #expect(values == [[4, 255], [], [1], [2, 3]])
  }

  @Test("half bytes lie with the first element in the low bits")
  func packed() throws {
    let file = try open(Bytes([Bytes.member("w", "F4", [2, 2], [0, 2])], values: [0x21, 0xF7]))
    #expect(try file.values(of: 0) == .float32([0.5, 1, 6, -6]))
    #expect(try file.values(of: 0, elements: 1..<3) == .float32([1, 6]))
    #expect(file.tensors[0].byteCount == 2)
    #expect(file.tensors[0].bitsPerElement == 4)
  }

  @Test("no tensor, spaces behind the header, and things said about the file are all fine")
  func frames() throws {
    #expect(try open(Bytes(header: "{}")).tensors.isEmpty)
    #expect(try open(Bytes(header: "{ \n}      ")).tensors.isEmpty)
    let member = Bytes.member("w", "U8", [1], [0, 1])
    let annotated = #"{"__metadata__":{"format":"pt","":"\u0000é"}, "# + member + "}  "
    #expect(try open(Bytes(header: annotated, values: [7])).tensors.map(\.name) == ["w"])
  }

  @Test("names come through as they are, and two that only look alike are two")
  func names() throws {
    let file = try open(
      Bytes(
        [
          Bytes.member("caf\u{E9}", "U8", [1], [0, 1]),
          Bytes.member("cafe\u{301}", "U8", [1], [1, 2]),
          Bytes.member(#"\u001b[2J\"\\\/\ud83d\ude00\u0000"#, "U8", [1], [2, 3]),
          Bytes.member("", "U8", [1], [3, 4]),
        ], values: [1, 2, 3, 4]))
    #expect(try file.values(of: file.position(of: "caf\u{E9}")) == .float32([1]))
    #expect(try file.values(of: file.position(of: "cafe\u{301}")) == .float32([2]))
    #expect(try file.values(of: file.position(of: "\u{1B}[2J\"\\/\u{1F600}\0")) == .float32([3]))
    #expect(try file.values(of: file.position(of: "")) == .float32([4]))
  }

  @Test("a tensor that is not read is listed, says why when it is opened, and harms no other")
  func unread() throws {
    let file = try open(
      Bytes(
        [
          Bytes.member("c", "C64", [2], [0, 16]), Bytes.member("new", "F3", [3], [16, 18]),
          #""strided":{"dtype":"U8","shape":[1],"strides":[1],"data_offsets":[18,19]}"#,
          Bytes.member("w", "U8", [1], [19, 20]),
        ], values: Array(repeating: 9, count: 20)))
    #expect(file.tensors.map(\.storedAs) == ["C64", "F3", "U8", "uint8"])
    #expect(file.tensors.map(\.elementCount) == [2, 3, 1, 1])
    #expect(file.tensors.map(\.byteCount) == [16, 2, 1, 1])
    func sentence(_ tensor: Int) -> String {
      do throws(TensorFileError) {
        return "\(try file.values(of: tensor))"
      } catch {
        return folder.withoutFolder(error.description)
      }
    }
    expectSentence(
      sentence(0),
      "m.safetensors: tensor 'c' (byte 9) holds complex numbers ('C64'), expected real numbers")
    expectSentence(
      sentence(1), "m.safetensors: tensor 'new' (byte 64) is of the unknown type 'F3'")
    expectSentence(
      sentence(2),
      "m.safetensors: tensor 'strided' (byte 121) has the unknown field 'strides', "
        + "so what its bytes mean is not sure")
    #expect(try file.values(of: 3) == .float32([9]))
  }

  @Test("a file without the extension is known by its header, unless the person says what it is")
  func resemblance() throws {
    let bytes = Bytes.bytes("w", [1, 2]).bytes
    let path = try folder.file("0a1b2c", bytes)
    #expect(try TensorFile.open(path: path).tensors.map(\.name) == ["w"])
    let raw = try TensorFile.open(path: path, layout: RawLayout(elementType: .uint8))
    #expect(raw.tensors.map(\.elementCount) == [bytes.count])
    // A length that does not fit, or something else than a name: raw values, as ever.
    var other = bytes
    other[3] = 1
    #expect(try TensorFile.open(path: folder.file("a.bin", other)).tensors[0].name == "a")
    other = bytes
    other[9] = UInt8(ascii: "x")
    #expect(try TensorFile.open(path: folder.file("b.bin", other)).tensors[0].name == "b")
  }
}
