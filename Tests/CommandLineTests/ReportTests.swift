import Foundation
import Testing

/// The exact words and members of what is printed.
@Suite struct ReportTests {
  @Test("qviz measure prints a line for each fact")
  func text() throws {
    let outcome = try Program.run(["measure", "samples/gelu.npy", "--max", "2.6"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(
      outcome.output == """
        tensor          gelu
        type            float32 [1, 33, 1536]
        values          50688
        value range     -0.16997 … 5.4239
        distribution    mean 0.030740 · σ 0.30279 · zeros 0.0039 %
          tails         kurtosis 22.7 · max |x| / σ 17.9
        scheme          uint8 asymmetric · per tensor
        codes           0 … 255
        arithmetic      divide by scale, round half to even
        clipping range  -0.16997 … 2.6000
        representable   -0.17380 … 2.5962
        scale            0.010862633
        zero-point      16
        range from      by hand
        MSE               5.4579e-04
          rounding        1.0580e-05
          clipping        5.3521e-04
        RMSE              0.023362
          in steps        2.1507 of the scale (0.289 is ideal)
        SQNR             22.30 dB
        noise             0.58922 % of the signal's power
        mean error        5.5298e-04
        MAE               0.0033107
        max |e|           2.8278
        |e|               0.002928 (50 %) · 0.004940 (90 %)
          tail          0.005385 (99 %) · 0.005430 (99.9 %)
        cosine            0.997134
        KL                0.0071632 nats (2048 bins)
        JS                0.0017995 nats (2048 bins)
        clipped         0 below, 39 above
        codes used      230
        code entropy      5.5482 bits
        exactness       exact

        """)
  }

  @Test("the members of the JSON object are those of the contract")
  func members() throws {
    let outcome = try Program.run(["measure", "samples/gelu.npy", "--json"])
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let object = try #require(value as? [String: Any])
    let contract: [String: Set<String>] = [
      "tensor": [
        "name", "dtype", "shape", "count", "finite", "nan", "positive_infinity",
        "negative_infinity", "min", "max",
      ],
      "scheme": [
        "bits", "signed", "symmetry", "quant_min", "quant_max", "rounding", "granularity", "axis",
        "group_size",
      ],
      "clipping_range": ["min", "max"],
      "error": [
        "mse", "mse_rounding", "mse_clipping", "sqnr_db", "mae", "max_abs_error", "cosine",
        "kl_nats", "js_nats", "clipped_below", "clipped_above", "codes_used", "code_entropy_bits",
      ],
      "exactness": ["kind"],
    ]
    for (name, members) in contract {
      let found = try #require(object[name] as? [String: Any], "\(name)")
      #expect(members.isSubset(of: found.keys), "\(name)")
    }
    let encodings = try #require(object["encodings"] as? [[String: Any]])
    #expect(encodings.allSatisfy { Set($0.keys) == ["scale", "zero_point", "min", "max"] })
    #expect(object["notes"] == nil)
  }

  @Test(
    "the words of the scheme",
    arguments: [
      ([], "asymmetric", "half_even", false), (["--symmetric"], "symmetric", "half_even", true),
      (["--restricted-symmetric"], "restricted_symmetric", "half_even", true),
      (["--rounding", "half-away", "--signed"], "asymmetric", "half_away", true),
      (["--rounding", "half-up", "--symmetric", "--unsigned"], "symmetric", "half_up", false),
    ])
  func schemeWords(
    _ options: [String], _ symmetry: String, _ rounding: String, _ signed: Bool
  ) throws {
    let report = try MeasurementReport(measuring: ["samples/softmax.npy"] + options)
    #expect(report.scheme.symmetry == symmetry && report.scheme.rounding == rounding)
    #expect(report.scheme.signed == signed && report.scheme.granularity == "per_tensor")
    #expect(report.scheme.axis == nil && report.scheme.groupSize == nil)
    #expect(report.exactness == ["kind": "exact"])
  }

  @Test("numbers read back as themselves: the shortest form that does")
  func shortestForm() throws {
    let report = try MeasurementReport(measuring: ["samples/gelu.npy"])
    let outcome = try Program.run(["measure", "samples/gelu.npy", "--json"])
    for number in [report.error.mse, report.error.klNats, report.tensor.max] {
      #expect(outcome.output.contains("\(try #require(number))"))
    }
  }

  @Test("qviz list prints a table, aligned")
  func list() throws {
    let outcome = try Program.run(["list", "samples/conv-weight.npy", "samples/softmax.npy"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(
      outcome.output == """
        #  name         stored as  shape            count  bytes  file
        0  conv-weight  float32    [24, 96, 3, 3]   20736  82944  samples/conv-weight.npy
        1  softmax      float32    [1, 12, 33, 33]  13068  52272  samples/softmax.npy

        """)
  }

  @Test("where all tensors are in one file, that is said once")
  func listOfOneFile() throws {
    let scratch = try ScratchFolder()
    try scratch.write(
      try SafetensorsBytes.file([("a", [2], [1, 2]), ("b", [1], [3])]), to: "model.safetensors")
    let outcome = try Program.run(["list", "model.safetensors"], in: scratch.url)
    #expect(
      outcome.output == """
        #  name  stored as  shape  count  bytes
        0  a     float32    [2]        2      8
        1  b     float32    [1]        1      4
        in model.safetensors

        """)
  }

  @Test("qviz list --json prints an array in the order of the files")
  func listAsJSON() throws {
    struct Row: Decodable, Equatable {
      let file, name, dtype: String
      let shape: [Int]
      let count, bytes: Int
    }
    let outcome = try Program.run([
      "list", "--json", "samples/residual.npy", Checkout.tensor("adv_empty2d"), "samples/gelu.bin",
    ])
    let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
    #expect(
      rows == [
        Row(
          file: "samples/residual.npy", name: "residual", dtype: "float32", shape: [1, 33, 384],
          count: 12672, bytes: 50688),
        Row(
          file: Checkout.tensor("adv_empty2d"), name: "adv_empty2d", dtype: "float32",
          shape: [4, 0], count: 0, bytes: 0),
        Row(
          file: "samples/gelu.bin", name: "gelu", dtype: "float32", shape: [50688], count: 50688,
          bytes: 202752),
      ])
  }

  @Test("a file name with an escape sequence does not reach the terminal")
  func hostileName() throws {
    let scratch = try ScratchFolder()
    let name = "evil\u{1B}]0;owned\u{7}\u{1B}[31m\u{202E}.npy"
    try scratch.write(NpyArray.file([1, 2, 3]), to: name)
    for arguments in [["list", name], ["measure", name], ["measure", name + ".missing"]] {
      let outcome = try Program.run(arguments, in: scratch.url)
      let printed = outcome.output + outcome.errors
      #expect(printed.contains("evil"))
      let isClean = printed.unicodeScalars.allSatisfy { scalar in
        scalar == "\n" || scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value != 0x202E
      }
      #expect(isClean, "\(arguments[0])")
    }
    // JSON escapes them, so that the name comes through.
    let report = try MeasurementReport(measuring: [name], in: scratch.url)
    #expect(report.tensor.name == String(name.dropLast(4)))
  }
}
