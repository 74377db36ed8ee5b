import Testing

@testable import qviz

@Suite struct RoundedNumberTests {
  @Test("so many digits behind the point")
  func fixed() {
    #expect(RoundedNumber.fixed(0, decimals: 2) == "0.00")
    #expect(RoundedNumber.fixed(1.005, decimals: 1) == "1.0")
    #expect(RoundedNumber.fixed(-0.001, decimals: 2) == "0.00")
    #expect(RoundedNumber.fixed(-12.345, decimals: 2) == "-12.35")
    #expect(RoundedNumber.fixed(99.999, decimals: 2) == "100.00")
    #expect(RoundedNumber.fixed(7.5, decimals: 0) == "8")
    #expect(RoundedNumber.fixed(1e20, decimals: 2) == "1.000e+20")
    #expect(RoundedNumber.fixed(.infinity, decimals: 2) == "inf")
  }

  @Test("four significant digits, up to the ends of float64")
  func scientific() {
    let cases: [(Double, String)] = [
      (0, "0"), (1, "1.000e+00"), (-1, "-1.000e+00"), (0.0005458, "5.458e-04"),
      (9.99949, "9.999e+00"), (9.99951, "1.000e+01"), (123456, "1.235e+05"), (1e-300, "1.000e-300"),
      (.leastNonzeroMagnitude, "4.941e-324"), (.greatestFiniteMagnitude, "1.798e+308"),
      (0.001, "1.000e-03"),
      (1000, "1.000e+03"), (.nan, "nan"), (-.infinity, "-inf"),
    ]
    for (value, text) in cases { #expect(RoundedNumber.scientific(value) == text) }
  }
}
