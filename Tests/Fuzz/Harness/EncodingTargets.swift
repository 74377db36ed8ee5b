@testable import EncodingFiles

extension FuzzTarget {
  /// qviz's own JSON, which leaves nothing unsaid: what is read can be written, and reads back.
  static let encodingsQviz = FuzzTarget(name: "encodings-qviz") { bytes in
    guard let said = decoded(bytes, as: QvizFormat()) else { return }
    do throws(EncodingFileError) {
      var tensors: [TensorEncodings] = []
      for tensor in said.tensors { tensors.append(try TensorEncodings(tensor)) }
      let document = try EncodingDocument(tensors: tensors, producerVersion: "fuzz")
      Finding.unless(said.agrees(with: document), "a document says what it was made of")
      for format in EncodingFormatCatalog.readable { write(document, as: format) }
    } catch {
      Finding.unless(false, "what was read makes a document: \(error)")
    }
  }

  /// The other tools' documents, each reader on the same bytes.
  static let encodingsAimet = FuzzTarget(name: "encodings-aimet") { bytes in
    for format in EncodingFormatCatalog.readable where format.identifier != "qviz-json" {
      for tensor in decoded(bytes, as: format)?.tensors ?? [] {
        _ = try? tensor.completed(from: format)
      }
    }
  }

  /// What bytes say; nil where they are refused, with a sentence.
  private static func decoded(
    _ bytes: [UInt8], as format: any ReadableEncodingFormat
  ) -> DecodedDocument? {
    do throws(EncodingFileError) {
      return try format.decode(bytes)
    } catch {
      let sentence = "\(error)"
      let isClean = sentence.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control
      }
      Finding.unless(!sentence.isEmpty && isClean, "a sentence can be shown: \(sentence)")
      return nil
    }
  }

  /// Writes a document, if the format has words for it, and reads it back.
  private static func write(_ document: EncodingDocument, as format: any ReadableEncodingFormat) {
    guard let text = try? format.encode(document) else { return }
    let found = try? format.decode(text)
    Finding.unless(
      found?.agrees(with: document) ?? false, "\(format.identifier) reads back what it wrote")
  }
}
