import QuantizationEngine
import Testing

@testable import TensorFiles

/// Broken on purpose: every outcome is the same values or a typed error.
@Suite("hostile npz")
struct HostileZipTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static var archives: [ZipBytes] {
    var wide = ZipBytes.Member.npy("b.npy", [4, 5], method: 8)
    wide.hasWideSizes = true
    var behind = ZipBytes.Member.npy("c.npy", [6], method: 8)
    behind.flags = 8
    behind.local = ZipBytes.Claims(size: 0, packedSize: 0, checksum: 0)
    return [
      ZipBytes(members: [.npy("a.npy", [1, 2, 3]), .npy("b.npy", [4, 5], method: 8)]),
      ZipBytes(members: [.npy("a.npy", [1, 2, 3]), wide, behind], hasWideEnd: true),
    ]
  }

  /// What each tensor holds, or `nil` where it is refused; `nil` where the archive is.
  private func outcome(_ bytes: [UInt8]) throws -> [String: TensorValues]? {
    let path = try folder.file("w.npz", bytes)
    do throws(TensorFileError) {
      let file = try TensorFile.open(path: path)
      var read: [String: TensorValues] = [:]
      for index in file.tensors.indices {
        do throws(TensorFileError) {
          let values = try file.values(of: index)
          #expect(values.count == file.tensors[index].elementCount)
          read[file.tensors[index].name] = values
        } catch {
          #expect(error.description.hasPrefix(path + ": "))
        }
      }
      return read
    } catch {
      #expect(error.description.hasPrefix(path + ": "))
      return nil
    }
  }

  @Test("cut at every byte, the archive is refused", arguments: archives)
  func truncation(zip: ZipBytes) throws {
    let whole = zip.bytes
    #expect(try outcome(whole)?.count == zip.members.count)
    for count in 0..<whole.count {
      #expect(try outcome(Array(whole.prefix(count))) == nil, "\(count) bytes")
    }
  }

  @Test("with any byte flipped, a tensor is the same or refused", arguments: archives)
  func flippedBytes(zip: ZipBytes) throws {
    let whole = zip.bytes
    let expected = try #require(try outcome(whole))
    // The bytes of a stored member's .npy have no checksum that is looked at: they may change.
    let stored = 0..<35 + NpyBytes(descr: "|u1", shape: [3], data: [1, 2, 3]).bytes.count
    for position in whole.indices {
      for mask in [1, 0x80, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[position] ^= mask
        for (name, values) in try outcome(bytes) ?? [:] where name == "b" || name == "c" {
          #expect(values == expected[name], "byte \(position) ^ \(mask): \(name)")
        }
        if !stored.contains(position), let values = try outcome(bytes)?["a"] {
          #expect(values == expected["a"], "byte \(position) ^ \(mask): a")
        }
      }
    }
  }

  @Test("noise for a directory is refused")
  func noise() throws {
    var generator = SplitMix64(seed: 0x21B)
    let whole = Self.archives[0].bytes
    for _ in 0..<300 {
      var bytes = whole
      for position in bytes.count - 22 - 102..<bytes.count - 22 {
        bytes[position] = UInt8.random(in: 0...255, using: &generator)
      }
      #expect(try outcome(bytes) == nil)
    }
  }

  @Test("many names of one member cost no more than their number")
  func manyNames() throws {
    var member = ZipBytes.Member.npy("a.npy", [1])
    member.isOnlyNamed = true
    member.claimed.start = 0
    var members = [ZipBytes.Member.npy("first.npy", Array(repeating: 7, count: 1 << 12))]
    for index in 0..<5000 {
      member.name = "\(index).npy"
      members.append(member)
    }
    let file = try TensorFile.open(
      path: try folder.file("w.npz", ZipBytes(members: members).bytes))
    #expect(file.tensors.count == 5001)
    #expect(throws: TensorFileError.self) { try file.values(of: 1) }
  }
}
