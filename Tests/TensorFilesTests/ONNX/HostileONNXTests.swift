import QuantizationEngine
import Testing

@testable import TensorFiles

/// Broken on purpose: every outcome is tensors or a typed error, and what opens can be read.
@Suite("hostile ONNX")
struct HostileONNXTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static func files() throws -> [[UInt8]] {
    try ["graphs.onnx", "repeated.onnx", "external.onnx", "operators.onnx", "input_0.pb"].map {
      Array(try ONNXLibraryTests.fixtures.data($0))
    }
  }

  /// Opens and reads all of a file; the error if it is refused.
  private func outcome(_ bytes: [UInt8]) throws -> TensorFileError? {
    let path = try folder.file("w.onnx", bytes)
    do throws(TensorFileError) {
      let file = try TensorFile.open(path: path)
      for index in file.tensors.indices {
        let tensor = file.tensors[index]
        #expect(tensor.shape.reduce(1, *) == tensor.elementCount)
        if let obstacle = file.obstacle(to: index) {
          #expect(throws: obstacle) { try file.values(of: index) }
        } else if let count = try? file.values(of: index).count {
          #expect(count == tensor.elementCount)
        }
      }
      return nil
    } catch {
      #expect(error.description.hasPrefix(path + ": "))
      return error
    }
  }

  /// Where a model can end and is one still: behind its graph, and behind each field after that.
  private func ends(of whole: [UInt8]) throws -> Set<Int> {
    let file = try MappedFile(path: try folder.file("whole.onnx", whole))
    var cursor = ProtobufCursor(file, 0..<file.byteCount)
    var hasGraph = false
    var ends: Set<Int> = []
    while let field = try cursor.next() {
      hasGraph = hasGraph || field.number == 7
      if hasGraph { ends.insert(cursor.position) }
    }
    return ends
  }

  @Test("cut at every byte, a model is refused unless the cut is behind its graph")
  func truncation() throws {
    for whole in try Self.files().dropLast() {
      let ends = try ends(of: whole)
      #expect(!ends.isEmpty)
      for count in 0...whole.count {
        let error = try outcome(Array(whole.prefix(count)))
        #expect((error == nil) == ends.contains(count), "cut at \(count)")
        #expect(error == nil || error?.kind == .badData)
      }
    }
  }

  @Test("with any byte changed, a model is read or refused")
  func flippedBytes() throws {
    for whole in try Self.files() {
      for position in stride(from: 0, to: whole.count, by: whole.count > 1000 ? 5 : 1) {
        for mask in [1, 0x80] as [UInt8] {
          var bytes = whole
          bytes[position] ^= mask
          let error = try outcome(bytes)
          #expect(error == nil || error?.kind == .badData, "byte \(position) ^ \(mask)")
        }
      }
    }
  }

  @Test("numbers of every size in place of any number end in tensors or an error")
  func extremes() throws {
    let extremes: [UInt64] = [0, 1 << 31, 1 << 32, 1 << 62, 1 << 63, .max]
    for number in extremes {
      let bits = Int64(bitPattern: number)
      let attributes = ["N", "K", "bits", "block_size", "axis", "quantize_axis"].map {
        ONNXBytes.field(1, $0) + ONNXBytes.field(3, bits)
      }
      for op in ["MatMulNBits", "GatherBlockQuantized", "DequantizeLinear"] {
        for count in attributes.indices {
          let node =
            ONNXBytes.node(
              op, ["w", "w", "s", "w"], attributes: Array(attributes.dropFirst(count)))
            + ONNXBytes.field(7, op == "DequantizeLinear" ? "" : "com.microsoft")
          let scale = ONNXBytes.tensor("s", [1], ONNXBytes.field(9, [0, 0, 0, 0]))
          let model = ONNXBytes.model(nodes: [node], [ONNXBytes.bytes("w", [1, 2, 3]), scale])
          #expect(try outcome(model) == nil)
        }
      }
      for type in [1, 2, 7, 22] as [Int64] {
        let tensor = ONNXBytes.tensor("w", type: type, [bits, 1], ONNXBytes.field(9, [1, 2]))
        #expect(try outcome(ONNXBytes.model([tensor])) == nil)
      }
    }
  }
}
