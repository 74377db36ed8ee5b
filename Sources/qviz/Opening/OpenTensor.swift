import QuantizationEngine
import TensorFiles

/// A tensor ready to be read: one of an open file, or a sketch.
struct OpenTensor: Sendable {
  /// Where its values are.
  enum Source: Sendable {
    /// In a file, which stays mapped, at a position of its tensors.
    case stored(TensorFile, position: Int)
    /// In bins, without their order.
    case sketch(TensorSketch)
  }

  /// The file's path as it was given.
  let path: String
  /// Where the values are.
  let source: Source
  /// What is known of it.
  let facts: TensorFacts
  /// What of its file lies in memory; nil where the file is mapped.
  let spooled: SpooledBytes?
  /// How much memory its values may take.
  let budget: MemoryBudget
  /// Which of its values are left out on purpose.
  let ignoring: IgnoreRule
  /// The batches that it was joined of; nil where it is one tensor of a file.
  let joined: JoinedBatches?
  /// The encodings that a file beside it has; nil where none was given.
  var given: GivenRule?
  /// What an importance matrix says of it, where nothing else is said; nil where none was given.
  var importance: ImportanceRow?

  /// A tensor of an open file.
  init(
    path: String, file: TensorFile, position: Int, spooled: SpooledBytes? = nil,
    budget: MemoryBudget, ignoring: IgnoreRule = IgnoreRule(), joined: JoinedBatches? = nil
  ) {
    self.joined = joined
    self.path = path
    self.ignoring = ignoring
    self.spooled = spooled
    source = .stored(file, position: position)
    facts = TensorFacts(
      file.tensors[position], file.storedEncoding(of: position), name: joined?.name)
    self.budget = budget
  }

  /// A tensor of which there is a sketch.
  init(path: String, sketch: SketchFile, budget: MemoryBudget) {
    self.path = path
    // They were left out when it was made.
    ignoring = IgnoreRule()
    joined = nil
    // It is read, and then there is no file any more.
    spooled = nil
    source = .sketch(sketch.sketch)
    facts = sketch.facts
    self.budget = budget
  }

  /// Throws where having its bytes alone takes more memory than it may.
  func checkInflation() throws {
    guard case .stored(let file, let position) = source else { return }
    let needed = file.inflatedByteCount(of: position)
    guard needed <= budget.byteCount else {
      throw Failure(
        "\(path): inflating it takes \(ByteText.text(needed)), more than the "
          + "\(budget.text) of --memory", exit: .usage)
    }
  }

  /// Throws where a JSON report with so many encodings takes more memory than it may.
  func checkReport(encodings count: Int) throws {
    let (needed, overflows) = count.multipliedReportingOverflow(by: Self.reportedByteCount)
    guard overflows || needed > budget.byteCount else { return }
    throw Failure(
      "\(path): a JSON report of \(count) encodings takes \(ByteText.text(needed)), more than the "
        + "\(budget.text) of --memory; the text takes less", exit: .usage)
  }

  /// What the JSON object of an encoding takes until it is printed.
  private static let reportedByteCount = 2 << 10

  /// Why it can be listed and not read, without the path; nil where it can be.
  var obstacle: String? {
    guard case .stored(let file, let position) = source else { return nil }
    return file.obstacle(to: position).map { error in
      // The file is said beside it, and there is little room.
      let sentence = "\(error)"
      return sentence.hasPrefix(path + ": ") ? String(sentence.dropFirst(path.count + 2)) : sentence
    }
  }

  /// The values in row-major order.
  func values() throws -> TensorValues {
    try checkInflation()
    guard case .stored(let file, let position) = source else {
      throw Failure(
        "\(path): is a sketch, which has no order of elements; codes and dequantized values need "
          + "the tensor itself", exit: .usage)
    }
    do {
      return try file.values(of: position)
    } catch {
      throw Failure(error)
    }
  }

  /// How the elements fall into blocks.
  func layout(_ granularity: Granularity) throws -> BlockLayout {
    if case .sketch = source, granularity != .perTensor {
      throw Failure(
        "\(path): is a sketch, which has no order of elements; it can be measured per tensor only",
        exit: .usage)
    }
    do {
      return try BlockLayout(shape: facts.shape, granularity: granularity)
    } catch {
      throw Failure("\(path): \(error)", exit: .usage)
    }
  }
}
