import Foundation
import TestSupport
import Testing

/// `qviz calibrate` and `--toolchain`.
@Suite struct CalibrateTests {
  private struct Report: Decodable {
    struct Scheme: Decodable {
      let quantMin: Int
      let toolchain: String?
    }

    struct Encoding: Decodable {
      let format: String?
      let scale: Double
      let zeroPoint: Int
    }

    struct Result: Decodable {
      let calibrator: String
      let setting, notApplicable, toolchain: String?
      let encodings: [Encoding]?
    }

    let scheme: Scheme
    let results: [Result]

    init(_ arguments: [String]) throws {
      let run = try Program.run(["calibrate"] + arguments + ["--json"])
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Report.self, from: Data(run.output.utf8))
    }
  }

  @Test("each tool's row has that tool's scale and zero-point, in the order asked for")
  func goldens() throws {
    let report = try Report([
      Checkout.tensor("adv_laplace"), "--calibrator", "torch-histogram", "ort-minmax",
    ])
    #expect(report.results.map(\.calibrator) == ["torch-histogram", "ort-minmax"])
    #expect(report.results.map(\.toolchain) == ["torch", "ort"])
    for (result, tool, record) in [
      (report.results[0], "torch", "HistogramObserver/quint8_affine/single"),
      (report.results[1], "ort", "quantize_data/UINT8/asymmetric"),
    ] {
      let golden = try #require(
        try ToolGolden.all(tool, record).first {
          $0.tensor == "adv_laplace" && $0.record == record
        })
      let encoding = try #require(result.encodings?.first)
      #expect(Float(encoding.scale) == golden.float("scale"))
      #expect(encoding.zeroPoint == golden.integer("zero_point"))
    }
  }

  @Test("without names every calibrator has a row; one that cannot says why")
  func everything() throws {
    let report = try Report([Checkout.tensor("adv_single"), "--bits", "4", "--symmetric"])
    let reasons = report.results.filter { $0.encodings == nil }
    #expect(report.results.count >= 17)
    #expect(reasons.allSatisfy { $0.notApplicable != nil })
    #expect(
      report.results.first { $0.calibrator == "snpe-minmax" }?.notApplicable
        == "snpe cannot: bit width must be 8, 16, found 4 bits")
  }

  @Test("settings follow a calibrator's name after a colon, and its row says them")
  func settings() throws {
    let file = Checkout.tensor("adv_laplace")
    let asked = ["ort-entropy:bins=1024,levels=16", "ort-entropy", "percentile:99.5"]
    let report = try Report([file, "--calibrator"] + asked)
    #expect(report.results.map(\.calibrator) == ["ort-entropy", "ort-entropy", "percentile"])
    #expect(report.results.map(\.setting) == ["1024 bins to 16", "128 bins to 128", "99.5 %"])
    let text = try Program.run(["calibrate", file, "--calibrator"] + asked).output
    #expect(text.contains("\nort-entropy 1024 bins to 16 "))
    let golden = try #require(
      try ToolGolden.all("ort", "collector/entropy/bins1024_q16").first {
        $0.tensor == "adv_laplace"
      })
    let run = try Program.run(["measure", file, "--calibrator", asked[0], "--json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let range = try #require(object["clipping_range"] as? [String: Double])
    #expect(range["min"].map(Float.init) == golden.float("low"))
    #expect(range["max"].map(Float.init) == golden.float("high"))
  }

  @Test("float8 codes have a row of their own, and no integer scheme measures them")
  func float8() throws {
    let file = Checkout.tensor("adv_laplace")
    let report = try Report([file, "--calibrator", "ort-float8"])
    let encoding = try #require(report.results.first?.encodings?.first)
    let golden = try #require(
      try ToolGolden.all("ort-float8", "distribution/same").first { $0.tensor == "adv_laplace" })
    #expect(Float(encoding.scale) == golden.float("scale"))
    #expect(encoding.format == "float8_e4m3fn")
    let json = try Program.run(["calibrate", file, "--calibrator", "ort-float8", "--json"]).output
    #expect(
      json.firstMatch(of: /"clipping_range" : \{\s+"max" : [\d.]+,\s+"min" : -[\d.]+/) != nil)
    let run = try Program.run(["measure", file, "--calibrator", "ort-float8"])
    #expect(run.errors.hasPrefix("qviz: ort-float8 has float8 codes, not integers: scale "))
    #expect(run.status == 65)
  }

  @Test("--toolchain gives the tool's scale for a range of one's own, and is named in the report")
  func toolchain() throws {
    let options = ["--symmetric", "--min=-1", "--max", "1", "--json"]
    func scale(_ toolchain: [String]) throws -> Double {
      let run = try Program.run(
        ["measure", Checkout.tensor("adv_laplace")] + options + toolchain)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let scheme = try #require(object["scheme"] as? [String: Any])
      #expect(scheme["toolchain"] as? String == toolchain.last)
      let encodings = try #require(object["encodings"] as? [[String: Any]])
      return try #require(encodings.first?["scale"] as? Double)
    }
    #expect(try Float(scale([])) == 1 / 127)
    #expect(try Float(scale(["--toolchain", "ort"])) == 1 / 127)
    #expect(try Float(scale(["--toolchain", "torch"])) == 1 / 127.5)
  }

  @Test("a toolchain alone puts its own codes in force; what it lacks and is asked for is refused")
  func toolchainAlone() throws {
    let file = Checkout.tensor("adv_laplace")
    for (options, codes) in [
      (["tensorrt"], "int8 symmetric"), (["tensorrt", "--bits", "4"], "int4 symmetric"),
      (["ncnn"], "int8 symmetric"), (["compressed-tensors"], "int8 symmetric"),
      (["tf-qdq", "--unsigned"], "uint8 symmetric"), (["torch"], "uint8 asymmetric"),
      (["ppq", "--signed"], "int8 symmetric"),
    ] {
      let run = try Program.run(["measure", file, "--toolchain"] + options)
      #expect(run.output.contains("\nscheme          \(codes) "), "\(options): \(run.errors)")
    }
    for (options, sentence) in [
      (["tensorrt", "--asymmetric"], "tensorrt cannot: it has no asymmetric scheme"),
      (["tensorrt", "--unsigned"], "tensorrt cannot: it has no "),
      (["ncnn", "--bits", "5"], "ncnn cannot: bit width must be 6, 8, found 5 bits"),
      (["tensorrt", "--levels", "256"], "tensorrt cannot: it has no asymmetric scheme"),
    ] {
      let run = try Program.run(["measure", file, "--toolchain"] + options)
      #expect(run.errors.hasPrefix("qviz: " + sentence) && run.status == 64, "\(run.errors)")
    }
  }

  @Test("the screen says whose arithmetic is in force")
  func header() throws {
    let run = try Program.run([
      "snapshot", Checkout.tensor("adv_laplace"), "--toolchain", "torch", "--size", "120x30",
    ])
    #expect(run.output.contains("uint8 asymmetric · as torch · per-tensor"))
  }

  @Test("mistakes are one sentence each")
  func mistakes() throws {
    let file = Checkout.tensor("adv_laplace")
    for (arguments, sentence) in [
      (
        ["--calibrator", "kl"],
        "qviz: no calibrator is called kl; did you mean entropy, tensorrt-entropy, ort-entropy or "
          + "ncnn-kl?"
      ),
      (
        ["--calibrator", "percentile:40"],
        "qviz: percentile needs a number from 50 to 100 for percent, found 40"
      ),
      (["--calibrator", "mse:bins=9"], "qviz: mse has no settings"),
      (
        ["--toolchain", "zzzz"],
        "qviz: no toolchain is called zzzz; qviz measure --help lists all "
      ),
      (
        ["--toolchain", "onnxruntime"],
        "qviz: no toolchain is called onnxruntime; did you mean ort?"
      ),
      (
        ["--toolchain", "torch", "--bits", "4"], "qviz: torch cannot: bit width must be 8, found 4"
      ),
      (
        ["--toolchain", "torch", "--rounding", "half-up"],
        "qviz: torch cannot: rounding must be half-even, found half-up"
      ),
      (
        ["--toolchain", "torch", "--scaling", "divide"], "qviz: --toolchain excludes --scaling"
      ),
    ] {
      let run = try Program.run(["calibrate", file] + arguments)
      #expect(run.errors.hasPrefix(sentence) && run.output.isEmpty)
      #expect(run.status == 64)
    }
  }
}
