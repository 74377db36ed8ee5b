import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// The layers of real checkpoints against what the libraries that wrote them read.
@Suite struct CheckpointGoldenTests {
  private let fixtures = LibraryFixtures("checkpoints")

  @Test("every layer has the values of the library that wrote it")
  func values() throws {
    var (reproduced, total) = (0, 0)
    var differences: [String] = []
    for golden in try CheckpointCase.all() {
      for layer in golden.layers {
        total += 1
        let found = comparison(of: layer)
        if found.isEmpty { reproduced += 1 }
        differences += found.map { "\(golden), \(layer.file), \(layer.original): \($0)" }
      }
    }
    print("  checkpoints: \(reproduced) of \(total) layers")
    for difference in differences { Issue.record(Comment(rawValue: difference)) }
    #expect(reproduced == 202)
    #expect(total == 202)
  }

  @Test("a layer is listed by what it is stored as, and none of its parts beside it")
  func list() throws {
    for (folder, words) in Self.lists {
      let file = try fixtures.open("\(folder)/model.safetensors")
      let found = file.tensors.map { "\($0.name) \($0.storedAs)" }
      #expect(Set(found) == Set(words), "\(folder)")
      #expect(file.tensors.indices.allSatisfy { file.obstacle(to: $0) == nil }, "\(folder)")
    }
  }

  /// What differs between a layer and what is read of it.
  private func comparison(of layer: CheckpointGolden) -> [String] {
    do {
      let file = try fixtures.open(layer.file)
      let names = [layer.original] + layer.tensors
      guard let position = names.lazy.compactMap({ file.place(of: $0) }).first else {
        return ["is not listed"]
      }
      let description = file.tensors[position]
      var (values, unrounded) = (
        try file.values(of: position), try file.unroundedValues(of: position)
      )
      var shape = description.shape
      if layer.file.hasSuffix(".onnx"), shape.count == 2, shape != layer.shape {
        (values, unrounded) = (values.transposed(shape), unrounded.transposed(shape))
        shape.reverse()
      }
      if let heads = layer.heads {
        values = values.withRowsPutBack(shape, heads: heads)
        unrounded = values
      }
      if let norm = layer.norm {
        values = values.scaled(
          try #require(try file.values(of: file.place(of: norm.name) ?? 0).float32),
          by: norm.original)
      }
      // The library's values are those of a product of matrices, which has no −0.
      if layer.file.contains("matmul_nbits") { values = values.withoutNegativeZero }
      var found = difference("shape", layer.shape, shape)
      let byteCount = file.storedByteCount(of: position)
      found += difference("bytes", layer.bytes, byteCount)
      let bits = Double(byteCount) * 8 / Double(description.elementCount)
      found += difference("bits", layer.bitsPerValue, (bits * 1e6).rounded() / 1e6)
      let first = layer.library.first8.map(\.value.bits)
      found += difference("first values", first, values.float32?.prefix(8).map(\.bits))
      found += difference("hash", layer.library.sha256, values.checksum)
      if let hash = layer.float32, layer.file.hasSuffix(".safetensors") {
        found += difference("unrounded hash", hash, unrounded.checksum)
        found += difference("rounding", layer.library.dtype, description.roundedTo?.rawValue)
      }
      return found
    } catch {
      return ["\(error)"]
    }
  }

