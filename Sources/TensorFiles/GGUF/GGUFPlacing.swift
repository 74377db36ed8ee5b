import QuantizationEngine

/// The bytes of a GGUF file given to its tensors, one after another.
///
/// Each begins where the one before it ends, filled up to the alignment, as ggml asks. Behind a tensor
/// whose size is not known the next one says where it begins.
struct GGUFPlacing {
  /// The file.
  let file: MappedFile
  /// The order of the bytes of numbers.
  let byteOrder: ByteOrder
  /// What offsets are multiples of.
  let alignment: Int
  /// Where in the file offsets are counted from.
  let start: Int
  /// Where the next tensor should begin.
  private var expected = GGUFPlace.exactly(0)

  /// A file whose tensors are to be placed.
  init(file: MappedFile, byteOrder: ByteOrder, alignment: Int, start: Int) {
    self.file = file
    self.byteOrder = byteOrder
    self.alignment = alignment
    self.start = start
  }

  /// The next tensor of the header in its place, or listed and not read.
  ///
  /// - Throws: ``GGUFFault/misplaced(name:expected:found:position:)`` and `tooLarge`.
  mutating func tensor(_ entry: GGUFEntry) throws(GGUFFault) -> StoredTensor {
    guard expected.allows(entry.offset, alignment: alignment) else {
      throw .misplaced(
        name: entry.text, expected: expected, found: entry.offset, alignment: alignment,
        position: entry.offsetPosition)
    }
    expected = try end(of: entry)
    do throws(GGUFFault) {
      let form = try entry.form(byteOrder: byteOrder)
      return StoredTensor(
        description: entry.description, file: file, start: try place(of: entry), form: form)
    } catch {
      return StoredTensor(
        description: entry.description, file: file, start: 0,
        form: .unread(.gguf(path: file.path, error)))
    }
  }

  /// Where the next tensor begins.
  private func end(of entry: GGUFEntry) throws(GGUFFault) -> GGUFPlace {
    guard let byteCount = entry.byteCount else { return .from(entry.offset) }
    let end = entry.offset.addingReportingOverflow(UInt64(byteCount))
    let padded = end.partialValue.addingReportingOverflow(UInt64(alignment - 1))
    guard !end.overflow, !padded.overflow else {
      throw .tooLarge(
        name: entry.text, shape: entry.shape.map(UInt64.init), position: entry.shapePosition)
    }
    return .exactly(padded.partialValue & ~UInt64(alignment - 1))
  }

  /// Where in the file a tensor begins, which lies wholly within it.
  private func place(of entry: GGUFEntry) throws(GGUFFault) -> Int {
    let available = max(0, file.byteCount - start)
    let byteCount = entry.byteCount ?? 0
    guard entry.offset <= available, byteCount <= available - Int(entry.offset) else {
      throw .pastEnd(
        name: entry.text, offset: entry.offset, byteCount: byteCount, available: available,
        position: entry.offsetPosition)
    }
    // Before a tensor without bytes the file may end within the padding.
    return min(start + Int(entry.offset), file.byteCount)
  }
}
