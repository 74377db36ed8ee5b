/// A summary of a tensor's values that has a fixed largest size and can be merged with others.
///
/// It is made in one pass over the values, however many they are. Merging the sketches of the parts
/// of a tensor, in any order and grouping, gives the sketch of the whole, bit for bit.
///
/// Values are held as their float32 roundings, in the bins of equation (21). A tensor of float64,
/// int32 or wider has ``precision`` `.rounded`: each value may be half an ulp of a float32 away from
/// what is held, which the bounds of every metric include.
///
/// - Complexity: at most 4 million bins of 28 bytes; real tensors have some ten to a hundred
///   thousand.
public struct TensorSketch: Hashable, Sendable {
  /// How the values that are held differ from those of the tensor.
  public enum Precision: Hashable, Sendable {
    /// Not at all: a float32 holds every value.
    case float32
    /// Each was rounded to the nearest float32.
    case rounded
  }

  /// The largest number of elements: what keeps every sum within 64 bits.
  public static let largestElementCount = 1 << 42

  /// The tensor's name; empty if it is not known, or if sketches of different names were merged.
  public let name: String
  /// The type of the elements; nil if sketches of different types were merged.
  public let elementType: ElementType?
  /// How the values that are held differ from those of the tensor.
  public let precision: Precision
  /// How many elements are not finite in float32.
  public let excluded: NonFiniteCounts
  /// The smallest and the largest finite value, exactly; nil if there are none.
  public let bounds: ClosedRange<Double>?
  /// The values.
  let bins: SketchBins

  init(
    name: String, elementType: ElementType?, precision: Precision, excluded: NonFiniteCounts,
    bounds: ClosedRange<Double>?, bins: SketchBins
  ) {
    self.name = name
    self.elementType = elementType
    self.precision = precision
    self.excluded = excluded
    self.bounds = bounds
    self.bins = bins
  }

  /// How many finite values there are.
  public var count: Int {
    Int(bins.counts.reduce(0, +))
  }

  /// How many elements there are, finite or not.
  public var elementCount: Int {
    count + excluded.total
  }

  /// How many bins hold a value.
  public var binCount: Int { bins.places.count }

  /// The sketch of the elements of two sketches together.
  ///
  /// Associative and commutative, to the bit: names and types that differ are forgotten.
  ///
  /// - Throws: ``SketchError/tooManyElements`` past ``largestElementCount``.
  public static func merge(
    _ first: TensorSketch, _ second: TensorSketch
  ) throws(SketchError) -> TensorSketch {
    guard first.elementCount + second.elementCount <= largestElementCount else {
      throw .tooManyElements
    }
    return first.merged(with: second)
  }

  /// The two together, whose elements are known not to be too many.
  func merged(with other: TensorSketch) -> TensorSketch {
    let parts = [bounds, other.bounds].compactMap(\.self)
    let whole = parts.dropFirst().reduce(parts.first) { whole, part in
      whole.map { min($0.lowerBound, part.lowerBound)...max($0.upperBound, part.upperBound) }
    }
    return TensorSketch(
      name: name == other.name ? name : "",
      elementType: elementType == other.elementType ? elementType : nil,
      precision: precision == other.precision ? precision : .rounded,
      excluded: excluded + other.excluded, bounds: whole, bins: bins + other.bins)
  }
}