  private static let lists: [String: [String]] = [
    "awq_gemm_4bit_g64/quantized": [
      "model.layers.0.self_attn.q_proj.weight awq int4 group 64",
      "model.layers.0.mlp.down_proj.weight awq int4 group 64",
    ],
    "bnb_fp4/quantized": [
      "model.layers.0.self_attn.q_proj.weight bnb-fp4 block 64",
      "model.layers.0.mlp.down_proj.weight bnb-fp4 block 64",
    ],
    "bnb_int8/quantized": [
      "model.layers.0.self_attn.q_proj.weight bnb-int8 channel",
      "model.layers.0.mlp.down_proj.weight bnb-int8 channel",
    ],
    "bnb_nf4/quantized": [
      "model.layers.0.self_attn.q_proj.weight bnb-nf4 block 64",
      "model.layers.0.mlp.down_proj.weight bnb-nf4 block 64",
    ],
    "bnb_nf4_double_quant/quantized": [
      "model.layers.0.self_attn.q_proj.weight bnb-nf4 block 64 nested",
      "model.layers.0.mlp.down_proj.weight bnb-nf4 block 64 nested",
      "model.layers.0.mlp.up_proj.weight bnb-nf4 block 64 nested",
    ],
    "ct_fp8_block/quantized": ["model.layers.0.mlp.down_proj.weight fp8-e4m3 block 128x128"],
    "ct_fp8_channel/quantized": [
      "model.layers.0.self_attn.q_proj.weight fp8-e4m3 channel",
      "model.layers.0.mlp.down_proj.weight fp8-e4m3 channel",
      "lm_head.weight bfloat16",
    ],
    "ct_fp8_tensor/quantized": [
      "model.layers.0.self_attn.q_proj.weight fp8-e4m3 tensor",
      "model.layers.0.mlp.down_proj.weight fp8-e4m3 tensor",
      "model.layers.0.self_attn.q_proj.input_scale bfloat16",
      "model.layers.0.mlp.down_proj.input_scale bfloat16",
    ],
    "ct_int8_channel/quantized": [
      "model.layers.0.self_attn.q_proj.weight compressed-tensors int8 channel",
      "model.layers.0.mlp.down_proj.weight compressed-tensors int8 channel",
      "lm_head.weight bfloat16",
    ],
    "ct_int8_tensor_asym/quantized": [
      "model.layers.0.self_attn.q_proj.weight compressed-tensors int8 tensor",
      "model.layers.0.self_attn.q_proj.input_scale bfloat16",
      "model.layers.0.self_attn.q_proj.input_zero_point int8",
    ],
    "ct_mxfp4/quantized": [
      "model.layers.0.self_attn.q_proj.weight mxfp4",
      "model.layers.0.mlp.down_proj.weight mxfp4",
    ],
    "ct_mxfp8/quantized": ["model.layers.0.self_attn.q_proj.weight mxfp8"],
    "ct_nvfp4/quantized": [
      "model.layers.0.self_attn.q_proj.weight nvfp4",
      "model.layers.0.mlp.down_proj.weight nvfp4",
      "lm_head.weight bfloat16",
    ],
    "ct_pack_int3_g32_sym/quantized": [
      "model.layers.0.self_attn.q_proj.weight compressed-tensors int3 group 32"
    ],
    "ct_pack_int4_g128_asym/quantized": [
      "model.layers.0.self_attn.q_proj.weight compressed-tensors int4 group 128",
      "model.layers.0.mlp.down_proj.weight compressed-tensors int4 group 128",
    ],
    "ct_pack_int4_g32_sym/quantized": [
      "model.layers.0.self_attn.q_proj.weight compressed-tensors int4 group 32",
      "model.layers.0.mlp.down_proj.weight compressed-tensors int4 group 32",
      "lm_head.weight bfloat16",
    ],
    "ct_pack_int8_channel/quantized": [
      "model.layers.0.mlp.down_proj.weight compressed-tensors int8 channel"
    ],
    "fp8_block_128x128/quantized": [
      "model.layers.0.self_attn.q_proj.weight fp8-e4m3 block 128x128",
      "model.layers.0.mlp.down_proj.weight fp8-e4m3 block 128x128",
    ],
    "fp8_block_ragged/quantized": ["model.layers.0.mlp.down_proj.weight fp8-e4m3 block 128x128"],
    "fp8_block_ue8m0/quantized": ["model.layers.0.self_attn.q_proj.weight fp8-e4m3 block 128x128"],
    "fp8_tensor_scale_inv/quantized": ["model.layers.0.mlp.down_proj.weight fp8-e4m3 tensor"],
    "gptq_3bit_g32_asym/quantized": [
      "model.layers.0.mlp.down_proj.weight gptq int3 group 32",
      "model.layers.0.mlp.down_proj.bias float16",
    ],
    "gptq_4bit_g128_asym/quantized": [
      "model.layers.0.mlp.down_proj.weight gptq int4 channel",
      "model.layers.0.mlp.down_proj.bias float16",
    ],
    "gptq_4bit_g128_sym_actorder/quantized": [
      "model.layers.0.self_attn.q_proj.weight gptq int4 group 128"
    ],
    "gptq_8bit_g128_sym/quantized": [
      "model.layers.0.mlp.down_proj.weight gptq int8 channel",
      "model.layers.0.mlp.down_proj.bias float16",
    ],
    "gptq_dynamic_4and8/quantized": [
      "model.layers.0.self_attn.q_proj.weight gptq int4 group 32",
      "model.layers.0.mlp.down_proj.weight gptq int8 group 64",
      "model.layers.0.mlp.down_proj.bias float16",
    ],
    "gptq_p_3bit_g32/quantized": [
      "model.layers.0.mlp.down_proj.weight gptq int3 group 32",
      "model.layers.0.mlp.down_proj.bias float16",
    ],
    "mxfp4_gpt_oss/quantized": [
      "model.layers.0.mlp.experts.gate_up_proj mxfp4",
      "model.layers.0.mlp.experts.down_proj mxfp4",
      "model.layers.0.mlp.experts.gate_up_proj_bias bfloat16",
      "model.layers.0.mlp.experts.down_proj_bias bfloat16",
    ],
    "torchao_float8_row/quantized": [
      "model.layers.0.self_attn.q_proj.weight fp8-e4m3 channel",
      "model.layers.0.mlp.down_proj.weight fp8-e4m3 channel",
    ],
    "torchao_int4_unpacked_g32/quantized": [
      "model.layers.0.self_attn.q_proj.weight torchao int4 group 32"
    ],
    "torchao_int8_row/quantized": [
      "model.layers.0.self_attn.q_proj.weight torchao int8 channel",
      "model.layers.0.mlp.down_proj.weight torchao int8 channel",
    ],
    "torchao_mxfp4/quantized": ["model.layers.0.self_attn.q_proj.weight mxfp4"],
    "torchao_nvfp4/quantized": [
      "model.layers.0.self_attn.q_proj.weight nvfp4",
      "model.layers.0.mlp.down_proj.weight nvfp4",
    ],
  ]
}

