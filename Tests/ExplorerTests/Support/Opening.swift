import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

/// An explorer that shows a sample of a tensor, while the test decides when the rest arrives.
struct Opening {
  var session: Session
  private let ticket: Ticket
  private let tensor: TestTensor
  private let layout: BlockLayout

  /// A session that has taken in every `step`-th value of a tensor.
  init(
    _ tensor: TestTensor, size: ScreenSize = ScreenSize(columns: 80, rows: 24),
    granularity: GranularityChoice = .tensor, start: StartingRange = .minMax, step: Int = 8
  ) throws {
    session = Session(tensor, size: size, granularity: granularity, start: start, isLoaded: false)
    guard case .load(_, _, let ticket)? = session.kept.first else {
      throw Failure.loadsNothing
    }
    self.ticket = ticket
    self.tensor = tensor
    layout = try BlockLayout(
      shape: tensor.shape, granularity: granularity.granularity(ofShape: tensor.shape))
    let sample = try sample(step: step)
    session.send(
      .answer(.sampled(LoadedTensor(sample, reference: DivergenceReference(sample))), ticket))
  }

  enum Failure: Error {
    case loadsNothing
  }

  /// Says how far the reading is.
  mutating func report(_ progress: LoadProgress) {
    session.send(.answer(.progress(progress), ticket))
  }

  /// Whether the tensor comes with what divergences are measured against.
  enum Reference {
    case made
    case left
  }

  /// Brings all values.
  mutating func complete(reference: Reference = .made) {
    let all = TensorDistribution(tensor.values, layout: layout)
    let loaded = LoadedTensor(all, reference: reference == .made ? DivergenceReference(all) : nil)
    session.send(.answer(.loaded(loaded), ticket))
  }

  /// Ends the reading with a sentence.
  mutating func fail(_ sentence: String) {
    session.send(.answer(.loadFailed(sentence), ticket))
  }

  private func sample(step: Int) throws -> TensorDistribution {
    var excluded = NonFiniteCounts()
    var blocks: [[Float]] = Array(repeating: [], count: layout.blockCount)
    for element in stride(from: 0, to: tensor.values.count, by: step) {
      let value = tensor.values[element]
      if value.isFinite {
        blocks[layout.block(ofElement: element)].append(value)
      } else if value.isNaN {
        excluded.nan += 1
      }
    }
    return TensorDistribution(
      blocks: blocks.map { SortedDistribution($0) }, layout: layout, excluded: excluded,
      exactness: .sample(of: tensor.values.count))
  }
}
