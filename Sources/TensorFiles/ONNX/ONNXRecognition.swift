/// Whether bytes without a signature are a model or a tensor of ONNX.
///
/// Every field is looked at, down to those of the graph: raw values that pass for one have never been
/// seen, and a walk of fields is quick, for it jumps over what they hold.
enum ONNXRecognition {
  /// How the value of a field lies.
  private enum Shape {
    case varint, fixed, bytes
  }

  private static let model: [Int: Set<Shape>] = [
    1: [.varint], 2: [.bytes], 3: [.bytes], 4: [.bytes], 5: [.varint], 6: [.bytes], 7: [.bytes],
    8: [.bytes], 14: [.bytes], 20: [.bytes], 25: [.bytes], 26: [.bytes],
  ]
  private static let graph: [Int: Set<Shape>] = [
    1: [.bytes], 2: [.bytes], 5: [.bytes], 10: [.bytes], 11: [.bytes], 12: [.bytes],
    13: [.bytes], 14: [.bytes], 15: [.bytes], 16: [.bytes],
  ]
  private static let tensor: [Int: Set<Shape>] = [
    1: [.varint, .bytes], 2: [.varint], 4: [.fixed, .bytes], 5: [.varint, .bytes], 6: [.bytes],
    7: [.varint, .bytes], 8: [.bytes], 9: [.bytes], 10: [.fixed, .bytes], 11: [.varint, .bytes],
    12: [.bytes], 13: [.bytes], 14: [.varint], 16: [.bytes],
  ]

  /// Whether a file is a model, or the beginning of one.
  @Sendable
  static func isModel(_ file: MappedFile) -> Bool {
    var hasVersion = false
    var graphCount = 0
    var isGraph = true
    let end = walk(file, 0..<file.byteCount, model) { field in
      switch (field.number, field.value) {
      case (1, .varint(let version)): hasVersion = (1...1 << 16).contains(version)
      case (7, .bytes(let range)):
        graphCount += 1
        isGraph = isGraph && walk(file, range, graph, { _ in }) == .whole
      default: break
      }
    }
    switch end {
    case .whole: return hasVersion && graphCount == 1 && isGraph
    // Where a file was cut, it was within the graph, which is nearly all of it.
    case .cut(let rest): return hasVersion && graphCount == 0 && isBeginningOfGraph(file, rest)
    case .other: return false
    }
  }

  /// Whether a file is one tensor whose values are where it says.
  @Sendable
  static func isTensor(_ file: MappedFile) -> Bool {
    guard walk(file, 0..<file.byteCount, tensor, { _ in }) == .whole,
      let found = try? ONNXTensor(file, 0..<file.byteCount)
    else { return false }
    switch found.type {
    case .undefined, .unknown: return false
    case .notReal: return FileName(path: file.path).fileExtension == "pb"
    case .real: break
    }
    if found.isExternal { return !found.external.isEmpty }
    var placing = ONNXPlacing(file)
    let placed = placing.placed(found, name: found.text)
    if case .unread = placed.form { return false }
    return placed.description.elementCount > 0 || FileName(path: file.path).fileExtension == "pb"
  }

  /// Whether some bytes are at least two fields of a graph and then end within another.
  private static func isBeginningOfGraph(_ file: MappedFile, _ bytes: Range<Int>) -> Bool {
    var count = 0
    let end = walk(file, bytes, graph) { _ in count += 1 }
    return end != .other && count >= 2
  }

  /// Calls `body` with the fields of a message as long as they are such as it may have.
  private static func walk(
    _ file: MappedFile, _ message: Range<Int>, _ fields: [Int: Set<Shape>],
    _ body: (ProtobufField) -> Void
  ) -> End {
    var cursor = ProtobufCursor(file, message)
    do throws(ProtobufFault) {
      while let field = try cursor.next() {
        let shape: Shape? =
          switch field.value {
          case .varint: .varint
          case .fixed32, .fixed64: .fixed
          case .bytes: .bytes
          case .group, .endOfGroup: nil
          }
        guard let shape, fields[field.number]?.contains(shape) ?? false else { return .other }
        body(field)
      }
      return .whole
    } catch .cut {
      return .cut(rest: cursor.position..<message.upperBound)
    } catch {
      return .other
    }
  }

  /// How a walk through a message ended.
  private enum End: Equatable {
    case whole
    case cut(rest: Range<Int>)
    case other
  }
}
