import Foundation
import Testing

/// `qviz compare`: where scales are stored apart from what they scale.
@Suite struct CompareStorageTests {
  private func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  @Test(
    "scales that AWQ multiplied into a norm are no error of the norm, nor of the matrices after it")
  func foldedScales() throws {
    let folder = "Tests/TensorFilesTests/Fixtures/checkpoints/modelopt"
    let report = try object([
      "compare", "\(folder)/original", "\(folder)/quantized_int4_awq", "--json",
    ])
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    func tensor(_ ending: String) throws -> [String: Any] {
      try #require(tensors.first { ($0["name"] as? String)?.hasSuffix(ending) == true })
    }
    // NumPy's, of the values times the file's norm over the original's.
    for (name, decibels, norm) in [
      ("self_attn.q_proj.weight", 18.291687997479197, "input_layernorm"),
      ("mlp.up_proj.weight", 18.6557361964871, "post_attention_layernorm"),
    ] {
      let found = try tensor(name)
      let error = try #require(found["error"] as? [String: Any])
      let sqnr = try #require(error["sqnr_db"] as? Double)
      #expect(abs(sqnr - decibels) < 1e-4, "\(name)")
      #expect(found["transform"] as? String == "folded-columns")
      #expect((found["findings"] as? [Any])?.isEmpty == true)
      let holder = try tensor("\(norm).weight")
      let findings = try #require(holder["findings"] as? [[String: Any]])
      #expect(findings.compactMap { $0["name"] as? String } == ["folded"])
      let rest = try #require(holder["error"] as? [String: Any])
      let left = try #require(rest["relative_error"] as? Double)
      #expect(left < 1e-6)
    }
  }

  @Test("bits of codes of ONNX and TFLite have their scales and zero-points in them")
  func scalesAreCounted() throws {
    let folder = "Tests/TensorFilesTests/Fixtures/checkpoints"
    for (file, name, bits) in [
      ("onnx_matmul_conv_gemm/qdq_int8_channel.onnx", "head.weight_quantized", 2020.0 * 8 / 1920),
      ("onnx_matmul_conv_gemm/matmul_nbits_asym.onnx", "onnx::MatMul_42_Q4", 5.125),
      ("tflite_conv_dense/dynamic_int4.tflite", "dense_1/kernel", 4.5),
    ] {
      let path = "\(folder)/\(file)"
      let report = try object(["compare", path, path, "--json"])
      let tensors = try #require(report["tensors"] as? [[String: Any]])
      let tensor = try #require(tensors.first { $0["name"] as? String == name })
      #expect(tensor["bits_per_value"] as? Double == bits)
    }
  }

  @Test(
    "codes of ONNX and TFLite are those that extract writes",
    arguments: [
      "onnx_matmul_conv_gemm/qdq_int8_channel.onnx", "onnx_matmul_conv_gemm/qdq_uint8.onnx",
      "onnx_matmul_conv_gemm/matmul_4bits_qdq.onnx", "tflite_conv_dense/static_int8.tflite",
      "tflite_conv_dense/int4_blockwise.tflite",
    ])
  func extractedCodes(_ file: String) throws {
    let path = "Tests/TensorFilesTests/Fixtures/checkpoints/\(file)"
    let scratch = try ScratchFolder()
    let report = try object(["compare", path, path, "--json"])
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    let coded = tensors.filter { $0["codes_used"] is Int }
    #expect(!coded.isEmpty)
    for tensor in coded {
      let name = try #require(tensor["name"] as? String)
      let outcome = try Program.run([
        "extract", path, "--tensor", name, "--codes", "-o", scratch.path("codes.npy"),
      ])
      #expect(outcome.status == 0, "\(name): \(outcome.errors)")
      let codes = try NpyArray(path: scratch.path("codes.npy")).integers
      #expect(tensor["codes_used"] as? Int == Set(codes).count, "\(name)")
      let stored = try #require(tensor["stored_as"] as? String)
      let bits = try #require(Int(stored.drop { !$0.isNumber }.prefix { $0.isNumber }))
      let isSigned = !stored.hasPrefix("u")
      let highest = isSigned ? 1 << (bits - 1) - 1 : 1 << bits - 1
      var lowest = isSigned ? -1 << (bits - 1) : 0
      if isSigned, !codes.contains(lowest) { lowest += 1 }
      let ends = codes.count { $0 == lowest || $0 == highest }
      let share = try #require(tensor["codes_at_ends"] as? Double)
      let expected = Double(ends) / Double(codes.count)
      #expect(abs(share - expected) <= 1e-15 * expected, "\(name)")
    }
  }

  @Test("a device's integers are beside the floats on the screen too, by the scale of their own")
  func activation() throws {
    let scratch = try ScratchFolder()
    let codes = scratch.path("gelu.npy")
    let measured = try object(["measure", "samples/gelu.npy", "--codes", codes, "--json"])
    let encodings = try #require(measured["encodings"] as? [[String: Any]])
    let scale = try #require(encodings[0]["scale"] as? Double)
    let zeroPoint = try #require(encodings[0]["zero_point"] as? Int)
    let options = ["--scale", "\(scale)", "--zero-point", "\(zeroPoint)"]
    let compared = try Program.run(["compare", "samples/gelu.npy", codes] + options)
    #expect(compared.status == 0 && compared.output.contains("uint8 per_tensor"))
    let pair = ["samples/gelu.npy", "--against", codes] + options
    let without = try Program.run(pair)
    #expect(without.status == 0 && without.output == compared.output)
    let screen = try Program.run(["snapshot"] + pair + ["--size", "100x30"])
    #expect(screen.status == 0, "\(screen.errors)")
    #expect(screen.output.contains("uint8 per_tensor in the quantized model; S shows it"))
  }
}
