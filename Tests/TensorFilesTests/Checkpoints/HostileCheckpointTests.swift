import Foundation
import TestSupport
import Testing

@testable import TensorFiles

/// Checkpoints whose parts do not fit together, and configurations that lie.
@Suite struct HostileCheckpointTests {
  private let fixtures = LibraryFixtures("checkpoints")

  @Test(
    "a layer whose parts do not fit together says so, and the other tensors are read",
    arguments: sentences)
  func sentence(parts: [(String, String, [Int])], expected: String) throws {
    let folder = try ScratchFolder()
    let checkpoint = CheckpointBytes(zeros: parts + [("norm.weight", "F32", [4])])
    let file = try TensorFile.open(path: try folder.file("x.safetensors", checkpoint.bytes))
    let layer = try #require(file.tensors.firstIndex { $0.name != "norm.weight" })
    let obstacle = try #require(file.obstacle(to: layer))
    expectSentence(folder.withoutFolder(obstacle.description), "x.safetensors: layer \(expected)")
    #expect(file.tensors.count == 2)
    #expect(try file.values(of: file.position(of: "norm.weight")).float32 == [0, 0, 0, 0])
  }

  private static let sentences: [([(String, String, [Int])], String)] = [
    (
      [("m.qweight", "I32", [4, 8]), ("m.scales", "F16", [2, 8])],
      "'m.weight' is stored quantized and has no 'qzeros'"
    ),
    (
      [("m.qweight", "I32", [4, 8]), ("m.scales", "F16", [2, 8]), ("m.qzeros", "I32", [3, 1])],
      "'m.weight' has [3, 1] as the shape of 'm.qzeros', expected [2, 1] beside its other parts"
    ),
    (
      [
        ("m.qweight", "I32", [4, 8]), ("m.scales", "F16", [2, 8]), ("m.qzeros", "I32", [2, 1]),
        ("m.g_idx", "I32", [31]),
      ],
      "'m.weight' has [31] as the shape of 'm.g_idx', expected [32] beside its other parts"
    ),
    (
      [("m.qweight", "I32", [4, 8]), ("m.scales", "I32", [2, 8]), ("m.qzeros", "I32", [2, 1])],
      "'m.weight' has int32 in 'm.scales', which its layout does not have there"
    ),
    (
      [("m.qweight", "I32", [8, 2]), ("m.scales", "F16", [8, 16]), ("m.qzeros", "I32", [8, 2])],
      "'m.weight' is stored as AWQ for its GEMV kernels, which is not read"
    ),
    (
      [("m.weight_packed", "I32", [4, 4]), ("m.weight_scale", "F16", [4, 1])],
      "'m.weight' is stored quantized and has no 'weight_shape'"
    ),
    (
      [
        ("m.weight_packed", "I32", [4, 4]), ("m.weight_scale", "F16", [4, 1]),
        ("m.weight_shape", "I64", [2]),
      ],
      "'m.weight' is described by 'm.weight_shape', which makes no sense"
    ),
    (
      [("m.weight", "F8_E4M3", [8, 8]), ("m.weight_scale", "F32", [3, 5])],
      "'m.weight' has [3, 5] as the shape of 'm.weight_scale', which suits none of its other parts"
    ),
    (
      [("m.weight", "I8", [8, 8]), ("m.SCB", "F32", [7])],
      "'m.weight' has [7] as the shape of 'm.SCB', expected [8] beside its other parts"
    ),
    (
      [("m.weight", "U8", [8, 1]), ("m.weight.absmax", "F32", [1])],
      "'m.weight' is stored quantized and has no 'weight.quant_state.bitsandbytes__nf4'"
    ),
    (
      [
        ("m.weight", "U8", [8, 1]), ("m.weight.absmax", "F32", [1]),
        ("m.weight.quant_map", "F32", [16]), ("m.weight.quant_state.bitsandbytes__nf4", "U8", [5]),
      ],
      "'m.weight' is described by 'm.weight.quant_state.bitsandbytes__nf4', which makes no sense"
    ),
    (
      [("e_blocks", "U8", [2, 3, 1, 16]), ("e_scales", "U8", [2, 3, 2])],
      "'e' has [2, 3, 2] as the shape of 'e_scales', expected [2, 3, 1] beside its other parts"
    ),
    (
      [("m.W_q", "U8", [4, 4]), ("m.scale", "F16", [4])],
      "'m.weight' is stored as HQQ, which is not read"
    ),
  ]

