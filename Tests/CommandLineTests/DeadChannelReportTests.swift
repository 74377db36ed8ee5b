import Calibration
import Foundation
import QuantizationEngine
import TensorFiles
import TestSupport
import Testing

@testable import Explorer
@testable import qviz

/// What reports say of channels that were pruned, and of such as have no encoding.
@Suite struct DeadChannelReportTests {
  /// Four channels of eight values, of which the second is zero, as little-endian float32.
  private static func file(in scratch: ScratchFolder) throws -> String {
    let values: [Float] = (0..<32).map { (8..<16).contains($0) ? 0 : Float($0 - 20) / 32 }
    let path = scratch.path("pruned.bin")
    try values.withUnsafeBytes { Data($0) }.write(to: URL(filePath: path))
    return path
  }

  private static func channels(_ path: String) -> [String] {
    [path, "--shape", "4,8", "--granularity", "channel", "--axis", "0", "--symmetric"]
  }

  private static func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test("a pruned channel has tflite's scale of 0, and is counted")
  func measure() throws {
    let scratch = try ScratchFolder()
    let options = Self.channels(try Self.file(in: scratch)) + ["--toolchain", "tflite"]
    let report = try Self.object(["measure", "--json"] + options)
    let encodings = try #require(report["encodings"] as? [[String: Any]])
    let scales = encodings.compactMap { $0["scale"] as? Double }
    #expect(scales.count == 4 && scales[1] == 0 && scales[0] == Double(Float(0.625) / 127))
    let dead = try #require(report["dead_blocks"] as? [String: Any])
    #expect(dead["count"] as? Int == 1 && dead["first"] as? [Int] == [1])
    #expect(report["blocks_without_encoding"] == nil && report["values_left_out"] == nil)
    let text = try Program.run(["measure"] + options).output
    #expect(text.contains("1 of 4 channels is dead (no value but 0): 1\n"))
    let codes = try Program.run(["measure"] + options + ["--codes", scratch.path("codes.npy")])
    #expect(codes.status == 0)
    #expect(try NpyArray(path: scratch.path("codes.npy")).integers[8..<16].allSatisfy { $0 == 0 })
  }

  @Test("by channel, tflite's own codes are symmetric, and what is asked for is not changed")
  func natural() throws {
    let scratch = try ScratchFolder()
    let options =
      Self.channels(try Self.file(in: scratch)).filter { $0 != "--symmetric" }
      + ["--toolchain", "tflite"]
    let own = try Self.object(["measure", "--json"] + options)
    let asked = try Self.object(["measure", "--json"] + options + ["--symmetric", "--signed"])
    let scheme = try #require(own["scheme"] as? [String: Any])
    #expect(scheme["symmetry"] as? String == "symmetric" && scheme["signed"] as? Bool == true)
    #expect(scheme as NSDictionary == asked["scheme"] as? NSDictionary)
    let refused = try Program.run(["measure"] + options + ["--asymmetric"])
    #expect(refused.status == 64 && refused.errors.contains("tflite"), "\(refused.errors)")
  }

  @Test("what a tool may not leave out is said, and a tensor without elements has nothing dead")
  func remarks() throws {
    let nan = [Checkout.tensor("adv_nan"), "--toolchain", "torchao", "--signed"]
    let remark = "NaN and infinities are left out, as torchao may not do"
    let row = remark + "; qviz calibrate has its answer"
    #expect(try Program.run(["measure"] + nan).output.contains(row))
    // It has no row of its own there.
    let rowless = try Program.run(
      ["measure", Checkout.tensor("adv_nan"), "--toolchain", "aimet-fixed"])
    #expect(rowless.output.contains("as aimet-fixed may not do\n"), "\(rowless.output)")
    let notes = try #require(
      try Self.object(["measure", "--json"] + nan)["notes"] as? [String: String])
    #expect(notes["scheme.toolchain"]?.hasPrefix(row) == true)
    let plain = try Program.run(["measure", Checkout.tensor("adv_nan")])
    #expect(!plain.output.contains("may not do"))
    let empty = try Program.run([
      "measure", Checkout.tensor("adv_empty2d"), "--granularity", "channel",
    ])
    #expect(empty.status == 0 && !empty.output.contains("dead"), "\(empty.output)")
  }

  @Test("what stands for all channels in the table is that of those that are alive")
  func table() throws {
    let scratch = try ScratchFolder()
    let options = Self.channels(try Self.file(in: scratch)) + ["--calibrator", "min-max"]
    let text = try Program.run(["calibrate"] + options).output
    #expect(!text.contains(" 1.0 ") && text.contains(" 0.00492"))
    #expect(text.contains("1 of 4 channels is dead (no value but 0): 1\n"))
  }

  @Test("a channel without an encoding has null and its reason, and the others carry on")
  func missing() throws {
    let scratch = try ScratchFolder()
    let options = Self.channels(try Self.file(in: scratch)) + ["--calibrator", "ort-float8"]
    let report = try Self.object(["calibrate", "--json"] + options)
    let result = try #require((report["results"] as? [[String: Any]])?.first)
    let encodings = try #require(result["encodings"] as? [Any])
    #expect(encodings.count == 4 && encodings[1] is NSNull && !(encodings[0] is NSNull))
    let blocks = try #require(result["blocks_without_encoding"] as? [String: Any])
    #expect(blocks["count"] as? Int == 1 && blocks["first"] as? [Int] == [1])
    #expect((blocks["reason"] as? String)?.hasPrefix("ort-float8 fails here") == true)
    #expect(result["values_left_out"] as? Int == 8)
    let notes = try #require(result["notes"] as? [String: String])
    #expect(notes["encodings[1]"]?.hasPrefix("ort-float8 fails here") == true)
    let text = try Program.run(["calibrate"] + options).output
    #expect(text.contains("ort-float8: 1 of 4 channels has no encoding: 1 (ort-float8 fails here"))
  }

  @Test("an export names the blocks it cannot say, and qviz's own has a scale of 0")
  func exports() throws {
    let scratch = try ScratchFolder()
    let exporter = Exporter(
      catalogue: Catalogue(paths: [], layout: RawLayout(), budget: .standard))
    func preview(_ format: ExportFormat, _ scheme: Scheme, _ middle: ClippingRange) throws
      -> Answer?
    {
      let range = ClippingRange(lower: -1, upper: 1)
      return exporter.preview(
        ExportRequest(
          Tuning(scheme: scheme, ranges: BlockRanges([range, middle, range])), as: format,
          path: scratch.path("a"),
          layout: try BlockLayout(shape: [3, 2], granularity: .perChannel(axis: 0))))
    }
    let scheme = try Scheme(bitWidth: 8, symmetry: .restrictedSymmetric)
    let tflite = try ToolchainCatalog.toolchain(named: "tflite").scheme(scheme)
    let zero = ClippingRange(lower: 0, upper: 0)
    for format in Exporter.formats {
      let isOwn = ["qviz-json", "csv"].contains(format.identifier)
      switch try preview(format, tflite, zero) {
      case .preview: #expect(isOwn)
      case .previewFailed(let sentence):
        #expect(!isOwn)
        #expect(
          sentence.hasSuffix("are 0 in block 1") || sentence.contains("per-tensor")
            || sentence.contains("tensor 'w' has"))
      default: Issue.record("no preview")
      }
      let wide = ClippingRange(lower: -1e300, upper: 1e300)
      guard case .previewFailed(let sentence)? = try preview(format, scheme, wide) else {
        Issue.record("no sentence")
        continue
      }
      #expect(sentence.hasPrefix("1 of 3 channels has no encoding: 1 (clipping range"))
    }
  }
}
