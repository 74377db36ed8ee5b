@testable import NumberFormats
import QuantizationEngine
import TestSupport
import Testing

/// Integers as the tools make them, scale by scale and code by code.
@Suite struct IntegerGoldenTests {
  @Test("torchao's scales, zero-points, codes and values", arguments: ["torchao", "torchao-more"])
  func torchAO(_ file: String) throws {
    let prefix = file == "torchao" ? "torchao_affine/" : "affine/"
    let codes = [
      "int8": (8, -128), "uint8": (8, 0), "int4_-8_7": (4, -8), "uint4_0_15": (4, 0),
      "-128_127": (8, -128),
      "0_255": (8, 0), "-8_7": (4, -8), "0_15": (4, 0), "0_7": (3, 0), "-2_1": (2, -2),
    ]
    try compare(file, prefix, inFull: true) { parts in
      guard let (bits, lowest) = codes[parts[2]] else { return nil }
      let isAsymmetric = parts[1] == "ASYMMETRIC"
      let tool =
        parts[1] == "SYMMETRIC_NO_CLIPPING_ERR" ? IntegerTool.torchAOWithoutClipping : .torchAO
      return Case(
        coder: IntegerCoder(bits, isAsymmetric ? .asymmetric : .symmetric, tool), layout: parts[3],
        lowest: lowest)
    }
  }

  @Test("compressed-tensors' scales, zero-points and codes")
  func compressedTensors() throws {
    try compare("compressed-tensors", "minmax/", inFull: true) { parts in
      guard let bits = Int(parts[2]) else { return nil }
      return Case(
        coder: IntegerCoder(
          bits, parts[1] == "symmetric" ? .symmetric : .asymmetric, .compressedTensors(.float32)),
        layout: "per_tensor", lowest: -(1 << (bits - 1)))
    }
  }

  @Test("and those of float16 and bfloat16 weights, with their values")
  func compressedTensorsTypes() throws {
    try compare("compressed-tensors-types", "minmax/", inFull: true) { parts in
      guard let bits = Int(parts[2]), let type = ElementType(rawValue: parts[4]) else { return nil }
      return Case(
        coder: IntegerCoder(
          bits, parts[1] == "symmetric" ? .symmetric : .asymmetric, .compressedTensors(type)),
        layout: parts[3], lowest: -(1 << (bits - 1)))
    }
  }

  @Test("GPTQ's and AWQ's scales, zero-points, codes and values", arguments: ["gptq/", "awq/"])
  func groups(_ prefix: String) throws {
    try compare("group-integers", prefix, inFull: false) { parts in
      guard let bits = Int(parts[1]) else { return nil }
      return Case(
        coder: IntegerCoder(
          bits, parts[2] == "symmetric" ? .symmetric : .asymmetric, parts[0] == "awq" ? .awq : .gptq
        ),
        layout: parts[3], lowest: 0, rowLength: 128)
    }
  }

  /// How many goldens are of a format here, by their file and the beginning of their names.
  private static let counts = [
    "torchao/torchao_affine/": 415, "torchao-more/affine/": 960, "compressed-tensors/minmax/": 164,
    "compressed-tensors-types/minmax/": 564, "group-integers/gptq/": 864,
    "group-integers/awq/": 102,
  ]

  private struct Case {
    let coder: IntegerCoder
    let layout: String
    let lowest: Int
    /// Where values beyond the last whole row are left out.
    var rowLength = 1
  }

  /// Compares every golden that is of a format here, of tensors with finite values, for which alone
  /// the tools' answers are ours: a NaN spoils their scales.
  private func compare(
    _ file: String, _ prefix: String, inFull: Bool, _ reading: ([String]) -> Case?
  ) throws {
    var (agreed, total) = (0, 0)
    for golden in try ToolGolden.all(file, prefix).thinnedInDebug where golden.error == nil {
      let fixture = Fixture.named(golden.tensor)
      let parts = golden.record.split(separator: "/").map(String.init)
      guard !fixture.values.isEmpty, fixture.values.allSatisfy(\.isFinite),
        let trial = reading(parts),
        let length = Self.scopeLength(trial.layout, fixture)
      else { continue }
      let values = Array(
        fixture.values.prefix(fixture.values.count / trial.rowLength * trial.rowLength))
      let found = trial.coder.trial(values, scopeLength: length)
      let scopes = found.stored.map(trial.coder.scope(storedAs:))
      var differs = difference(
        "scale", golden.members["scale"],
        goldenText(scopes.map(\.storedScale), inFull: inFull))
      differs += difference(
        "zero_point", golden.members["zero_point"],
        goldenText(scopes.map { Int32($0.zeroCode) + Int32(trial.lowest) }, inFull: inFull))
      differs += difference(
        "q", golden.members["q"],
        ToolGolden.digest(of: found.codes.map { UInt8(truncatingIfNeeded: Int($0) + trial.lowest) })
      )
      if let expected = golden.members["out_f32"] {
        differs += difference(
          "out_f32", expected,
          // Where torchao's scale overflows, 0 · ∞ is what an x86 processor has for it.
          goldenText(
            found.values.map { $0 + 0 }, inFull: false,
            nan: file == "torchao-more" ? 0xFFC0_0000 : 0x7FC0_0000))
      }
      total += 1
      agreed += differs.isEmpty ? 1 : 0
      #expect(differs == [], "\(golden)")
    }
    print("  integers of \(file) \(prefix): \(agreed) of \(total)")
    #if DEBUG
      #expect(total > 0)
    #else
      #expect(total == Self.counts[file + "/" + prefix])
    #endif
  }

  private static func scopeLength(_ layout: String, _ fixture: Fixture) -> Int? {
    switch layout {
    case "per_tensor": return fixture.values.count
    case "axis0": return fixture.values.count / fixture.shape[0]
    default: return layout.hasPrefix("group") ? Int(layout.dropFirst(5)) : nil
    }
  }
}
