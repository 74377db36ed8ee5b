import QuantizationEngine

/// A model that was split into several GGUF files, opened at the first.
///
/// The parts lie in one folder under names that end in their number, `…-00001-of-00003.gguf`. A part
/// that is missing, or that is not read, has a row of its own among the tensors, which says so.
struct GGUFParts {
  /// The first part.
  let first: GGUFHeader
  /// How many parts there are.
  let count: Int

  /// The tensors of all parts that are there, in their order.
  var tensors: [StoredTensor] {
    guard let names = GGUFPartNames(path: first.file.path, count: count) else {
      let fault = GGUFFault.renamed(count: count, expected: GGUFPartNames.ending(0, of: count))
      return first.tensors + [row(first.file.path, .gguf(path: first.file.path, fault))]
    }
    var tensors = first.tensors
    var seen = Set(tensors.map { Array($0.description.name.utf8) })
    var missing: [String] = []
    for number in 1..<count {
      let path = names.path(number)
      do throws(TensorFileError) {
        for tensor in try part(number, at: path) {
          let isNew = seen.insert(Array(tensor.description.name.utf8)).inserted
          tensors.append(isNew ? tensor : repeated(tensor))
        }
      } catch {
        if case .missing = error { missing.append(path) } else { tensors.append(row(path, error)) }
      }
    }
    if let path = missing.first {
      let fault = GGUFFault.missingParts(count: count, missing: missing.map(Self.fileName))
      tensors.append(row(path, .gguf(path: first.file.path, fault)))
    }
    return tensors
  }

  /// The tensors of another part.
  private func part(_ number: Int, at path: String) throws(TensorFileError) -> [StoredTensor] {
    let header = try GGUFHeader.of(try MappedFile(path: path))
    let expected = GGUFPart(number: number, count: count)
    guard header.metadata.part == expected else {
      let found = header.metadata.part
      throw .gguf(
        path: path,
        .otherPart(
          number: found?.number, count: found?.count, expected: number, expectedCount: count))
    }
    return header.tensors
  }

  /// A tensor that is listed and not read, because an earlier part has its name.
  private func repeated(_ tensor: StoredTensor) -> StoredTensor {
    let fault = GGUFFault.repeatedName(name: tensor.description.name)
    return StoredTensor(
      description: tensor.description, file: tensor.file, start: 0,
      form: .unread(.gguf(path: tensor.file.path, fault)))
  }

  /// A row in place of tensors of which nothing is known, named after the file that should have them.
  private func row(_ path: String, _ error: TensorFileError) -> StoredTensor {
    StoredTensor(
      description: TensorDescription(
        name: Self.fileName(path), elementType: .float32, storedAs: "unknown", shape: [0],
        elementCount: 0, byteCount: 0),
      file: first.file, start: 0, form: .unread(error))
  }

  private static func fileName(_ path: String) -> String {
    String(Substring(path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]))
  }
}

/// The paths of the parts of a split model.
struct GGUFPartNames: Hashable, Sendable {
  /// What all paths begin with.
  private let beginning: String
  /// How many parts there are.
  private let count: Int

  /// The paths beside that of the first part; `nil` if it does not end as a first part's does.
  init?(path: String, count: Int) {
    let ending = Self.ending(0, of: count)
    guard path.utf8.count > ending.utf8.count,
      path.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    else { return nil }
    beginning = String(Substring(path.utf8.dropLast(ending.utf8.count)))
    self.count = count
  }

  /// The path of a part, by its number from 0.
  func path(_ number: Int) -> String { beginning + Self.ending(number, of: count) }

  /// What the name of a part ends in.
  static func ending(_ number: Int, of count: Int) -> String {
    "-\(fiveDigits(number + 1))-of-\(fiveDigits(count)).gguf"
  }

  private static func fiveDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }
}