  @Test("a column in a group that does not exist is said when it is read")
  func groupIndex() throws {
    let folder = try ScratchFolder()
    for index in [-1, 2, Int32.max] as [Int32] {
      var checkpoint = CheckpointBytes(zeros: [
        ("m.qweight", "I32", [4, 8]), ("m.qzeros", "I32", [2, 1]), ("m.scales", "F16", [2, 8]),
        ("m.g_idx", "I32", [32]),
      ])
      for byte in 0..<4 {
        checkpoint["m.g_idx"]?.bytes[36 + byte] = UInt8(
          truncatingIfNeeded: index >> Int32(8 * byte))
      }
      let file = try TensorFile.open(path: try folder.file("x.safetensors", checkpoint.bytes))
      let expected =
        "x.safetensors: layer 'm.weight' has column 9 in group \(index) ('m.g_idx'), "
        + "expected one of 0 to 1"
      do {
        _ = try file.values(of: 0)
        Issue.record("should throw")
      } catch { expectSentence(folder.withoutFolder(error.description), expected) }
      // Columns before it are fine.
      #expect(try file.values(of: 0, elements: 0..<9).count == 9)
    }
  }

  @Test("a configuration that lies changes nothing that the tensors say")
  func lies() throws {
    let folder = try ScratchFolder()
    let configurations = [
      "", "{", "[]", "null", #"{"quantization_config":[]}"#,
      #"{"quantization_config":{"bits":-3}}"#,
      #"{"quantization_config":{"bits":9e99,"group_size":-9223372036854775808}}"#,
      #"{"quantization_config":{"bits":3,"group_size":7,"quant_method":"bitsandbytes"}}"#,
      #"{"quantization_config":{"weight_block_size":[0,0]},"dtype":7}"#,
      #"{"quantization_config":{"weight_block_size":[-1,9223372036854775807]}}"#,
      #"{"quantization_config":{"config_groups":[1]},"torch_dtype":"auto"}"#,
      String(repeating: "[", count: 100_000), #"{"a":""# + String(repeating: "x", count: 2_000_000),
    ]
    for name in ["gptq_4bit_g32_sym", "ct_fp8_block", "ct_pack_int4_g32_sym", "bnb_nf4"] {
      let bytes = Array(try fixtures.data("\(name)/quantized/model.safetensors"))
      let whole = try fixtures.open("\(name)/quantized/model.safetensors")
      let path = try folder.file("model.safetensors", bytes)
      for configuration in configurations {
        _ = try folder.file("config.json", Array(configuration.utf8))
        let file = try TensorFile.open(path: path)
        #expect(file.tensors.map(\.name) == whole.tensors.map(\.name))
        #expect(try file.values(of: 0).checksum == whole.values(of: 0).checksum)
      }
    }
  }

  @Test("whatever the parts are, a layer is read or says why not")
  func mutated() throws {
    var random = SplitMix64(seed: 22)
    let folder = try ScratchFolder()
    let types = SafetensorsType.allCases.filter { $0 != .complex64 }.map(\.rawValue)
    for path in try Set(CheckpointCase.all().flatMap { $0.layers.map(\.file) }).sorted()
    where path.hasSuffix(".safetensors") {
      let original = try CheckpointBytes(fixtures.data(path))
      for _ in 0..<12 {
        var checkpoint = original
        for _ in 0..<2 {
          let index = Int.random(in: checkpoint.parts.indices, using: &random)
          checkpoint.mutate(index, types: types, using: &random)
        }
        let file = try TensorFile.open(path: try folder.file("x.safetensors", checkpoint.bytes))
        for tensor in file.tensors.indices {
          #expect(file.tensors[tensor].shape.reduce(1, *) == file.tensors[tensor].elementCount)
          if file.obstacle(to: tensor) == nil { _ = try? file.values(of: tensor) }
        }
      }
    }
  }
}

extension CheckpointBytes {
  /// Changes a part: its bytes, its shape with as many elements or others, its type, or it is gone.
  fileprivate mutating func mutate(_ index: Int, types: [String], using random: inout SplitMix64) {
    var part = parts[index]
    switch Int.random(in: 0..<6, using: &random) {
    case 0: part.bytes = part.bytes.map { _ in UInt8.random(in: 0...255, using: &random) }
    case 1: part.shape.reverse()
    case 2: part.shape.append(1)
    case 3 where !part.shape.isEmpty:
      let axis = Int.random(in: part.shape.indices, using: &random)
      part.shape[axis] = Int.random(in: 0...8, using: &random)
      part.resize()
    case 4:
      part.type = types.randomElement(using: &random) ?? part.type
      part.resize()
    default:
      parts.remove(at: index)
      // A file of nothing has no layer.
      if parts.isEmpty { parts = [Part(name: "a", type: "U8", shape: [0], bytes: [])] }
      return
    }
    parts[index] = part
  }
}

extension CheckpointBytes.Part {
  /// Takes as many bytes as the shape and the type ask for.
  fileprivate mutating func resize() {
    let bits = SafetensorsType(rawValue: type)?.bitCount ?? 8
    let count = shape.reduce(1, *) * bits
    // Elements that do not fill their last byte are the reader's to refuse, and other tests'.
    if count % 8 > 0 { type = "U8" }
    let byteCount = count % 8 > 0 ? shape.reduce(1, *) : count / 8
    bytes = Array(bytes.prefix(byteCount))
    bytes += Array(repeating: 0x5A, count: byteCount - bytes.count)
  }
}