extension TensorFile {
  /// Where a tensor of a name is.
  fileprivate func place(of name: String) -> Int? {
    tensors.firstIndex { $0.name == name }
  }
}

extension Float {
  /// The bits, every NaN being the same one.
  fileprivate var bits: UInt32 { isNaN ? 0x7FC0_0000 : bitPattern }
}

extension TensorValues {
  /// A matrix turned.
  fileprivate func transposed(_ shape: [Int]) -> TensorValues {
    guard let values = float32 else { return self }
    return .float32(
      (0..<values.count).map { values[$0 % shape[0] * shape[1] + $0 / shape[0]] })
  }

  /// The columns multiplied by what a norm was multiplied by.
  fileprivate func scaled(_ norm: [Float], by original: [Float]) -> TensorValues {
    guard let values = float32 else { return self }
    return .float32(
      values.enumerated().map { index, value in
        value * (norm[index % norm.count] / original[index % norm.count])
      })
  }

  /// The values with 0 for −0.
  fileprivate var withoutNegativeZero: TensorValues {
    .float32((float32 ?? []).map { $0 == 0 ? 0 : $0 })
  }

  /// The rows of heads in the order before they were interleaved: row h·d + 2i + s goes to
  /// h·d + s·d/2 + i.
  fileprivate func withRowsPutBack(_ shape: [Int], heads: Int) -> TensorValues {
    guard let values = float32 else { return self }
    let width = shape[1]
    let length = shape[0] / heads
    let rows = (0..<shape[0]).map { row -> Int in
      let (head, place) = row.quotientAndRemainder(dividingBy: length)
      return head * length + place % (length / 2) * 2 + place / (length / 2)
    }
    return .float32(rows.flatMap { values[$0 * width..<($0 + 1) * width] })
  }
}
