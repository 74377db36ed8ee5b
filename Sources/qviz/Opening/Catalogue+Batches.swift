import QuantizationEngine
import TensorFiles

extension Catalogue {
  /// What the options name, each path being a batch of one tensor where that was asked for.
  ///
  /// - Throws: ``Failure``.
  init(_ options: TensorOptions, _ batches: BatchOptions) throws {
    guard batches.batches == .files else {
      try self.init(options)
      return
    }
    self = try Catalogue(options, repetition: .eachTime).joined(named: options.tensor)
  }

  /// One tensor of batches: that of each path, in the order of the paths.
  ///
  /// Batches may differ in length along their first axis, and in nothing else.
  private func joined(named name: String?) throws -> Catalogue {
    if let failure = failures.first { throw failure }
    try checkNotEmpty()
    let batches = try batches(named: name)
    let first = batches[0]
    for batch in batches.dropFirst() {
      func refuse(_ what: String, _ found: String, _ expected: String) -> Failure {
        Failure(
          "\(batch.path): is \(what) \(found), and the first batch, \(first.path), \(expected):"
            + " batches differ in the length of their first axis and in nothing else", exit: .usage)
      }
      guard batch.facts.storedAs == first.facts.storedAs else {
        throw refuse("stored as", batch.facts.storedAs, first.facts.storedAs)
      }
      guard batch.facts.shape.count == first.facts.shape.count,
        batch.facts.shape.dropFirst() == first.facts.shape.dropFirst()
      else { throw refuse("of shape", "\(batch.facts.shape)", "\(first.facts.shape)") }
    }
    let path =
      batches.count == 1 ? first.path : "\(first.path) and \(batches.count - 1) more batches"
    let held = tensors.reduce(0) { $0 + ($1.spooled?.byteCount ?? 0) }
    let limit = max(first.budget.byteCount - held, 0)
    do {
      let parts = try batches.map { batch -> (file: TensorFile, position: Int) in
        guard case .stored(let file, let position) = batch.source else {
          throw Failure(
            "\(batch.path): is a sketch, whose values have no order, and so no batches",
            exit: .usage)
        }
        try batch.checkInflation()
        return (file, position)
      }
      let joined = try TensorFile.joining(parts, path: path, memoryLimit: limit)
      let tensor = OpenTensor(
        path: path, file: joined.file, position: 0, spooled: joined.spooled, budget: first.budget,
        ignoring: first.ignoring,
        joined: JoinedBatches(
          name: first.facts.name,
          batches: batches.map {
            JoinedBatches.Batch(path: $0.path, elementCount: $0.facts.elementCount)
          }))
      return Catalogue(of: tensor, instead: self)
    } catch let error as TensorFileError {
      throw Failure(error)
    }
  }

  /// The tensor of each path; one that is there twice is two batches.
  private func batches(named name: String?) throws -> [OpenTensor] {
    var files: [[OpenTensor]] = []
    for tensor in tensors {
      if let last = files.last?.last, tensor.follows(last) {
        files[files.count - 1].append(tensor)
      } else {
        files.append([tensor])
      }
    }
    return try files.map { found in
      let path = found[0].path
      guard let name else {
        guard found.count == 1 else {
          throw Failure(
            "\(path): has \(found.count) tensors; say with --tensor NAME which is the batch",
            exit: .usage)
        }
        return found[0]
      }
      return found[try Self.position(of: name, among: found, in: path)]
    }
  }
}

extension OpenTensor {
  /// Whether it is of the same file as another, which was opened once, and comes after it.
  fileprivate func follows(_ other: OpenTensor) -> Bool {
    guard path == other.path, case .stored(_, let position) = source,
      case .stored(_, let before) = other.source
    else { return false }
    return position > before
  }
}
