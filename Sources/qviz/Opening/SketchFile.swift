import QuantizationEngine
import TensorFiles

/// A sketch of a tensor as a file.
struct SketchFile {
  /// The sketch.
  let sketch: TensorSketch
  /// What is known of the tensor.
  let facts: TensorFacts

  /// What the name of such a file ends in.
  static let fileExtension = "qvizsketch"

  /// The sketch in a file; nil if the file is something else.
  ///
  /// - Throws: ``Failure`` where it is a sketch by its first bytes or its name, but not a whole one.
  static func read(_ contents: FileContents) throws -> SketchFile? {
    // Why it is no file of tensors is said by whoever opens it as one.
    guard
      let file = try? TensorFile(bytesOf: contents),
      let elements = try? file.storedElements(of: 0)
    else { return nil }
    let path = contents.path
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let isNamed = name.hasSuffix("." + fileExtension)
    let frame = elements.withBytes(
      of: 0..<min(TensorSketch.frameByteCount, elements.count), Self.bytes)
    guard frame.starts(with: Self.signature) || isNamed else { return nil }
    do throws(SketchError) {
      // Whatever it is, it is looked at before it is read.
      try TensorSketch.checkFrame(frame, byteCount: elements.count)
    } catch {
      throw Failure("\(path): \(error)", exit: .badData)
    }
    let bytes = elements.withBytes(of: 0..<elements.count, Self.bytes)
    do {
      try elements.checkWhole()
    } catch {
      throw Failure(error)
    }
    do throws(SketchError) {
      let sketch = try TensorSketch(decoding: bytes)
      let stem = isNamed ? String(name.dropLast(fileExtension.count + 1)) : name
      return SketchFile(
        sketch: sketch,
        facts: TensorFacts(sketch, byteCount: bytes.count, fallbackName: stem))
    } catch {
      throw Failure("\(path): \(error)", exit: .badData)
    }
  }

  /// Writes a sketch whole, or leaves what was there.
  static func write(_ sketch: TensorSketch, to path: String) throws {
    try OutputFile.write(sketch.encoded(), to: path)
  }

  /// What is known so far together with the sketch of one more file.
  static func merge(
    _ whole: TensorSketch?, _ sketch: TensorSketch, from path: String
  ) throws -> TensorSketch {
    guard let whole else { return sketch }
    do {
      return try TensorSketch.merge(whole, sketch)
    } catch {
      throw Failure("\(path): \(error)", exit: .badData)
    }
  }

  /// What every sketch begins with.
  private static let signature = Array("qvizsket".utf8)

  private static func bytes(_ span: RawSpan) -> [UInt8] {
    unsafe span.withUnsafeBytes { unsafe Array($0) }
  }
}
