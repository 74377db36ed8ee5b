import QuantizationEngine

/// The sums over a piece of a tensor, or over several.
struct PieceSums: Sendable {
  /// Those in which all values count alike, of elements that float32 holds.
  var sums = PairedSums()
  /// The same of elements that it does not hold.
  var wide = WidePairedSums()
  /// Those by the weights of columns.
  var weighted = WeightedError()

  /// Takes the next piece in.
  static func += (total: inout PieceSums, piece: PieceSums) {
    total.sums += piece.sums
    total.wide += piece.wide
    total.weighted += piece.weighted
  }
}

/// What is measured of a piece: the elements as they are stored beside what a format made of them.
///
/// Formats see float32. Where that does not hold every value of the elements' type they are read a second
/// time as float64, so that the rounding to float32 is in the error.
struct PieceMeasure: Sendable {
  let stream: ElementStream
  /// Which values are in no sum.
  let rule: IgnoreRule
  /// How much each column matters; nil where all matter alike.
  let columns: PassColumns?

  /// The sums over some elements.
  ///
  /// - Parameters:
  ///   - elements: Their places.
  ///   - values: The elements, rounded to float32.
  ///   - decoded: What the format makes of them.
  /// - Returns: The sums over those that are not left out.
  func sums(
    of elements: Range<Int>, _ values: Span<Float>, _ decoded: Span<Float>
  ) -> PieceSums {
    guard stream.elementType.fitsFloat32 else { return exactSums(of: elements, decoded) }
    guard !rule.isEmpty else { return roundedSums(of: elements, values, decoded) }
    var kept = values.indices.map { values[$0] }
    rule.mark(&kept)
    return roundedSums(of: elements, kept.span, decoded)
  }

  private func roundedSums(
    of elements: Range<Int>, _ values: Span<Float>, _ decoded: Span<Float>
  ) -> PieceSums {
    var piece = PieceSums()
    piece.sums.add(values, decoded)
    if let columns {
      piece.weighted = columns.error(of: elements, decoded) { Double(values[$0]) }
    }
    return piece
  }

  private func exactSums(of elements: Range<Int>, _ decoded: Span<Float>) -> PieceSums {
    var values = [Double](repeating: 0, count: elements.count)
    var target = values.mutableSpan
    stream.read(elements, into: &target)
    rule.mark(&values)
    var piece = PieceSums()
    piece.wide.add(values.span, decoded)
    if let columns {
      piece.weighted = columns.error(of: elements, decoded) {
        // What float32 has no room for is lost, whatever was made of its rounding.
        Float(values[$0]).isFinite ? values[$0] : .nan
      }
    }
    return piece
  }
}
