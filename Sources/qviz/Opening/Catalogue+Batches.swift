import QuantizationEngine
import TensorFiles

extension Catalogue {
  /// What the options name, each path being a batch of one tensor where that was asked for.
  ///
  /// - Throws: ``Failure``.
  init(_ options: TensorOptions, _ batches: BatchOptions) throws {
    let files = try Catalogue(options)
    self = batches.batches == .files ? try files.joined(named: options.tensor) : files
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

  /// The tensor of each path.
  private func batches(named name: String?) throws -> [OpenTensor] {
    var paths: [String] = []
    for tensor in tensors where paths.last != tensor.path { paths.append(tensor.path) }
    return try paths.map { path in
      let found = tensors.filter { $0.path == path }
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
