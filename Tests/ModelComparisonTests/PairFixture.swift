import Foundation
import ModelComparison
import NumberFormats
import QuantizationEngine
import TestSupport
import Testing

/// A tensor of a real checkpoint and its counterpart in the file that a real tool made of it.
///
/// `Referee/pairs.py` took the bytes out of the files and worked out the facts in float64.
struct PairFixture: Decodable, CustomTestStringConvertible, Sendable {
  let `case`: String
  let name: String
  let counterpart: String
  let shape: [Int]
  let original_type: String
  let stored: String
  let original: [Int]
  let quantized: [Int]
  let bytes: Int
  let heads: Int?
  let as_stored: Double?
  let rows_put_back: Double?
  let library_mse: Lossy
  let facts: Facts

  /// What NumPy says in float64.
  struct Facts: Decodable {
    let count: Int
    let relative_error: Double
    let mse: Double
    let cosine: Double?
    let best_factor: Double?
    let relative_mean_error: Double
    let max_abs_error: Double
    let max_index: Int
    let weighted: Double
    let changed_bits: Int
    let changed_values: Int
    let worst_row: Int?
    let worst_row_error: Double?
  }

  /// A number, or the name of one that JSON has not.
  struct Lossy: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        value = number
      } else {
        value = Double(try container.decode(String.self)) ?? .nan
      }
    }
  }

  var testDescription: String { "\(`case`) \(counterpart)" }

  static let all: [PairFixture] = Fixtures.decoded("pairs.json")
  private static let bytes = [UInt8](Fixtures.data("pairs.bin"))

  static func named(_ name: String, in case: String) -> PairFixture? {
    all.first { $0.case == `case` && $0.name == name }
  }

  /// The transform that the tool made.
  var transform: TensorTransform { heads.map { .interleavedRows(heads: $0) } ?? .asIs }

  /// The original as its file tells of it.
  var originalTensor: ComparedTensor {
    ComparedTensor(
      name: name, shape: shape, elementType: ElementType(spelling: original_type),
      byteCount: original[1])
  }

  /// The counterpart as its file tells of it.
  var quantizedTensor: ComparedTensor {
    ComparedTensor(
      name: counterpart, shape: shape, storedAs: stored,
      elementType: ElementType(spelling: stored), byteCount: bytes)
  }

  var originalValues: ValueSource { Self.source(original, as: original_type) }
  var quantizedValues: ValueSource { Self.source(quantized, as: stored) }

  private static func source(_ place: [Int], as type: String) -> ValueSource {
    let stored = Array(bytes[place[0]..<place[0] + place[1]])
    if let format = BlockFormat.named(type) {
      var values = [Float](
        repeating: 0, count: stored.count / format.byteCount * format.valueCount)
      var span = values.mutableSpan
      format.decode(stored.span.bytes, into: &span)
      return ValueSource(values)
    }
    guard let type = ElementType(spelling: type) else { preconditionFailure("unknown \(type)") }
    let size = type.byteCount
    return ValueSource(
      ElementStream(elementType: type, byteOrder: .little, count: stored.count / size) {
        elements, body in
        body(
          stored.span.extracting(elements.lowerBound * size..<elements.upperBound * size).bytes)
      })
  }

  /// The comparison under the transform that the tool made.
  func comparison(weights: ColumnWeights? = nil) throws -> PairComparison {
    try comparison(under: transform, weights: weights)
  }

  func comparison(
    under transform: TensorTransform, weights: ColumnWeights? = nil
  ) throws -> PairComparison {
    let ordered = try quantizedValues.ordered(shape, transform)
    return PairComparison(
      original: originalValues.changed(by: transform), quantized: ordered, shape: shape,
      transform: transform, weights: weights, quantizedType: ElementType(spelling: stored))
  }

  /// The pair that names and shapes make, of these two tensors alone.
  func pair(hints: ArchitectureHints = .none) -> TensorPair? {
    Pairing(original: [originalTensor], quantized: [quantizedTensor], hints: hints).pairs.first
  }
}

/// What a shape does not allow.
struct TransformRefused: Error {}

extension ValueSource {
  /// The values in the original's order.
  func ordered(_ shape: [Int], _ transform: TensorTransform) throws -> ValueSource {
    guard let ordered = inOrder(ofOriginal: shape, before: transform) else {
      throw TransformRefused()
    }
    return ordered
  }

  /// All values.
  var all: [Float] { values(0..<count) }
}

/// The files of this target.
enum Fixtures {
  static func data(_ name: String) -> Data {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Fixtures/\(name)")
    guard let data = try? Data(contentsOf: file) else {
      preconditionFailure("\(name) is not there")
    }
    return data
  }

  static func decoded<Value: Decodable>(_ name: String) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: data(name))
    } catch {
      preconditionFailure("\(name): \(error)")
    }
  }
}
