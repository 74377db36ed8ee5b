import QuantizationEngine
import Testing

@testable import TensorFiles

/// The sentences that no file can be made to provoke, and the kind of every case.
@Suite("tensor file errors")
struct TensorFileErrorTests {
  @Test("what the system does while a file is open")
  func system() {
    expectSentence(
      TensorFileError.system(path: "w.npy", call: .inspect, errorNumber: 5).description,
      "w.npy: asking for its size failed: Input/output error (errno 5)")
    expectSentence(
      TensorFileError.system(path: "w.npy", call: .map, errorNumber: 12).description,
      "w.npy: mapping it failed: Cannot allocate memory (errno 12)")
    expectSentence(
      TensorFileError.fileShrank(path: "w.npy", expected: 4096, found: 1).description,
      "w.npy: was cut to 1 byte while open, expected 4096")
    expectSentence(
      TensorFileError.notEnoughMemory(path: "w.npy", name: "w", byteCount: 1 << 50).description,
      "w.npy: the values of 'w' need 1125899906842624 bytes of memory, "
        + "which the system does not grant; read a part of them")
  }

  @Test("names in a sentence are few, short and free of control characters")
  func names() {
    func sentence(_ name: String, _ near: [String]) -> String {
      TensorFileError.noSuchTensor(path: "w", name: name, near: near, count: 7).description
    }
    expectSentence(sentence("a", []), "w: has no tensor 'a'; 'qviz list' shows the 7 it has")
    expectSentence(sentence("a", ["b"]), "w: has no tensor 'a'; did you mean 'b'?")
    expectSentence(
      sentence("a", ["b", "c", "d"]), "w: has no tensor 'a'; did you mean 'b', 'c', 'd'?")
    expectSentence(
      sentence("a", ["b", "c", "d", "e", "f"]),
      "w: has no tensor 'a'; did you mean 'b', 'c', 'd' and 2 more?")
    expectSentence(
      sentence("\u{1B}[2J'\\é", ["b"]),
      #"w: has no tensor '\u{1b}[2J\'\\\u{e9}'; did you mean 'b'?"#)
    let long = String(repeating: "x", count: 40)
    expectSentence(sentence("a", [long]), "w: has no tensor 'a'; did you mean '\(long)'?")
    expectSentence(sentence("a", [long + "y"]), "w: has no tensor 'a'; did you mean '\(long)…'?")
  }

  @Test("a name that is the end of several says which they are, and their numbers")
  func ambiguousNames() {
    func sentence(_ count: Int) -> String {
      TensorFileError.ambiguousTensor(
        path: "w", name: "b", matches: (0..<count).map { "\($0).b" }, positions: Array(0..<count)
      ).description
    }
    expectSentence(
      sentence(2),
      "w: 'b' is the end of 2 names, expected one: '0.b', '1.b'; "
        + "a number says which, from 0 in the order of 'qviz list': 0, 1")
    expectSentence(
      sentence(5),
      "w: 'b' is the end of 5 names, expected one: '0.b', '1.b', '2.b' and 2 more; "
        + "a number says which, from 0 in the order of 'qviz list': 0, 1, 2, …")
  }

  @Test("folders without tensors, and with too many")
  func folders() {
    expectSentence(
      TensorFileError.noTensorFiles(path: "d").description,
      "d: there are no files of tensors in it")
    expectSentence(
      TensorFileError.tooManyFiles(path: "d", limit: 3).description,
      "d: has more than 3 files of tensors in it; name fewer")
  }

  /// One of each case, in the order of their declaration, with the kind it should have.
  private static let kinds: [(TensorFileError.Kind, [TensorFileError])] = [
    (
      .noInput,
      [
        .missing(path: "p"), .folder(path: "p"), .notRegular(path: "p", kind: .pipe),
        .unreadable(path: "p"), .noTensorFiles(path: "p"),
      ]
    ),
    (
      .ioError,
      [
        .system(path: "p", call: .open, errorNumber: 1),
        .fileShrank(path: "p", expected: 2, found: 1),
        .notEnoughMemory(path: "p", name: "n", byteCount: 1),
      ]
    ),
    (
      .usage,
      [
        .noSuchTensor(path: "p", name: "n", near: [], count: 0),
        .ambiguousTensor(path: "p", name: "n", matches: [], positions: []),
        .tooManyFiles(path: "p", limit: 1),
        .spoolLimit(path: "p", origin: .pipe, limit: 1),
        .negativeLayout(path: "p", shape: [-1], axis: 0),
        .layoutRemainder(path: "p", shape: [-1, 2], elementCount: 3),
        .layoutRank(path: "p", dimensions: 65, limit: 64),
        .layoutTooLarge(path: "p", shape: [Int.max], elementType: .int16),
        .elementSize(path: "p", asked: .int8, descr: "<f4", byteCount: 4),
        .elementCount(path: "p", asked: [1], stored: [2]),
        .safetensors(path: "p", .layout), .safetensorsIndex(path: "p", .layout),
      ]
    ),
    (
      .badData,
      [
        .zip(path: "p", .noEnd), .gzip(path: "p", .nested),
        .formatNotRead(path: "p", format: .zip), .tflite(path: "p", .missing(.buffers)),
        .empty(path: "p", elementType: .int8),
        .partialElement(path: "p", byteCount: 3, elementType: .int16),
        .rawSize(path: "p", shape: [2], elementType: .int8, expected: 2, found: 1),
        .npyTooShort(path: "p", expected: 10, found: 1),
        .notNpy(path: "p", found: [1], expected: [2]),
        .npyVersion(path: "p", major: 4, minor: 0, position: 6),
        .headerPastEnd(path: "p", expected: 2, found: 1, position: 8),
        .headerTooLong(path: "p", limit: 1, found: 2, position: 8),
        .dataSize(
          path: "p", shape: [2], elementType: .int8, expected: 2, found: 1, position: 128),
        .headerSyntax(path: "p", expected: .value, found: nil, position: 10),
        .headerNesting(path: "p", limit: 32, position: 42),
        .headerInteger(path: "p", position: 10),
        .notDictionary(path: "p", found: .list, position: 10), .missingKey(path: "p", key: .descr),
        .duplicateKey(path: "p", key: .shape, position: 20),
        .unknownKey(path: "p", key: "x", position: 20),
        .headerValue(path: "p", key: .shape, expected: .tuple, found: .list, position: 20),
        .negativeDimension(path: "p", dimension: -1, axis: 0, position: 20),
        .headerRank(path: "p", dimensions: 65, limit: 64, position: 20),
        .headerTooLarge(path: "p", shape: [Int.max], itemByteCount: 4, position: 20),
        .objectElements(path: "p", descr: "|O", position: 20),
        .structuredElements(path: "p", position: 20),
        .notRealElements(path: "p", descr: "<c8", kind: .complex, position: 20),
        .untypedElements(path: "p", descr: "|V1", byteCount: 1, position: 20),
        .unknownElements(path: "p", descr: "x", position: 20),
        .gguf(path: "p", .emptyKey(position: 24)),
        .safetensors(path: "p", .tooShort(found: 1)), .safetensorsIndex(path: "p", .noWeightMap),
      ]
    ),
  ]

  @Test("every case has its kind and one sentence that begins with the path")
  func kinds() {
    for (kind, errors) in Self.kinds {
      for error in errors {
        #expect(error.kind == kind)
        let sentence = error.description
        #expect(sentence.hasPrefix("p: "))
        #expect(!sentence.hasSuffix(".") && !sentence.contains("\n"))
      }
    }
    #expect(Set(Self.kinds.map(\.0)) == Set(TensorFileError.Kind.allCases))
  }
}
