@testable import NumberFormats
import TestSupport
import Testing

/// Formats of few levels beside software that computes in float32 all the way.
@Suite struct FewLevelGoldenTests {
  @Test("Ristretto's powers of two, with the logarithm in float32")
  func powersOfTwo() throws {
    let goldens = try ToolGolden.all("few-levels", "power_of_two")
    #expect(goldens.count == 41)
    for golden in goldens {
      let values = Fixture.named(golden.tensor).values
      let found = PowerOfTwoWeightCoder().trial(values, scopeLength: values.count)
      #expect(goldenText(found.values, inFull: false) == golden.members["out_f32"], "\(golden)")
    }
    print("  powers of two: \(goldens.count) of \(goldens.count)")
  }

  /// How many units in the last place transformers' scale is above ours, which is made of a sum in
  /// float64: PyTorch adds up in float32, where the sum of huge values even overflows, and all
  /// weights become NaN.
  private static let scaleDifferences: [String: Int] = [
    "act_ppocr_rec_softmax": 2, "act_minilm_l5_residual": 2, "adv_all_neg": -1,
    "adv_huge_outlier": -1,
    "adv_f16": -1, "adv_one_sided_neg_small": 1, "adv_bimodal": -1, "adv_studentt3": 1,
  ]
  private static let overflowing: Set = ["adv_overflow_range", "adv_range_1e38"]

  @Test("BitNet's weights as transformers makes them")
  func bitNet() throws {
    var (agreed, codesAgreed) = (0, 0)
    let coder = BitNetCoder()
    let goldens = try ToolGolden.all("few-levels", "bitnet")
    for golden in goldens {
      let values = Fixture.named(golden.tensor).values
      let found = coder.trial(values, scopeLength: values.count)
      let inverse = coder.scope(storedAs: found.stored[0]).inverse
      let expected = try #require(golden.float("scale"))
      if Self.overflowing.contains(golden.tensor) {
        #expect(expected == 0 && inverse > 0)
        continue
      }
      let difference = Int(expected.bitPattern) - Int(inverse.bitPattern)
      #expect(difference == Self.scaleDifferences[golden.tensor] ?? 0, "\(golden)")
      let codes = ToolGolden.digest(of: found.codes.map { UInt8($0) })
      #expect(codes == golden.members["q"], "\(golden)")
      codesAgreed += codes == golden.members["q"] ? 1 : 0
      guard difference == 0 else { continue }
      let values32 = goldenText(found.values.map { $0 + 0 }, inFull: false)
      #expect(values32 == golden.members["out_f32"], "\(golden)")
      agreed += values32 == golden.members["out_f32"] ? 1 : 0
    }
    print("  BitNet: codes \(codesAgreed) of \(goldens.count), values \(agreed)")
    #expect(codesAgreed == 39 && agreed == 31)
  }
}
