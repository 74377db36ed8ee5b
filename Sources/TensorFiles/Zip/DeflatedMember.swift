import CZlib
import Synchronization

/// A deflated member of an archive: its beginning at once, all of it when somebody reads it.
final class DeflatedMember: DeferredBytes {
  private let file: MappedFile
  private let contents: Range<Int>
  private let entry: ZipEntry
  private let place: String
  private let shelf: InflatedShelf
  private let turn = Mutex(())

  /// A member of an archive whose checked place is `contents`.
  init(
    _ entry: ZipEntry, in file: MappedFile, contents: Range<Int>, place: String,
    shelf: InflatedShelf
  ) {
    self.entry = entry
    self.file = file
    self.contents = contents
    self.place = place
    self.shelf = shelf
  }

  /// So many of the first bytes, inflated anew.
  ///
  /// - Throws: ``TensorFileError/zip(path:_:)`` where there are not so many, or they are corrupt.
  /// - Complexity: O(count), and the deflated bytes that stand for them.
  func beginning(_ count: Int) throws(TensorFileError) -> [UInt8] {
    guard count > 0 else { return [] }
    do throws(ZipFault) {
      guard var stream = InflateStream() else { throw .corrupt(reason: "no memory", position: 0) }
      var bytes: [UInt8] = Array(repeating: 0, count: count)
      var span = bytes.mutableSpan
      let found = unsafe try file.withUnsafeBytes(in: contents) { source throws(ZipFault) in
        unsafe try span.withUnsafeMutableBytes { target throws(ZipFault) in
          unsafe try stream.inflate(source, into: target).produced
        }
      }
      guard found == count else { throw .tooShort(expected: count, found: found) }
      return bytes
    } catch {
      throw .zip(path: place, error)
    }
  }

  /// All of the member in memory of its own, for as long as somebody wants it.
  ///
  /// - Throws: ``TensorFileError/zip(path:_:)`` where it is not what the directory promises,
  ///   `notEnoughMemory`, and `fileShrank`.
  func inflated(while goOn: (Double) -> Bool) throws(TensorFileError) -> MappedFile? {
    // One reader inflates, the others wait for it.
    try turn.withLock { _ throws(TensorFileError) in
      if let memory = shelf.memory(of: self) { return memory }
      var isWanted = true
      // One byte more than promised, so that too much is seen.
      let memory = unsafe try MappedFile(
        path: file.path, name: place, byteCount: entry.size, spare: 1
      ) { target throws(TensorFileError) in
        unsafe try fill(target) { share in
          isWanted = isWanted && goOn(share)
          return isWanted
        }
      }
      guard isWanted else { return nil }
      shelf.put(memory, of: self)
      return memory
    }
  }

  private func fill(
    _ target: UnsafeMutableRawBufferPointer, while goOn: (Double) -> Bool
  ) throws(TensorFileError) {
    do throws(ZipFault) {
      guard var stream = InflateStream() else { throw .corrupt(reason: "no memory", position: 0) }
      var isWanted = true
      let progress = unsafe try file.withUnsafeBytes(in: contents) { source throws(ZipFault) in
        unsafe try stream.inflate(source, into: target) { produced in
          isWanted = goOn(Double(produced) / Double(target.count))
          return isWanted
        }
      }
      guard isWanted else { return }
      guard progress.produced <= entry.size else { throw .tooLong(expected: entry.size) }
      guard progress.isEnd, progress.produced == entry.size else {
        throw .tooShort(expected: entry.size, found: progress.produced)
      }
      guard progress.consumed == contents.count else {
        throw .leftOver(contents.count - progress.consumed)
      }
      guard let found = unsafe checksum(target, while: goOn) else { return }
      guard found == entry.checksum else {
        throw .checksum(expected: entry.checksum, found: found)
      }
    } catch {
      // Where the file was cut meanwhile, that is the reason.
      try file.checkStillWhole()
      throw .zip(path: place, error)
    }
    try file.checkStillWhole()
    file.release(contents)
  }

  /// The checksum of what is inflated; nil if nobody wants it any more.
  private func checksum(
    _ target: UnsafeMutableRawBufferPointer, while goOn: (Double) -> Bool
  ) -> UInt32? {
    var checksum: UInt = 0
    for start in stride(from: 0, to: entry.size, by: 1 << 24) {
      guard goOn(1) else { return nil }
      let part = unsafe UnsafeRawBufferPointer(
        rebasing: target[start..<min(start + 1 << 24, entry.size)])
      unsafe checksum = crc32_z(checksum, part.baseAddress, z_size_t(part.count))
    }
    return UInt32(checksum)
  }
}
