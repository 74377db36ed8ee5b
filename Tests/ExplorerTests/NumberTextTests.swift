import Foundation
import TestSupport
import Testing

@testable import Explorer

@Suite("numbers as text")
struct NumberTextTests {
  @Test(
    "fixed digits behind the point",
    arguments: [
      (0.0, 2, "0.00"), (-0.17, 4, "-0.1700"), (2.5, 0, "3"), (-2.5, 0, "-3"), (0.05, 1, "0.1"),
      (9.996, 2, "10.00"), (-0.001, 2, "0.00"), (123456.789, 1, "123456.8"),
      (1e21, 0, "1" + String(repeating: "0", count: 21)),
      (1e-7, 3, "0.000"), (0.1, 3, "0.100"), (.nan, 2, "not a number"), (.infinity, 2, "∞"),
      (-.infinity, 2, "-∞"),
    ])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(
    "a power of ten",
    arguments: [
      (5.45763e-4, 5, "5.4576e-04"), (1, 3, "1.00e+00"), (0, 3, "0.00e+00"),
      (9.9999e9, 3, "1.00e+10"), (-3.4e38, 5, "-3.4000e+38"),
      (.leastNonzeroMagnitude, 2, "5.0e-324"),
    ])
  func scientific(value: Double, digits: Int, text: String) {
    #expect(NumberText.scientific(value, significant: digits) == text)
  }

  @Test(
    "significant digits",
    arguments: [
      (0.0, 5, "0"), (0.0072212, 3, "0.00722"), (5.4576e-4, 5, "5.4576e-04"), (2.8278, 5, "2.8278"),
      (123456.7, 5, "123457"), (1234567.8, 5, "1.2346e+06"), (0.99996, 4, "1.000"), (100, 2, "100"),
    ])
  func significant(value: Double, digits: Int, text: String) {
    #expect(NumberText.significant(value, digits) == text)
  }

  @Test("fixed digits are those of printf wherever the decimal spelling decides")
  func againstPrintf() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      let value = Double(Int(random.next() % 2_000_001) - 1_000_000) / 1000 + 0.0001
      #expect(NumberText.fixed(value, decimals: 2) == String(format: "%.2f", value), "\(value)")
      #expect(
        NumberText.scientific(value, significant: 4) == String(format: "%.3e", value), "\(value)")
    }
  }

  @Test("counts have a comma between thousands")
  func counts() {
    #expect(
      [0, 999, 1000, 50_688, 16_777_216, -1234].map(NumberText.count)
        == ["0", "999", "1,000", "50,688", "16,777,216", "-1,234"])
  }

  @Test("a share that is not all or nothing never looks so")
  func percent() {
    #expect(
      [0, 0.001, 0.02, 0.5, 0.999, 1].map { NumberText.percent(share: $0) }
        == ["0 %", "<1 %", "2 %", "50 %", ">99 %", "100 %"])
    #expect(NumberText.smallPercent(share: 0.00077) == "0.077 %")
    #expect(NumberText.percent(share: .nan) == NumberText.missing)
  }

  @Test("how far above the best, in percent and then in multiples")
  func excess() {
    #expect(NumberText.excess(of: 1.036, over: 1) == "+3.60 %")
    #expect(NumberText.excess(of: 1.5, over: 1) == "+50.0 %")
    #expect(NumberText.excess(of: 15.799, over: 1) == "+1479.9 %")
    #expect(NumberText.excess(of: 158, over: 1) == "158×")
    #expect(NumberText.excess(of: 12_326.3, over: 1) == "12,326×")
    #expect(NumberText.excess(of: 1e30, over: 1) == "1.00e+30×")
    #expect(NumberText.excess(of: 1, over: 0) == NumberText.missing)
    #expect(NumberText.excess(of: 0.5, over: 1) == "+0.00 %")
  }

  @Test("thresholds keep their digits, and take a power of ten where they would be long")
  func thresholds() {
    #expect(NumberText.threshold(-0.17, decimals: 4) == "-0.1700")
    #expect(NumberText.threshold(3.4e38, decimals: 0) == "3.4000e+38")
    #expect(NumberText.threshold(1.5e-9, decimals: 12) == "1.5000e-09")
    #expect(NumberText.threshold(0, decimals: 12) == "0.000000")
    #expect(NumberText.threshold(6.710171234, decimals: 8) == "6.71017123")
    #expect(NumberText.threshold(1000.00005, decimals: 8) == "1000.00005")
    #expect(NumberText.threshold(1e-5, decimals: 4) == "0.0000")
  }

  @Test("a threshold is at most eleven columns for every float32")
  func width() {
    for power in -45...38 {
      let value = -1.23456789 * Double("1e\(power)", default: 0)
      for digits in 0...20 {
        #expect(NumberText.threshold(value, decimals: digits).count <= 11, "\(value) \(digits)")
      }
    }
  }
}

extension Double {
  fileprivate init(_ text: String, default value: Double) {
    self = Double(text) ?? value
  }
}

@Suite("steps")
struct StepSizeTests {
  @Test(
    "a hundred steps or a little more across the window",
    arguments: [(1.0, 1, -2), (5.5, 5, -2), (6.9, 5, -2), (2, 2, -2), (1999, 1, 1), (1e-3, 1, -5)])
  func normal(width: Double, mantissa: Int, exponent: Int) {
    let step = StepSize(windowWidth: width)
    #expect(step.mantissa == mantissa)
    #expect(step.exponent == exponent)
  }

  @Test("the next multiple, also from a place between two")
  func next() {
    let step = StepSize(windowWidth: 10)
    #expect(step.next(after: 0.3, towards: .up) == 0.4)
    #expect(step.next(after: 0.3, towards: .down) == 0.2)
    #expect(step.next(after: 0.31, towards: .up) == 0.4)
    #expect(step.next(after: 0.31, towards: .down) == 0.3)
    #expect(step.next(after: -0.31, towards: .down) == -0.4)
    #expect(step.with(.coarse).next(after: 0.3, towards: .up) == 1)
    #expect(step.with(.fine).next(after: 0.3, towards: .up) == 0.31)
  }

  @Test("a hundred steps up and down end where they began, for every magnitude")
  func thereAndBack() {
    for power in -40...38 {
      let width = 3 * (Double("1e\(power)") ?? 1)
      let step = StepSize(windowWidth: width)
      var value = 0.0
      for _ in 0..<100 { value = step.next(after: value, towards: .up) }
      for _ in 0..<100 { value = step.next(after: value, towards: .down) }
      #expect(value == 0, "width \(width)")
    }
  }

  @Test("a window without width, or past all numbers, has steps all the same")
  func degenerate() {
    for width in [0.0, -1, .nan, .infinity, .leastNonzeroMagnitude, 1e308] {
      let step = StepSize(windowWidth: width)
      #expect(step.next(after: 1e300, towards: .up).isFinite)
      #expect(step.next(after: 0, towards: .down).isFinite)
    }
  }
}
