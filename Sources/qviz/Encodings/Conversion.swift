import EncodingFiles
import QuantizationEngine

/// The tensors of a file of encodings on their way into a file of another format.
struct Conversion {
  private let source: EncodingSource
  private let export: EncodingExport
  /// As what it is written.
  private let format: any EncodingFormat
  private let given: GivenMembers
  /// The tensors whose shapes and types are known, by the bytes of their names.
  private let known: [[UInt8]: TensorFacts]
  private var assumptions = AssumptionNotes()
  private var converted: [CompletedTensor] = []
  /// What became of each tensor, in the file's order.
  private var rows: [JSONValue] = []
  /// Why tensors were not converted.
  private(set) var failures: [Failure] = []

  /// A conversion.
  ///
  /// - Parameters:
  ///   - source: The file that was read.
  ///   - export: The file to be written.
  ///   - given: What a person says beside the file.
  ///   - known: Tensors whose shapes and types hold for those of the same name.
  /// - Throws: `Failure` for a format with codes, which a file of encodings does not have.
  init(
    _ source: EncodingSource, into export: EncodingExport, given: GivenMembers, known: [OpenTensor]
  ) throws {
    guard case .encodings(let format) = export.target else {
      throw Failure(
        "\(export.target.identifier) has codes, which a file of encodings has not: "
          + "qviz measure PATH --encodings \(source.path) --to \(export.target.identifier) writes them",
        exit: .usage)
    }
    self.format = format
    self.source = source
    self.export = export
    self.given = given
    self.known = Dictionary(
      known.map { (Array($0.facts.name.utf8), $0.facts) }, uniquingKeysWith: { first, _ in first })
  }

  /// Converts what can be; ``failures`` says of the rest why not.
  mutating func convert() {
    for tensor in source.tensors {
      do {
        let completed = try converted(tensor)
        let unsaid = format.unsaid(of: [completed])
        rows.append(
          .object([
            "name": .string(tensor.name),
            "encodings": .integer(completed.encodings.blockCount),
            "unsaid": .array(
              unsaid.flatMap(\.members).map { .string($0.rawValue) }),
            "assumed": .array(
              completed.assumptions.filter(isOfInterest).map { .string($0.words) }),
          ]))
      } catch let failure as Failure {
        failures.append(failure)
        rows.append(
          .object(["name": .string(tensor.name), "failed": .string(failure.sentence)]))
      } catch {
        failures.append(Failure("\(source.path): \(error)", exit: .badData))
      }
    }
  }

  private mutating func converted(_ tensor: DecodedTensor) throws -> CompletedTensor {
    var given = given
    if let facts = known[Array(tensor.name.utf8)] {
      given.shape = facts.shape
      given.elementType = facts.storedAs
    }
    let completed = try source.completed(tensor, given: given)
    try export.add(completed.encodings)
    converted.append(completed)
    assumptions.add(completed, about: interest)
    return completed
  }

  /// What the file that is written says, and the codes, on which its numbers depend.
  private var interest: Set<TensorMember> { format.says.union([.codes]) }

  private func isOfInterest(_ assumption: CompletionAssumption) -> Bool {
    !assumption.members.isDisjoint(with: interest)
  }

  /// What was taken for granted, and what is lost.
  var notes: [String] {
    assumptions.sentences(of: source.format)
      + format.unsaid(of: converted).map { unsaid in
        "\(format.identifier) has no words for \(unsaid.words): "
          + TensorCount.words(unsaid.tensorCount)
      }
  }

  /// What became of the tensors.
  func json(_ written: WrittenFile) -> JSONValue {
    .object([
      "input": .string(source.path), "from": .string(source.format.identifier),
      "output": .string(written.path), "to": .string(format.identifier),
      "bytes": .integer(written.byteCount), "tensors": .array(rows),
      "notes": .array(notes.map(JSONValue.string)),
    ])
  }
}
