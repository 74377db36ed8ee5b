/// The numbers of a repeated field, which lie one behind another, each behind a key, or mixed.
///
/// A writer chooses how; a reader takes all of them in the order of the file.
struct ProtobufNumbers: Hashable, Sendable {
  /// The message in which the field is repeated, walked without a fault before.
  let message: Range<Int>
  /// The number of the field.
  let field: Int
  /// How a number lies.
  let kind: Kind

  /// How a number lies.
  enum Kind: Hashable, Sendable {
    /// In as many bytes as it needs.
    case varint
    /// In four bytes.
    case fixed32
    /// In eight bytes.
    case fixed64

    /// How many bytes a number takes; nil where each says so itself.
    var byteCount: Int? {
      switch self {
      case .varint: nil
      case .fixed32: 4
      case .fixed64: 8
      }
    }
  }

  /// Where all numbers of a field lie.
  struct Extent: Hashable, Sendable {
    /// The bytes from the first number to the last, if no key lies between them; nil otherwise.
    var unbroken: Range<Int>?
    /// How many runs without a key there are.
    var runCount = 0
    /// How many bytes the numbers take.
    var byteCount = 0
    /// Whether each run is a whole number of numbers, as far as that can be told without reading them.
    var isWhole = true
  }

  /// Calls `body` with each place in the file that holds numbers and no key.
  ///
  /// - Returns: Whether the message could be walked, which nothing but a file changing under the
  ///   reader can prevent.
  func forEachRun(in file: MappedFile, _ body: (Range<Int>) -> Void) -> Bool {
    var cursor = ProtobufCursor(file, message)
    do throws(ProtobufFault) {
      while let found = try cursor.next() {
        guard found.number == field else { continue }
        switch (found.value, kind) {
        case (.bytes(let run), _), (.fixed32(let run), .fixed32), (.fixed64(let run), .fixed64):
          body(run)
        case (.varint, .varint): body(found.bytes)
        default: continue
        }
      }
      return true
    } catch {
      return false
    }
  }

  /// Where the numbers lie.
  func extent(in file: MappedFile) -> Extent {
    var extent = Extent()
    _ = forEachRun(in: file) { run in
      guard !run.isEmpty else { return }
      extent.runCount += 1
      extent.unbroken = extent.runCount == 1 ? run : nil
      extent.byteCount += run.count
      if let size = kind.byteCount, !run.count.isMultiple(of: size) { extent.isWhole = false }
    }
    return extent
  }

  /// How many numbers there are, which takes a look at each byte of those without a fixed size.
  func count(in file: MappedFile) -> Int {
    var count = 0
    _ = forEachRun(in: file) { run in
      if let size = kind.byteCount {
        count += run.count / size
      } else {
        // The last byte of a number, and no other, has its highest bit clear.
        count += unsafe file.withUnsafeBytes(in: run) { bytes in
          unsafe bytes.reduce(0) { $0 + Int(~$1 >> 7) }
        }
      }
    }
    return count
  }
}
