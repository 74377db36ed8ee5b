@testable import NumberFormats
import QuantizationEngine
import TestSupport

/// What a format of scopes makes of values.
struct ScopeTrial {
  /// The code of each value.
  var codes: [UInt16] = []
  /// The value of each code.
  var values: [Float] = []
  /// What each scope stores.
  var stored: [UInt64] = []
}

extension ScopeCoder {
  /// What is known of a scope, gathered in pieces as a pass does: each begins with what was known
  /// before the round, and they are joined in their order.
  func closed(_ values: [Float], pieceLength: Int = .max) -> Gathered {
    var scope = gathered()
    let length = Swift.min(pieceLength, Swift.max(values.count, 1))
    for round in 0..<roundCount {
      let known = scope
      for start in stride(from: 0, to: values.count, by: length) {
        var piece = known
        gather(
          values.span.extracting(start..<Swift.min(start + length, values.count)), round: round,
          into: &piece)
        join(piece, round: round, into: &scope)
      }
      close(round: round, &scope)
    }
    return scope
  }

  /// Codes and values of one scope.
  func coded(_ values: [Float], under scope: Gathered) -> (codes: [UInt16], values: [Float]) {
    var codes = [UInt16](repeating: 0xDEAD, count: values.count)
    var codeSpan = codes.mutableSpan
    encode(values.span, under: scope, into: &codeSpan)
    return (codes, decoded(codes, under: scope))
  }

  /// The values of codes.
  func decoded(_ codes: [UInt16], under scope: Gathered) -> [Float] {
    var decoded = [Float](repeating: BlockCases.unwritten, count: codes.count)
    var span = decoded.mutableSpan
    decode(codes.span, under: scope, into: &span)
    return decoded
  }

  /// Scopes of so many neighbours each.
  func trial(_ values: [Float], scopeLength: Int, pieceLength: Int = .max) -> ScopeTrial {
    var trial = ScopeTrial()
    for start in stride(from: 0, to: values.count, by: Swift.max(scopeLength, 1)) {
      let part = Array(values[start..<Swift.min(start + scopeLength, values.count)])
      let scope = closed(part, pieceLength: pieceLength)
      let (codes, decoded) = coded(part, under: scope)
      trial.codes += codes
      trial.values += decoded
      trial.stored.append(stored(scope))
    }
    return trial
  }
}

extension NumberFormat {
  /// What a pass makes of values.
  func passed(_ values: [Float], shape: [Int]) throws -> [Float] {
    let stream = ElementStream(elementType: .float32, byteOrder: .little, count: values.count) {
      elements, body in
      body(values.span.extracting(elements).bytes)
    }
    return try FormatPass(self, shape: shape).decodedValues(of: stream)
  }
}

/// A digest of floats as the generators write it; up to 64 of them in full where `inFull`.
///
/// A NaN has the bits `nan`, for a file may not have one for all.
func goldenText(_ floats: [Float], inFull: Bool, nan: UInt32 = 0x7FC0_0000) -> String {
  let bits = floats.map { $0.isNaN ? nan : $0.bitPattern }
  guard inFull, floats.count <= 64 else { return ToolGolden.digest(of: bits) }
  return bits.map {
    let digits = String($0, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }.joined(separator: ",")
}

/// A digest of integers as the generators write it; up to 64 of them in full where `inFull`.
func goldenText(_ integers: [Int32], inFull: Bool) -> String {
  guard inFull, integers.count <= 64 else { return ToolGolden.digest(of: integers) }
  return integers.map { "\($0)" }.joined(separator: ",")
}
