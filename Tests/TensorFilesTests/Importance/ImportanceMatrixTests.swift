import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Importance matrices in both forms, whole and broken.
@Suite struct ImportanceMatrixTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test("a GGUF file has sums that are divided by the counts of their matrix")
  func gguf() throws {
    let tensors: [(String, [UInt64], [Float])] = [
      ("down.weight.in_sum2", [4], [2, 6, 0, 1]), ("down.weight.counts", [1, 1], [3]),
      ("exps.weight.in_sum2", [2, 3], [8, 4, 7, 7, 9, .infinity]),
      ("exps.weight.counts", [1, 3], [4, 0, 3]),
    ]
    let matrix = try open(gguf(tensors))
    #expect(matrix.weights.count == 2)
    let thirds: [Float] = [2 / 3, 2, 0, 1 / 3]
    #expect(matrix.weights["down.weight"] == thirds)
    // The second expert was never called.
    let experts: [Float] = [2, 1, 1, 1, 3, .infinity]
    #expect(matrix.weights["exps.weight"] == experts)
  }

  @Test("the older form has sums that are divided by the number of calls")
  func legacy() throws {
    let entries = joined(
      entry("blk.0.attn_q.weight", calls: 4, [8, 2, 0]), entry("output.weight", calls: 0, [5]))
    let expected: [String: [Float]] = ["blk.0.attn_q.weight": [2, 0.5, 0], "output.weight": [5]]
    let endings: [[UInt8]] = [[], int(12), joined(int(12), int(3), Array("wik".utf8))]
    for ending in endings {
      let bytes = joined(int(2), entries, ending)
      #expect(try open(bytes).weights == expected)
    }
  }

  @Test("what is no importance matrix says why", arguments: 0..<8)
  func refused(number: Int) throws {
    let entry = entry("a", calls: 1, [1, 2])
    let cases: [([UInt8], String)] = [
      (
        gguf([("a", [4], [1, 2, 3, 4])]),
        "has no tensor '….in_sum2', expected an importance matrix of llama-imatrix"
      ),
      (gguf([("a.in_sum2", [2], [1, 2])]), "has sums for 'a' and no 'a.counts'"),
      (
        gguf([("a.in_sum2", [3], [1, 2, 3]), ("a.counts", [2], [1, 1])]),
        "has 3 sums for 'a' and 2 counts, expected as many sums for each"
      ),
      (joined(int(2), entry), "ends at byte 25 where an importance matrix goes on"),
      (int(0), "has 0 at byte 0, which an importance matrix cannot have there"),
      (joined(int(2), entry, entry), "has 'a' a second time (byte 38)"),
      (
        joined(int(1), entry, int(1), int(0), [7]),
        "goes on at byte 33, expected the end of an importance matrix"
      ),
      (
        joined(int(1), int(1), [0x61], int(1), int(.max)),
        "ends at byte 17 where an importance matrix goes on"
      ),
    ]
    let (bytes, expected) = cases[number]
    do {
      _ = try open(bytes)
      Issue.record("should throw")
    } catch {
      expectSentence(folder.withoutFolder("\(error)"), "x.imatrix: \(expected)")
    }
  }

  @Test("a file that is cut anywhere, or changed anywhere, is read or refused")
  func hostile() throws {
    var random = SplitMix64(seed: 23)
    let whole = joined(
      int(2), entry("blk.0.attn_q.weight", calls: 4, [8, 2, 0]), entry("b", calls: 1, [5]))
    for count in 0..<whole.count {
      #expect(throws: TensorFileError.self) { try open(Array(whole.prefix(count))) }
    }
    let file = gguf([("a.in_sum2", [3], [1, 2, 3]), ("a.counts", [1], [2])])
    for bytes in [whole, file] {
      for _ in 0..<300 {
        var bytes = bytes
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
        _ = try? open(bytes)
      }
    }
  }

  @Test("means themselves are vectors by name in any other file of tensors")
  func vectors() throws {
    let header =
      #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"#
      + #""e":{"dtype":"F32","shape":[2,1],"data_offsets":[12,20]}}"#
    let bytes = [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8)
    let matrix = try open(bytes + floats([1, 0, 2.5, 4, 8]))
    #expect(matrix.weights == ["a": [1, 0, 2.5], "e": [4, 8]])
    let cube = header.replacing("[2,1]", with: "[2,1,1]")
    let other = [UInt8(cube.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(cube.utf8)
    do {
      _ = try open(other + floats([1, 0, 2.5, 4, 8]))
      Issue.record("should throw")
    } catch {
      expectSentence(
        folder.withoutFolder("\(error)"),
        "x.imatrix: has 'e' of the shape [2, 1, 1], expected the mean square of each column")
    }
  }

  private func open(_ bytes: [UInt8]) throws -> ImportanceMatrix {
    try ImportanceMatrix(FileContents(path: try folder.file("x.imatrix", bytes)))
  }

  /// A number as the older form has it.
  private func int(_ value: Int32) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private func joined(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap(\.self) }

  private func floats(_ values: [Float]) -> [UInt8] {
    values.flatMap { int(Int32(bitPattern: $0.bitPattern)) }
  }

  private func entry(_ name: String, calls: Int32, _ values: [Float]) -> [UInt8] {
    joined(
      int(Int32(name.utf8.count)), Array(name.utf8), int(calls), int(Int32(values.count)),
      floats(values))
  }

  /// A GGUF file of float32, dimensions as it has them: the fastest first.
  private func gguf(_ tensors: [(String, [UInt64], [Float])]) -> [UInt8] {
    var file = GGUFBytes()
    file.tensors = tensors.map { GGUFBytes.Tensor($0, $1, type: 0, bytes: floats($2)) }
    return file.bytes
  }
}
