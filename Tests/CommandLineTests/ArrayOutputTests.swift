import Foundation
import TestSupport
import Testing

/// `--codes` and `--dequantized`: `.npy` files that numpy reads.
@Suite struct ArrayOutputTests {
  @Test(
    "codes have the tensor's shape and the smallest type that holds them",
    arguments: [
      (["--bits", "8"], "|u1"), (["--bits", "8", "--symmetric"], "|i1"),
      (["--bits", "4", "--signed"], "|i1"), (["--bits", "12"], "<u2"),
      (["--bits", "16", "--symmetric"], "<i2"), (["--levels", "9"], "|u1"),
      (["--levels", "257"], "<u2"),
    ])
  func types(_ options: [String], _ dtype: String) throws {
    let scratch = try ScratchFolder()
    let report = try MeasurementReport(
      measuring: [Checkout.tensor("adv_laplace"), "--codes", scratch.path("codes.npy")] + options)
    let codes = try NpyArray(path: scratch.path("codes.npy"))
    #expect(codes.dtype == dtype && codes.shape == [8, 512])
    let encoding = try #require(report.encodings.first)
    let quantizer = RefereeQuantizer(
      RefereeEncoding(
        scale: Float(encoding.scale), zeroPoint: encoding.zeroPoint,
        quantMin: report.scheme.quantMin, quantMax: report.scheme.quantMax))
    #expect(codes.integers == quantizer.codes(of: Fixture.named("adv_laplace").values))
  }

  @Test("codes and dequantized values of each channel follow that channel's encoding")
  func channels() throws {
    let scratch = try ScratchFolder()
    let fixture = Fixture.named("adv_ch_scales")
    let report = try MeasurementReport(
      measuring: [
        Checkout.tensor(fixture.id), "--granularity", "channel", "--axis", "0", "--symmetric",
        "--codes", scratch.path("codes.npy"), "--dequantized", scratch.path("values.npy"),
      ])
    let codes = try NpyArray(path: scratch.path("codes.npy")).integers
    let values = try NpyArray(path: scratch.path("values.npy"))
    #expect(values.shape == fixture.shape && report.encodings.count == 12)
    for (channel, encoding) in report.encodings.enumerated() {
      let slice = channel * 200..<(channel + 1) * 200
      let referee = RefereeQuantizer(
        RefereeEncoding(
          scale: Float(encoding.scale), zeroPoint: encoding.zeroPoint, quantMin: -128, quantMax: 127
        ))
      let expected = referee.codes(of: Array(fixture.values[slice]))
      #expect(Array(codes[slice]) == expected)
      #expect(Array(values.floats[slice]) == expected.map(referee.encoding.level))
    }
  }

  @Test("a file that is there is replaced, and its folder holds nothing else afterwards")
  func replaces() throws {
    let scratch = try ScratchFolder()
    try scratch.write([1, 2, 3], to: "codes.npy")
    _ = try MeasurementReport(
      measuring: [Checkout.tensor("adv_two_values"), "--codes", scratch.path("codes.npy")])
    #expect(try NpyArray(path: scratch.path("codes.npy")).shape == [1000])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["codes.npy"])
  }

  @Test("an empty tensor and a scalar keep their shapes")
  func degenerateShapes() throws {
    for (id, shape) in [("adv_empty2d", [4, 0]), ("adv_scalar0d", [])] {
      let scratch = try ScratchFolder()
      _ = try MeasurementReport(
        measuring: [Checkout.tensor(id), "--dequantized", scratch.path("values.npy")])
      #expect(try NpyArray(path: scratch.path("values.npy")).shape == shape)
    }
  }
}
