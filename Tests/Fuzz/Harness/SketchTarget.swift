@testable import QuantizationEngine

extension FuzzTarget {
  /// The file of a sketch, as it is and with a frame put round it: no fuzzer guesses a checksum.
  static let sketch = FuzzTarget(name: "sketch") { bytes in
    read(bytes)
    read(SketchWriter(bytes: bytes).framed())
  }

  private static func read(_ bytes: [UInt8]) {
    do throws(SketchError) {
      let sketch = try TensorSketch(decoding: bytes)
      Finding.unless(sketch.encoded() == bytes, "equal sketches have equal bytes")
      ask(sketch)
      ask(try TensorSketch.merge(sketch, sketch))
    } catch {
      Finding.unless(!error.description.isEmpty, "an error has a sentence")
    }
  }

  /// Asks a sketch what a screen would: its values, and what a few levels do to them.
  private static func ask(_ sketch: TensorSketch) {
    let line = SketchedDistribution(sketch)
    guard let bounds = line.bounds, line.count > 0 else { return }
    for rank in [0, line.count / 3, line.count / 2, line.count - 1] {
      let value = line.value(atRank: rank)
      Finding.unless(bounds.contains(value), "a value lies between the smallest and the largest")
    }
    let width = bounds.upperBound - bounds.lowerBound
    let levels = (0...4).map { Float(bounds.lowerBound + width * Double($0) / 4) }
    let distinct = Array(Set(levels)).sorted()
    let error = TensorDistribution(sketch).error(on: [Staircase(nearest: distinct)])
    Finding.unless(error.sums.squaredError >= 0, "a sum of squares is not negative")
  }
}
