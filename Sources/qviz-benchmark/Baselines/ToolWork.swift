import Glibc

/// Work that no tool can leave out if it is to choose a range, done as fast as plain Swift does it on
/// one thread: what a calibrator is timed beside where the tool itself cannot be run.
///
/// A tool does more: it has passes of its own to make magnitudes, it hands arrays from one library to
/// another, and searches in an interpreter.
enum ToolWork: Sendable {
  /// The least and the greatest value.
  case bounds
  /// As many counts as there are bins, from the least to the greatest value.
  case histogram(bins: Int)
  /// Σx².
  case squares
  /// Some values quantized, and the squared errors added up; all of them where no number is given.
  case errors(times: Int, of: Int? = nil)
  /// A divergence of so many terms, candidates by bins, each with a logarithm.
  case divergence(terms: Int)

  private typealias Lanes = SIMD16<Float>

  /// What the tool of a calibrator cannot leave out; of one that is not known, that it looks at each
  /// value once.
  static func of(_ calibrator: String) -> [ToolWork] {
    most[calibrator] ?? little[calibrator] ?? [.bounds]
  }

  /// Whether most of the tool's work is in ``of(_:)``, so that it can stand for the tool.
  ///
  /// What searches, or goes from channel to channel, takes many times as long as its passes, and as
  /// a search of vectors in here.
  static func standsForTool(_ calibrator: String) -> Bool { most[calibrator] != nil }

  /// Where it is most of what the tool does.
  private static let most: [String: [ToolWork]] = [
    "ort-minmax": [.bounds], "torch-minmax": [.bounds], "torch-moving-average": [.bounds],
    "aimet-minmax": [.bounds], "aimet-torch-minmax": [.bounds], "aimet-v1-minmax": [.bounds],
    "snpe-minmax": [.bounds], "tensorrt-max": [.bounds], "tflite-minmax": [.bounds],
    "litert-minmax": [.bounds], "ppq-minmax": [.bounds], "nncf-minmax": [.bounds],
    "compressed-tensors-minmax": [.bounds], "ncnn-aciq": [.bounds],
    "torchao-minmax": [.bounds], "ort-moving-average": [.bounds],
    // Selections look at each value at least once.
    "ppq-percentile": [.bounds], "brevitas-percentile": [.bounds],
    "ort-entropy": [.bounds, .histogram(bins: 128)],
    "ort-percentile": [.bounds, .histogram(bins: 2048)],
    "ort-distribution": [.bounds, .histogram(bins: 2048)],
    "ort-float8": [.bounds, .histogram(bins: 2048)],
    "torch-histogram": [.bounds, .histogram(bins: 2048)],
    "aimet-tf-enhanced": [.bounds, .histogram(bins: 1536)],
    "aimet-percentile": [.bounds, .histogram(bins: 1536)],
    "tensorrt-percentile": [.bounds, .histogram(bins: 2048)],
    "litert-octav": [.bounds, .squares, .squares],
    "litert-mse": [.squares],
    "modelopt-mse": [.bounds, .errors(times: 39)],
  ]

  /// Where it is little of what the tool does.
  private static let little: [String: [ToolWork]] = [
    "torch-per-channel-minmax": [.bounds],
    "ort-entropy-2048": [.bounds, .histogram(bins: 2048), .divergence(terms: 2 * sum(64...1024))],
    "neural-compressor-kl": [.bounds, .histogram(bins: 2048)],
    "ncnn-kl": [.bounds, .histogram(bins: 2048), .divergence(terms: sum(128...2047))],
    "aimet-entropy": [.bounds, .histogram(bins: 512)],
    "tensorrt-entropy": [.bounds, .histogram(bins: 2048), .divergence(terms: sum(128...2048))],
    "tensorrt-mse": [.bounds, .histogram(bins: 2048), .errors(times: 1920, of: 2048)],
    "ppq-kl": [.bounds, .histogram(bins: 4096)],
    "ppq-mse": [.bounds, .histogram(bins: 2048)],
    "brevitas-kl": [.bounds, .histogram(bins: 1001), .divergence(terms: 2 * sum(63...500))],
  ]

