import TestSupport
import Testing

@testable import NumberFormats

/// Scales, codes and values of torchao, ModelOpt, compressed-tensors and microxcaling, bit for bit:
/// `golden/tools/microscaling.tsv`.
@Suite struct MicroscalingGoldenTests {
  @Test(
    "a block has the tool's scale, codes and values",
    arguments: [
      ("torchao", 924), ("modelopt", 80), ("compressed-tensors", 38), ("microxcaling", 38),
    ])
  func blocks(_ tool: String, _ count: Int) throws {
    let goldens = try ToolGolden.all("microscaling", tool + "/")
    var tally = GoldenTally("\(tool) blocks")
    for golden in goldens.thinnedInDebug { tally.count(golden) { try differences(golden) } }
    tally.report()
    #expect(tally.differences == [])
    #expect(goldens.count == count)
  }

  private func differences(_ golden: ToolGolden) throws -> [String] {
    let format = try #require(Self.formats[Self.name(of: golden.record)])
    var values = BlockSweep.values(of: golden.tensor)
    values.removeLast(values.count % 32)
    let coded = try #require(CodedBlocks(values, by: format, TensorSummary(of: values)))
    let bits = coded.values.map { canonicalBits($0 == 0 && golden.isUnsigned ? 0 : $0) }
    let values32 = difference("out_f32", golden.members["out_f32"], ToolGolden.digest(of: bits))
    guard let scale = golden.members["scale"] else { return values32 }
    let codes = coded.blocks.flatMap { block in
      format.name.hasPrefix("mxfp6") ? unpacked(block.dropFirst()) : Array(block.dropFirst())
    }
    return difference("scale", scale, ToolGolden.digest(of: coded.blocks.map { $0[0] }))
      + difference("q", golden.members["q"], ToolGolden.digest(of: codes)) + values32
  }

  /// The codes of 6 bits, which torchao keeps in a byte each.
  private func unpacked(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let bits = bytes.flatMap { byte in (0..<8).map { byte >> $0 & 1 } }
    return stride(from: 0, to: bits.count, by: 6).map { start in
      (0..<6).reduce(0) { $0 | bits[start + $1] << UInt8($1) }
    }
  }

  private static let formats = Dictionary(
    uniqueKeysWithValues: NumberFormat.microscalingFormats.map { ($0.name, $0) })

  /// The format that a record is of.
  private static func name(of record: String) -> String {
    let parts = record.split(separator: "/").map(String.init)
    switch (parts[0], parts[1], parts.count > 2 ? parts[2] : "") {
    case ("torchao", "nvfp4", "no_per_tensor_scale"): return "nvfp4:single"
    case ("torchao", "nvfp4", _): return "nvfp4"
    case ("torchao", let element, let rule):
      let name =
        ["mxfp4_e2m1": "mxfp4"][element] ?? element.split(separator: "_").joined(separator: "-")
      return rule == "FLOOR" ? name : "\(name):\(rule.lowercased())"
    case ("microxcaling", _, _): return "mxint8"
    case (let tool, let name, _): return "\(name):\(tool)"
    }
  }
}

extension ToolGolden {
  /// Whether the record has 0 for −0.
  fileprivate var isUnsigned: Bool { record == "microxcaling/mxint8" }
}
