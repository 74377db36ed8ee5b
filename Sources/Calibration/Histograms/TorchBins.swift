internal import QuantizationEngine

/// The bins of `torch.histc` over a range of float32 values.
///
///     bin(x) = ⌊float32((x − first) · count) / (last − first)⌋,  x = last in the last bin
///
/// each operation rounded to the type of the values; unlike NumPy's it does not look at edges
/// afterwards. The counts are of that type, too, and stop where it has no next number: at 2²⁴ in
/// float32, 2¹¹ in float16, 2⁸ in bfloat16, in each thread that counts: of a million normal float16 values in
/// 256 bins one thread of PyTorch counts 267 787, two 465 745, four 760 545. Here there is one thread.
///
/// Edge cases: a range of no width is widened by one on each side. Where (x − first) · count overflows,
/// as it does in float16 with 2048 bins from 32 above the first edge on, PyTorch's conversion to an
/// integer ends in the first bin.
///
/// Source: torch 2.13, `aten/src/ATen/native/cpu/HistogramKernel.cpp`.
struct TorchBins: ToolBins, Hashable {
  /// How many there are.
  let count: Int
  private let type: ElementType
  private let first: Float
  private let last: Float
  private let range: ClosedRange<Float>

  /// The bins of a range, for values of a type.
  init(over range: ClosedRange<Float>, count: Int, type: ElementType = .float32) {
    self.count = count
    self.type = type
    self.range = range
    let hasNoWidth = range.lowerBound == range.upperBound
    first = hasNoWidth ? type.rounded(range.lowerBound - 1) : range.lowerBound
    last = hasNoWidth ? type.rounded(range.upperBound + 1) : range.upperBound
  }

  /// The number at which a thread's count stops in the small floats: adding one to it is rounded away.
  ///
  /// Float32 counts are taken as exact, for a bin of 2²⁴ values is counted by several threads.
  var countLimit: Int {
    switch type {
    case .float16: 1 << 11
    case .bfloat16: 1 << 8
    default: .max
    }
  }

  /// Float32 edges, `torch.linspace` over the range as it was asked for, before it is widened.
  var edges: [Float] {
    TorchArithmetic.linspace(from: range.lowerBound, through: range.upperBound, count: count + 1)
  }

  /// The bin of a value, those below and above the range going to the outermost ones.
  func bin(of value: Float) -> Int {
    let product = type.rounded(type.rounded(value - first) * type.rounded(Float(count)))
    guard product < .infinity else { return count }
    guard value > first else { return 0 }
    guard value < last else { return count - 1 }
    let place = type.rounded(product / type.rounded(last - first))
    return place < Float(count) ? Int(place) : count - 1
  }

  /// Whether the tool counts a value beyond its bins, and so in memory that is not its own.
  ///
  /// That takes a number of bins that is no power of two, so that the product is rounded upwards: 1001 in
  /// bfloat16, for values next to the last edge.
  func isBeyondMemory(_ value: Float) -> Bool {
    let product = type.rounded(type.rounded(value - first) * type.rounded(Float(count)))
    return product < .infinity
      && type.rounded(product / type.rounded(last - first)) >= Float(count + 1)
  }
}