  /// The sum of a run of whole numbers.
  private static func sum(_ range: ClosedRange<Int>) -> Int {
    (range.lowerBound + range.upperBound) * range.count / 2
  }

  /// In a few words.
  var words: String {
    switch self {
    case .bounds: "min and max"
    case .histogram(let bins): "\(bins) bins"
    case .squares: "Σx²"
    case .errors(let times, let count?): "\(times) errors of \(count)"
    case .errors(let times, nil): "\(times) errors"
    case .divergence(let terms): "\(Unit.grouped(terms)) logarithms"
    }
  }

  /// Does some of it; a histogram lies over the bounds that were found before it.
  static func run(_ work: [ToolWork], on values: [Float]) -> Double {
    var found: (lower: Float, upper: Float) = (-1, 1)
    return work.reduce(0) { sum, part in
      switch part {
      case .bounds:
        found = bounds(of: values)
        return sum + Double(found.upper)
      case .histogram(let bins):
        return sum + Double(histogram(of: values, over: found, bins: bins)[bins / 2])
      case .squares: return sum + squares(of: values)
      case .errors(let times, let count):
        let some = count.map { Array(values.prefix($0)) } ?? values
        return (1...times).reduce(sum) { sum, turn in
          sum
            + VectorizedPass.meanSquaredError(
              of: some, scale: Float(turn) / 4096, lowest: -127, highest: 127)
        }
      case .divergence(let terms): return (1...terms).reduce(sum) { $0 + log(Double($1)) }
      }
    }
  }

  /// Sixteen values at a time.
  private static func bounds(of values: [Float]) -> (lower: Float, upper: Float) {
    var lower = Lanes(repeating: .infinity)
    var upper = -lower
    forEachLanes(of: values) { lanes in
      lower.replace(with: lanes, where: lanes .< lower)
      upper.replace(with: lanes, where: lanes .> upper)
    }
    return (lower.min(), upper.max())
  }

  private static func squares(of values: [Float]) -> Double {
    var sum = 0.0
    var part = Lanes.zero
    var turn = 0
    forEachLanes(of: values) { lanes in
      part += lanes * lanes
      turn += 1
      if turn.isMultiple(of: 64) {
        sum += Double(part.sum())
        part = .zero
      }
    }
    return sum + Double(part.sum())
  }

  /// Places sixteen at a time, counts one by one.
  private static func histogram(
    of values: [Float], over bounds: (lower: Float, upper: Float), bins: Int
  ) -> [Int] {
    // Rounded to the nearest place, of which there is one more than there are bins.
    var counts = [Int](repeating: 0, count: bins + 1)
    let origin = Lanes(repeating: bounds.lower)
    let factor = Lanes(repeating: Float(bins) / (bounds.upper - bounds.lower))
    // In the float32 numbers from 2²³ on the last bits are a whole number.
    let shift = Lanes(repeating: 0x1p23)
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      forEachLanes(of: values) { lanes in
        let places = unsafe unsafeBitCast(
          (lanes - origin) * factor + shift, to: SIMD16<UInt32>.self)
        for lane in 0..<16 { unsafe counts[Int(places[lane] & 0x7F_FFFF)] += 1 }
      }
    }
    return counts
  }

  /// All but the last few, if their number is no multiple of sixteen.
  @inline(__always)
  private static func forEachLanes(of values: [Float], _ body: (Lanes) -> Void) {
    let width = Lanes.scalarCount
    unsafe values.withUnsafeBytes { bytes in
      for group in 0..<values.count / width {
        let place = group * width * MemoryLayout<Float>.stride
        body(unsafe bytes.loadUnaligned(fromByteOffset: place, as: Lanes.self))
      }
    }
  }
}
