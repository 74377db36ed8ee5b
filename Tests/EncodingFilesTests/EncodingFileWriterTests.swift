import Foundation
import QuantizationEngine
import Testing

@testable import EncodingFiles

@Suite struct EncodingFileWriterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A format that breaks its promise: it writes or reads something else.
  struct LyingFormat: ReadableEncodingFormat {
    enum Lie { case writesAnother, readsAnother, readsNothing }

    let lie: Lie
    let another: EncodingDocument
    let identifier = "lying"
    let title = "lying"
    let reader = "nobody"
    let fileExtension = "lie"

    func encode(
      _ document: EncodingDocument,
      _ take: ([UInt8]) throws(EncodingFileError) -> PieceDemand
    ) throws(EncodingFileError) {
      try QvizFormat().encode(lie == .writesAnother ? another : document, take)
    }

    func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
      switch lie {
      case .writesAnother: try QvizFormat().decode(bytes)
      case .readsAnother: DecodedDocument(tensors: another.tensors.map { DecodedTensor($0) })
      case .readsNothing: throw .missingMember("everything")
      }
    }
  }

  @Test("what is written is what was previewed, and reads back")
  func written() throws {
    for format in EncodingFormatCatalog.all {
      let document =
        switch format.identifier {
        case "trt-cache", "trt-ranges", "ort-trt-table", "ncnn", "ort-cache": try Samples.amax()
        case "litert-recipe": try Samples.restricted8()
        case "espdl": try Samples.power()
        default: try Samples.parameters()
        }
      let path = folder.path(format.identifier)
      let written = try EncodingFileWriter.write(document, as: format, to: path, existing: .refuse)
      let lines = try EncodingFileWriter.preview(document, as: format)
      #expect(!lines.isEmpty)
      if format.isText {
        let text = try folder.text(format.identifier)
        #expect(written == WrittenFile(path: path, byteCount: text.utf8.count))
        #expect(text == lines.map { $0 + "\n" }.joined())
      }
      guard let format = format as? any ReadableEncodingFormat else { continue }
      #expect(try EncodingFileReader.read(path, as: format).agrees(with: document))
    }
    #expect(try folder.names == EncodingFormatCatalog.all.map(\.identifier).sorted())
  }

  @Test(
    "a file that does not read back as the document is not saved",
    arguments: [LyingFormat.Lie.writesAnother, .readsAnother, .readsNothing])
  func lying(lie: LyingFormat.Lie) throws {
    try folder.put("old", in: "a")
    let path = folder.path("a")
    let format = LyingFormat(lie: lie, another: try Samples.restricted())
    #expect(throws: EncodingFileError.readBackDiffers(path: path)) {
      try EncodingFileWriter.write(
        Samples.parameters(), as: format, to: path, existing: .replace)
    }
    #expect(try folder.text("a") == "old")
    #expect(try folder.names == ["a"])
  }

  @Test("what the format cannot say leaves no file")
  func inexpressible() throws {
    let document = try Samples.peculiar()
    #expect(throws: EncodingFileError.self) {
      try EncodingFileWriter.write(
        document, as: Aimet100Format(), to: folder.path("a"), existing: .refuse)
    }
    #expect(try folder.names.isEmpty)
  }

  @Test("an existing file is refused, and replaced when that was asked for")
  func existing() throws {
    let path = folder.path("a")
    try folder.put("old", in: "a")
    let document = try Samples.groups()
    let error = #expect(throws: EncodingFileError.self) {
      try EncodingFileWriter.write(document, as: QvizFormat(), to: path, existing: .refuse)
    }
    #expect(error == .unwritable(.exists(path: path)))
    #expect(error?.kind == .cannotCreate)
    #expect(try folder.text("a") == "old")
    _ = try EncodingFileWriter.write(document, as: QvizFormat(), to: path, existing: .replace)
    #expect(try EncodingFileReader.read(path, as: QvizFormat()).agrees(with: document))
  }

  // MARK: Reading

  @Test("what cannot be read says why")
  func unreadable() throws {
    for (path, error) in [
      (
        folder.path("none"), FileReadingError.system(path: folder.path("none"), errorNumber: ENOENT)
      ),
      (folder.url.path, .notRegular(path: folder.url.path)),
      ("/dev/null", .notRegular(path: "/dev/null")),
      ("a\u{0}", .system(path: "a\u{0}", errorNumber: EINVAL)),
    ] {
      let found = #expect(throws: EncodingFileError.self) {
        try EncodingFileReader.read(path, as: QvizFormat())
      }
      #expect(found == .unreadable(error))
      #expect(found?.kind == .noInput)
    }
  }

  @Test("a file that is not of the format is named")
  func bad() throws {
    try folder.put("{", in: "a")
    let path = folder.path("a")
    let error = #expect(throws: EncodingFileError.self) {
      try EncodingFileReader.read(path, as: QvizFormat())
    }
    #expect(
      error
        == .inFile(path: path, reason: .syntax(expected: .name, found: nil, position: 1)))
    #expect(error?.kind == .badData)
  }

  @Test("a preview is the first lines, and says where there are more")
  func preview() throws {
    let document = try Samples.parameters()
    let all = try EncodingFileWriter.preview(document, as: QvizFormat())
    let count = all.count
    for limit in [0, 1, 7, count - 1] {
      let lines = try EncodingFileWriter.preview(document, as: QvizFormat(), limit: limit)
      #expect(lines == Array(all.prefix(limit)) + ["… and more, which is not shown"])
    }
    for limit in [count, count + 1] {
      #expect(try EncodingFileWriter.preview(document, as: QvizFormat(), limit: limit) == all)
    }
  }

  @Test("a file that is no text is refused by its first bytes")
  func sparse() throws {
    let path = folder.path("a")
    try folder.put("{\"a\": ", in: "a")
    #expect(truncate(path, DocumentSize.limit) == 0)
    #expect(
      throws: EncodingFileError.inFile(
        path: path, reason: .syntax(expected: .value, found: 0, position: 6))
    ) {
      try EncodingFileReader.read(path, as: QvizFormat())
    }
  }

  @Test("a file larger than the limit is refused unread")
  func large() throws {
    let path = folder.path("a")
    try folder.put("", in: "a")
    let size = DocumentSize.limit + 1
    #expect(truncate(path, size) == 0)
    #expect(
      throws: EncodingFileError.inFile(
        path: path, reason: .tooLarge(limit: size - 1, found: size))
    ) {
      try EncodingFileReader.read(path, as: QvizFormat())
    }
  }
}
