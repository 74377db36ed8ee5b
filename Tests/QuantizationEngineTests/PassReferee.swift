import TestSupport

@testable import QuantizationEngine

/// What a pass must find, worked out element by element in Double, with nothing shared but the
/// quantizer.
struct PassReferee {
  /// One block: its finite values, its quantizer, its error.
  struct Block {
    var values: [Double] = []
    var excluded = NonFiniteCounts()
    var quantizer: AffineQuantizer?
    var refusal: EncodingError?
    var sums = ErrorSums()
  }

  let blocks: [Block]
  /// The sums over all blocks, with counts of levels.
  let sums: ErrorSums

  /// The blocks of row-major values under a scheme.
  init(_ values: [Double], layout: BlockLayout, scheme: Scheme) {
    blocks = (0..<layout.blockCount).map { index in
      var block = Block()
      layout.forEachRun(ofBlock: index) { start, length in
        for value in values[start..<start + length] {
          let rounded = Float(value)
          if rounded.isFinite {
            block.values.append(value)
          } else if rounded.isNaN {
            block.excluded.nan += 1
          } else if rounded > 0 {
            block.excluded.positiveInfinity += 1
          } else {
            block.excluded.negativeInfinity += 1
          }
        }
      }
      guard let lower = block.values.min(), let upper = block.values.max() else { return block }
      do throws(EncodingError) {
        let range = ClippingRange(lower: lower, upper: upper)
        let quantizer = AffineQuantizer(
          encoding: try scheme.encoding(for: range), arithmetic: scheme.arithmetic)
        block.quantizer = quantizer
        block.sums = Self.sums(of: [(quantizer, block.values)])
      } catch {
        block.refusal = error
      }
      return block
    }
    sums = Self.sums(
      of: blocks.compactMap { block in block.quantizer.map { ($0, block.values) } })
  }

  /// The sums of some values, each kind with its quantizer, in float64 with every rounding kept.
  private static func sums(of parts: [(AffineQuantizer, [Double])]) -> ErrorSums {
    var sums = ErrorSums()
    var (squares, quantized, products) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    var (rounding, clipping, absolute) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    var (signed, inSteps) = (CompensatedSum(), CompensatedSum())
    for (quantizer, values) in parts {
      let encoding = quantizer.encoding
      let lowest = Double(quantizer.dequantize(encoding.quantMin))
      let highest = Double(quantizer.dequantize(encoding.quantMax))
      if sums.levelCounts.isEmpty {
        sums.levelCounts = Array(repeating: 0, count: encoding.codeCount)
      }
      for value in values {
        let code = quantizer.quantize(Float(value))
        let level = Double(quantizer.dequantize(code))
        let error = value - level
        sums.count += 1
        sums.levelCounts[code - encoding.quantMin] += 1
        if value < lowest { sums.clippedBelow += 1 }
        if value > highest { sums.clippedAbove += 1 }
        if value < lowest || value > highest {
          clipping.add(error * error)
        } else {
          rounding.add(error * error)
        }
        absolute.add(error.magnitude)
        signed.add(error)
        inSteps.add((error / Double(encoding.scale)) * (error / Double(encoding.scale)))
        sums.maximumAbsoluteError = max(sums.maximumAbsoluteError, error.magnitude)
        squares.add(value * value)
        quantized.add(level * level)
        products.add(value * level)
      }
    }
    sums.squares = squares.value
    sums.quantizedSquares = quantized.value
    sums.products = products.value
    sums.roundingSquaredError = rounding.value
    sums.clippingSquaredError = clipping.value
    sums.absoluteError = absolute.value
    sums.signed = DoubleDouble(signed.value)
    sums.squaredErrorInSteps = inSteps.value
    return sums
  }
}

/// What differs between two sums: counts and the maximum at all, the others beyond 10⁻¹² of
/// themselves, or for products of the terms that they are made of.
func differences(_ found: ErrorSums, _ expected: ErrorSums) -> [String] {
  var failures: [String] = []
  func check(_ name: String, _ found: Double, _ expected: Double, _ size: Double) {
    if found == expected || (found - expected).magnitude <= 1e-12 * size { return }
    if found.isNaN, expected.isNaN { return }
    failures.append("\(name) \(found), expected \(expected)")
  }
  for (name, path) in [
    ("Σx²", \ErrorSums.squares), ("Σx̂²", \.quantizedSquares),
    ("rounding", \.roundingSquaredError), ("clipping", \.clippingSquaredError),
    ("Σ|e|", \.absoluteError),
  ] {
    check(name, found[keyPath: path], expected[keyPath: path], expected[keyPath: path])
  }
  check("Σe", found.signedError, expected.signedError, expected.absoluteError)
  check(
    "Σ(e/S)²", found.squaredErrorInSteps ?? .nan, expected.squaredErrorInSteps ?? .nan,
    expected.squaredErrorInSteps ?? 0)
  check(
    "Σx·x̂", found.products, expected.products,
    (expected.squares * expected.quantizedSquares).squareRoot())
  check("max", found.maximumAbsoluteError, expected.maximumAbsoluteError, 0)
  if found.count != expected.count { failures.append("count \(found.count) \(expected.count)") }
  if found.clippedBelow != expected.clippedBelow || found.clippedAbove != expected.clippedAbove {
    failures.append("clipped \(found.clippedBelow) and \(found.clippedAbove)")
  }
  return failures
}
