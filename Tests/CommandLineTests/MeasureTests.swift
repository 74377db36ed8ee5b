import Foundation
import TestSupport
import Testing

/// `qviz measure`: what its options mean, beyond what the goldens cover.
@Suite struct MeasureTests {
  @Test("--min and --max, one of them, or neither")
  func thresholds() throws {
    let file = Checkout.tensor("adv_bimodal")
    let bounds = try MeasurementReport(measuring: [file])
    let (low, high) = (try #require(bounds.tensor.min), try #require(bounds.tensor.max))
    #expect(bounds.clippingRange == .init(min: .one(low), max: .one(high)))
    let lower = try MeasurementReport(measuring: [file, "--min", "-0.5"])
    #expect(lower.clippingRange == .init(min: .one(-0.5), max: .one(high)))
    let upper = try MeasurementReport(measuring: [file, "--max=1e-3"])
    #expect(upper.clippingRange == .init(min: .one(low), max: .one(1e-3)))
    let both = try MeasurementReport(measuring: [file, "--min", "-.5", "--max", "0.5"])
    #expect(both.clippingRange == .init(min: .one(-0.5), max: .one(0.5)))
    let values = Fixture.named("adv_bimodal").finite
    let held = try #require(both.encodings.first)
    #expect(both.error.clippedBelow == values.count { $0 < held.min ?? 0 })
    #expect(both.error.clippedAbove == values.count { $0 > held.max ?? 0 })
  }

  @Test("--percentile is NumPy's percentile on both sides")
  func percentile() throws {
    let golden = try ReferenceGolden(Fixture.named("act_minilm_l4_gelu")).statistics.percentiles
    let low = try #require(golden["1"])
    let high = try #require(golden["99"])
    for options in [["--percentile", "99"], ["--calibrator", "percentile", "--percentile", "99"]] {
      let report = try MeasurementReport(measuring: ["samples/gelu.npy"] + options)
      #expect(report.clippingRange == .init(min: .one(low), max: .one(high)))
    }
  }

  @Test("every calibrator can be named, and mse is never worse than the others")
  func calibrators() throws {
    let file = Checkout.tensor("adv_studentt3")
    let errors = try ["min-max", "percentile", "entropy", "mse"].map { name in
      try #require(try MeasurementReport(measuring: [file, "--calibrator", name]).error.mse)
    }
    #expect(errors.dropLast().allSatisfy { $0 > errors[3] })
  }

  @Test("per channel and per group: arrays, in row-major order of the blocks")
  func blocks() throws {
    let fixture = Fixture.named("adv_ch_scales")
    let channels = try MeasurementReport(
      measuring: [Checkout.tensor(fixture.id), "--granularity", "channel"])
    #expect(channels.scheme.granularity == "per_channel" && channels.scheme.axis == 0)
    let rows = (0..<12).map { fixture.values[$0 * 200..<($0 + 1) * 200].map(Double.init) }
    #expect(
      channels.clippingRange
        == .init(
          min: .each(rows.map { $0.min() ?? 0 }), max: .each(rows.map { $0.max() ?? 0 })))
    #expect(channels.encodings.count == 12)

    let groups = try MeasurementReport(
      measuring: [Checkout.tensor(fixture.id), "--granularity", "group", "--group-size", "50"])
    #expect(groups.scheme.granularity == "per_group")
    #expect(groups.scheme.axis == 1 && groups.scheme.groupSize == 50)
    let pieces = (0..<48).map { fixture.values[$0 * 50..<($0 + 1) * 50].map(Double.init) }
    #expect(
      groups.clippingRange
        == .init(
          min: .each(pieces.map { $0.min() ?? 0 }), max: .each(pieces.map { $0.max() ?? 0 })))
    let last = try MeasurementReport(
      measuring: [Checkout.tensor(fixture.id), "--granularity", "channel", "--axis", "-1"])
    #expect(last.scheme.axis == 1 && last.encodings.count == 200)
  }

  @Test("one block by design is still an array")
  func oneChannel() throws {
    let report = try MeasurementReport(
      measuring: [Checkout.tensor("lpips_vgg_lin2"), "--granularity", "channel"])
    #expect(report.encodings.count == 1)
    guard case .each(let minima) = report.clippingRange.min else {
      Issue.record("a number instead of an array")
      return
    }
    #expect(minima.count == 1)
  }

  @Test("a headerless file is read by --dtype and --shape, and equals its .npy")
  func raw() throws {
    let arguments = ["--min", "-0.1", "--max", "2", "--bits", "6"]
    let npy = try MeasurementReport(measuring: ["samples/gelu.npy"] + arguments)
    let raw = try MeasurementReport(
      measuring: ["samples/gelu.bin", "--shape", "1,33,1536"] + arguments)
    #expect(raw.tensor == npy.tensor)
    #expect(raw.encodings == npy.encodings && raw.error.mse == npy.error.mse)
    let flat = try MeasurementReport(measuring: ["samples/gelu.bin", "--dtype", "float32"])
    #expect(flat.tensor.shape == [50688])
    let halves = try MeasurementReport(measuring: ["samples/gelu.bin", "--dtype", "uint8"])
    #expect(halves.tensor.count == 4 * 50688 && halves.tensor.dtype == "uint8")
  }

  @Test("headerless values in big-endian order are those of the other order, turned round")
  func bigEndian() throws {
    let scratch = try ScratchFolder()
    let little = try Data(contentsOf: Checkout.root.appending(path: "samples/gelu.bin"))
    let big = stride(from: 0, to: little.count, by: 4).flatMap { little[$0..<$0 + 4].reversed() }
    try scratch.write(big, to: "big.bin")
    let expected = try MeasurementReport(measuring: ["samples/gelu.bin", "--dtype", "<f4"])
    for type in [">f4", ">float32"] {
      let found = try MeasurementReport(measuring: [scratch.path("big.bin"), "--dtype", type])
      #expect(found.tensor.dtype == "float32" && found.error.mse == expected.error.mse)
    }
  }

  @Test("bfloat16 bits in a uint16 .npy, once they are called so")
  func bfloat16() throws {
    let fixture = Fixture.named("minilm_l1_value_bf16")
    let hinted = try Program.run(["measure", Checkout.tensor(fixture.id)])
    #expect(hinted.status == 0 && hinted.errors.contains("hint: looks like bfloat16"))
    let asStored = try MeasurementReport(
      measuring: [Checkout.tensor(fixture.id), "--dtype", "uint16"])
    #expect(asStored.tensor.dtype == "uint16")
    let asMeant = try MeasurementReport(
      measuring: [Checkout.tensor(fixture.id), "--dtype", "bfloat16"])
    #expect(asMeant.tensor.dtype == "bfloat16")
    #expect(
      asMeant.tensor.min == fixture.finite.min() && asMeant.tensor.max == fixture.finite.max())
  }

  @Test("what cannot be a number is null, and its reason is in the notes")
  func nulls() throws {
    let empty = try MeasurementReport(measuring: [Checkout.tensor("adv_empty")])
    #expect(empty.tensor.count == 0 && empty.tensor.min == nil && empty.error.mse == nil)
    #expect(empty.encodings == [.init(scale: 1, zeroPoint: 0, min: 0, max: 255)])
    #expect(empty.notes?["tensor.min"] == "there are no finite values")
    #expect(empty.notes?["error.mse"] == "there are no finite values")

    let zeros = try MeasurementReport(measuring: [Checkout.tensor("adv_zeros")])
    #expect(zeros.error.mse == 0 && zeros.error.sqnrDb == nil && zeros.error.cosine == nil)
    #expect(zeros.notes?["error.sqnr_db"] == "all values are zero")

    let single = try MeasurementReport(measuring: [Checkout.tensor("adv_single")])
    #expect(single.tensor.count == 1 && single.tensor.min == single.tensor.max)

    let constant = try MeasurementReport(measuring: [Checkout.tensor("adv_const_neg")])
    #expect(constant.tensor.min == constant.tensor.max)
    #expect(try #require(constant.encodings.first).scale > 0)
  }

  @Test("NaN and the infinities are counted and left out")
  func nonFinite() throws {
    for id in ["adv_nan", "adv_inf", "adv_posinf_nan"] {
      let fixture = Fixture.named(id)
      let report = try MeasurementReport(measuring: [Checkout.tensor(id)])
      #expect(report.tensor.nan == fixture.values.count(where: \.isNaN))
      #expect(report.tensor.positiveInfinity == fixture.values.count { $0 == .infinity })
      #expect(report.tensor.negativeInfinity == fixture.values.count { $0 == -.infinity })
      #expect(report.tensor.finite == fixture.finite.count)
      #expect(report.tensor.max == fixture.finite.max())
    }
  }

  @Test("the same run prints the same bytes")
  func deterministic() throws {
    let arguments = ["measure", "samples/softmax.npy", "--json", "--calibrator", "mse"]
    let outputs = try Set((0..<3).map { _ in try Program.run(arguments).output })
    #expect(outputs.count == 1)
  }
}
