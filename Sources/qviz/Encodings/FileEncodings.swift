import EncodingFiles
import QuantizationEngine

/// The encodings of a file for the tensors of others, by their names.
final class FileEncodings {
  private let source: EncodingSource
  private let given: GivenMembers
  /// Whether the one tensor of the file is taken for the one that is measured, whatever they are called.
  private let isOnly: Bool
  /// What was said, which is not said again of the next tensor.
  private var said: Set<String> = []
  /// Hears what was taken for granted, a sentence each.
  private let tell: (String) -> Void

  /// The encodings of a file.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - given: What a person says beside it.
  ///   - tensorCount: How many tensors were opened; where each has one, their names may differ.
  ///   - tell: Hears what was taken for granted; by default standard error has it as notes.
  init(
    _ source: EncodingSource, given: GivenMembers, tensorCount: Int,
    tell: @escaping (String) -> Void = FileEncodings.note
  ) {
    self.tell = tell
    self.source = source
    self.given = given
    isOnly = source.tensors.count == 1 && tensorCount == 1
  }

  /// What they are for a tensor; what was taken for granted is said on standard error.
  ///
  /// - Throws: `Failure` where the file has none for it, or they do not fit its shape.
  func encodings(of open: OpenTensor) throws -> TensorEncodings {
    let name = open.facts.name
    guard let tensor = isOnly ? source.tensors[0] : source.tensor(named: name) else {
      throw Failure(
        "\(source.path): has no encodings for \(name); it has \(Self.words(source.tensors))",
        exit: .badData)
    }
    if !tensor.name.utf8.elementsEqual(name.utf8) {
      say("\(source.path): the encodings of \(tensor.name) are taken for \(name)")
    }
    var given = given
    given.shape = open.facts.shape
    let completed = try source.completed(tensor, given: given)
    // What it is to the network makes no difference, and the rounding is that of every measurement.
    for assumption in completed.assumptions
    where assumption.members.isDisjoint(with: [.role, .rounding]) {
      say("\(source.format.identifier) does not say it: \(assumption.words)")
    }
    var encodings = completed.encodings
    encodings.rangeOrigin = source.format.identifier
    return encodings
  }

  private func say(_ sentence: String) {
    guard said.insert(sentence).inserted else { return }
    tell(sentence)
  }

  /// Says a note on standard error.
  static func note(_ sentence: String) {
    standardError.write("note: \(DisplaySentence.of(sentence))\n")
  }

  /// The names of some tensors in a sentence.
  private static func words(_ tensors: [DecodedTensor]) -> String {
    guard !tensors.isEmpty else { return "none" }
    return TensorCount.words(tensors.count) + ": "
      + tensors.prefix(3).map(\.name).joined(separator: ", ") + (tensors.count > 3 ? ", …" : "")
  }
}
