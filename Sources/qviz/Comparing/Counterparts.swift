import Explorer
import ModelComparison
import QuantizationEngine

/// What a quantized model holds in place of the tensors that are open.
struct Counterparts: Sendable {
  /// A pair that an open tensor belongs to.
  struct Place: Sendable {
    /// The pair.
    let pair: TensorPair
    /// Which of the tensors on the pair's original side it is: experts may be stacked on the other.
    let part: Int
  }

  /// Reads both sides.
  let reader: PairReader
  private let places: [Int: Place]

  /// The counterparts by pairs.
  ///
  /// - Parameters:
  ///   - reader: Reads both sides, whose tensors the pairs name by their indices.
  ///   - pairs: Which belong together.
  ///   - positions: The position in the catalogue of each tensor of the reader's original side.
  init(reader: PairReader, pairs: [TensorPair], positions: [Int]) {
    self.reader = reader
    var places: [Int: Place] = [:]
    for pair in pairs {
      for (part, index) in pair.original.enumerated() {
        places[positions[index]] = Place(pair: pair, part: part)
      }
    }
    self.places = places
  }

  /// The pair of an open tensor, by its position in the catalogue; nil if it has none.
  func place(of position: Int) -> Place? { places[position] }

  /// What the explorer knows of a tensor's counterpart; nil if it has none.
  func counterpart(of position: Int) -> Counterpart? {
    guard let place = places[position] else { return nil }
    let storage = reader.storage(of: place.pair, part: place.part)
    return Counterpart(
      name: place.pair.counterpart, storedAs: storage.name, bitsPerValue: storage.bitsPerValue,
      byteCount: storage.byteCount)
  }
}
