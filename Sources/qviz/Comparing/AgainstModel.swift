import Explorer
import ModelComparison
import QuantizationEngine

/// The quantized model that everything open is compared with on the screen.
struct AgainstModel: Sendable {
  /// What it holds in place of the tensors that are open.
  let counterparts: Counterparts
  /// What the explorer knows of it.
  let model: ComparedModel
  /// Why files of it were not read, and what a person should know of it.
  let notes: [String]

  private let pairing: Pairing
  private let positions: [Int]

  /// A quantized model beside its original.
  ///
  /// - Parameters:
  ///   - theirs: What it holds.
  ///   - ours: The original.
  /// - Throws: `Failure` where no tensor of it belongs to one of the original.
  init(_ theirs: Catalogue, of ours: Catalogue) throws {
    try theirs.checkNotEmpty()
    let (original, quantized) = (ComparedSide(ours), ComparedSide(theirs))
    var reader = PairReader(
      original: original.tensors, quantized: quantized.tensors, importance: nil)
    let pairing = try reader.pairing(original, quantized)
    reader.norms = InputNorms(pairing)
    let positions = ours.tensors.indices.filter {
      ours.tensors[$0].obstacle == nil && !ours.tensors[$0].isSketch
    }
    counterparts = Counterparts(reader: reader, pairs: pairing.pairs, positions: positions)
    self.pairing = pairing
    self.positions = positions
    let unreadThere = NameLookup(quantized.unreadNames)
    var missing: [Int: String] = [:]
    for tensor in pairing.onlyInOriginal {
      let unread = unreadThere.found(pairing.original[tensor.index].name)
      missing[positions[tensor.index]] =
        unread.map { "its counterpart \($0.name) is not read" } ?? tensor.reason.description
    }
    for (position, tensor) in ours.tensors.enumerated() where tensor.isSketch {
      missing[position] = "a sketch has no order of elements"
    }
    let parts = pairing.onlyInQuantized.filter(\.reason.isCompanion)
    let others = pairing.onlyInQuantized.filter { !$0.reason.isCompanion }
    model = ComparedModel(
      title: quantized.title, missing: missing,
      surplus: others.map {
        ComparedModel.Surplus(
          name: pairing.quantized[$0.index].name, reason: $0.reason.description)
      })
    let alone =
      others.isEmpty
      ? [] : ["\(TensorCount.words(others.count)) only in \(quantized.title), listed at the end"]
    let stored =
      parts.isEmpty
      ? []
      : ["\(TensorCount.words(parts.count)) of \(quantized.title) say how others are stored"]
    notes =
      quantized.obstacles.map { "\(quantized.title): \($0)" } + alone + stored + theirs.notes
      + theirs.failures.map(\.sentence)
  }

  /// What became of an open tensor, with the positions of all that are one with it in the quantized model;
  /// nil where it has no counterpart.
  ///
  /// - Throws: `CancellationError` once the monitor says so.
  func outcome(
    of position: Int, _ monitor: ProgressMonitor
  ) throws(CancellationError) -> (tensors: [Int], outcome: StoredOutcome)? {
    guard let place = counterparts.place(of: position) else { return nil }
    let tensors = place.pair.original.map { positions[$0] }
    do {
      let found = try counterparts.reader.damage(of: place.pair, in: pairing, monitor: monitor)
      return (tensors, .compared(StoredDamage(found.damage)))
    } catch let failure as Failure {
      return (tensors, .unread(failure.sentence))
    } catch {
      throw CancellationError()
    }
  }
}

extension UnmatchedReason {
  /// Whether it says how another tensor is stored.
  fileprivate var isCompanion: Bool { if case .companion = self { true } else { false } }
}

extension StoredDamage {
  /// What the explorer is told of a pair.
  fileprivate init(_ found: TensorDamage) {
    let error = found.error
    self.init(Damage(error.error))
    cosine = error.error.cosineSimilarity
    relativeMeanError = error.relativeMeanError
    rootMeanSquaredErrorInSteps = error.error.rootMeanSquaredErrorInSteps
    largestErrorIndex = error.largestErrorIndex
    worstChannel = error.worstChannel.map {
      Channel(index: $0.index, relativeError: $0.relativeError)
    }
    decibelsAboveUsual = found.decibelsAboveUsual
    codesUsed = error.codes.map { ($0.used, $0.range.count) }
    flags = found.findings.map { Flag(name: $0.name, reason: $0.description) }
    let transform = found.pair.transforms[0]
    change = transform == .asIs ? nil : transform.description
    match = found.pair.match.words
    partCount = found.pair.original.count
  }
}
