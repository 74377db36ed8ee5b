import TestSupport

extension ToolGolden {
  /// Floats as goldens have them: their bits, or from 65 on a digest.
  static func text(of floats: [Float]) -> String {
    guard floats.count <= 64 else { return digest(of: floats) }
    return floats.map { float in
      let bits = String(float.bitPattern, radix: 16)
      return String(repeating: "0", count: 8 - bits.count) + bits
    }.joined(separator: ",")
  }

  /// Whole numbers as goldens have them, or from 65 on a digest.
  static func text(of numbers: [Int32]) -> String {
    numbers.count <= 64 ? numbers.map(String.init).joined(separator: ",") : digest(of: numbers)
  }
}
