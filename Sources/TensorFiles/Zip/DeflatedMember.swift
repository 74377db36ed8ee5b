import CZlib
import Synchronization

/// A deflated member of an archive: its beginning at once, all of it when somebody reads it.
final class DeflatedMember: Sendable {
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

  /// All of the member in memory of its own, which readers at one time share.
  ///
  /// - Throws: ``TensorFileError/zip(path:_:)`` where it is not what the directory promises,
  ///   `notEnoughMemory`, and `fileShrank`.
  func inflated() throws(TensorFileError) -> MappedFile {
    // One reader inflates, the others wait for it.
    try turn.withLock { _ throws(TensorFileError) in
      if let memory = shelf.memory(of: self) { return memory }
      // One byte more than promised, so that too much is seen.
      let memory = unsafe try MappedFile(
        path: file.path, name: place, byteCount: entry.size, spare: 1, filling: fill)
      shelf.put(memory, of: self)
      return memory
    }
  }

  private func fill(_ target: UnsafeMutableRawBufferPointer) throws(TensorFileError) {
    do throws(ZipFault) {
      guard var stream = InflateStream() else { throw .corrupt(reason: "no memory", position: 0) }
      let progress = unsafe try file.withUnsafeBytes(in: contents) { source throws(ZipFault) in
        unsafe try stream.inflate(source, into: target)
      }
      guard progress.produced <= entry.size else { throw .tooLong(expected: entry.size) }
      guard progress.isEnd, progress.produced == entry.size else {
        throw .tooShort(expected: entry.size, found: progress.produced)
      }
      guard progress.consumed == contents.count else {
        throw .leftOver(contents.count - progress.consumed)
      }
      let found = unsafe UInt32(crc32_z(0, target.baseAddress, z_size_t(entry.size)))
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
}

/// The members of an archive that are in memory: the last one, and those before it within a budget.
final class InflatedShelf: Sendable {
  /// How many bytes members may take together, where there is more than one.
  private let budget: Int
  private let inflated = Mutex<[(member: ObjectIdentifier, memory: MappedFile)]>([])

  /// An empty shelf; by default 256 MiB.
  init(budget: Int = 1 << 28) {
    self.budget = budget
  }

  /// The bytes of a member, if they are there.
  func memory(of member: DeflatedMember) -> MappedFile? {
    inflated.withLock { inflated in
      guard let index = inflated.firstIndex(where: { $0.member == ObjectIdentifier(member) })
      else { return nil }
      // The last to be asked for is the last to go.
      inflated.append(inflated.remove(at: index))
      return inflated[inflated.count - 1].memory
    }
  }

  /// Keeps the bytes of a member, and lets go of those that nobody has asked for longest.
  func put(_ memory: MappedFile, of member: DeflatedMember) {
    inflated.withLock { inflated in
      inflated.append((ObjectIdentifier(member), memory))
      var size = inflated.reduce(0) { $0 + $1.memory.byteCount }
      while size > budget, inflated.count > 1 { size -= inflated.removeFirst().memory.byteCount }
    }
  }
}
