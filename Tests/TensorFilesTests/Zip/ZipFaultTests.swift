import QuantizationEngine
import Testing

@testable import TensorFiles

/// Archives that lie, each with its sentence.
@Suite("zip faults")
struct ZipFaultTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static let good = ZipBytes.Member.npy("a.npy", [1, 2, 3])

  /// What reading the first tensor ends with, while the second is read in any case.
  private func fault(
    _ change: (inout ZipBytes.Member) -> Void, method: Int = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    var member = ZipBytes.Member.npy("a.npy", [1, 2, 3], method: method)
    change(&member)
    let zip = ZipBytes(members: [member, .npy("b.npy", [4, 5])])
    let file = try TensorFile.open(path: try folder.file("w.npz", zip.bytes))
    try #require(file.tensors.map(\.name) == ["a", "b"], sourceLocation: sourceLocation)
    #expect(try file.values(of: 1) == .float32([4, 5]), sourceLocation: sourceLocation)
    do throws(TensorFileError) {
      return "read: \(try file.values(of: 0))"
    } catch {
      #expect(error.kind == .badData, sourceLocation: sourceLocation)
      return folder.withoutFolder(error.description)
    }
  }

  @Test("the archive itself")
  func archive() throws {
    func refusal(_ zip: ZipBytes) throws -> String { try folder.refusal("w.npz", zip.bytes) }
    let good = Self.good
    let size = ZipBytes(members: [good]).bytes.count
    expectSentence(
      try refusal(ZipBytes(members: [good], suffix: [0])),
      "w.npz: has no end of a zip archive in its last bytes: it was cut, or something follows it")
    expectSentence(
      try folder.refusal("w.npz", []),
      "w.npz: has no end of a zip archive in its last bytes: it was cut, or something follows it")
    expectSentence(
      try refusal(ZipBytes(members: [good], comment: ZipBytes(members: []).bytes)),
      "w.npz: has two ends of a zip archive, at bytes \(size - 22) and \(size), expected one")
    expectSentence(
      try refusal(ZipBytes(members: [good], claimedDisk: 1)),
      "w.npz: is one of several parts of a zip archive, expected a whole one")
    let start = size - 22 - 46 - 5
    expectSentence(
      try refusal(ZipBytes(members: [good], claimedDirectory: start - 1)),
      "w.npz: directory should have 51 bytes from byte \(start - 1) on, "
        + "expected it to end at byte \(size - 22)")
    expectSentence(
      try refusal(ZipBytes(members: [good], claimedDirectory: start + 5, claimedDirectorySize: 46)),
      "w.npz: directory has no whole entry at byte \(start + 5)")
    expectSentence(
      try refusal(ZipBytes(members: [good], claimedDirectory: start, claimedDirectorySize: 52)),
      "w.npz: directory should have 52 bytes from byte \(start) on, "
        + "expected it to end at byte \(size - 22)")
    for count in [0, 2, 65_535] {
      expectSentence(
        try refusal(ZipBytes(members: [good], claimedCount: count)),
        "w.npz: directory has 1 entries, expected \(count)")
    }
    expectSentence(
      try refusal(ZipBytes(members: [good], claimedDirectory: Int.max, hasWideEnd: true)),
      "w.npz: directory should have 51 bytes from byte \(Int.max) on, "
        + "expected it to end at byte \(size - 22)")
    expectSentence(
      try refusal(ZipBytes(members: [good], claimedDirectory: -1, hasWideEnd: true)),
      "w.npz: has no zip64 sizes where the end of the archive needs them (byte \(size - 22))")
    expectSentence(
      try refusal(
        ZipBytes(
          members: [good], claimedDirectory: 0xFFFF_FFFF, claimedDirectorySize: 0xFFFF_FFFF)),
      "w.npz: has no zip64 sizes where the end of the archive needs them (byte \(size - 22))")
  }

  @Test("a zip64 end that is not where the locator says")
  func zip64() throws {
    let zip = ZipBytes(members: [Self.good], hasWideEnd: true)
    var bytes = zip.bytes
    bytes[bytes.count - 22 - 12] ^= 1
    expectSentence(
      try folder.refusal("w.npz", bytes),
      "w.npz: has no zip64 sizes where the end of the archive needs them "
        + "(byte \((bytes.count - 22 - 20 - 56) ^ 1))")
  }

  @Test("ways that are not read")
  func ways() throws {
    expectSentence(
      try fault { $0.flags = 1 }, "w.npz: 'a.npy': is encrypted, which is not read")
    expectSentence(
      try fault { $0.local.flags = 1 }, "w.npz: 'a.npy': is encrypted, which is not read")
    for (method, name) in [(12, "bzip2"), (14, "LZMA"), (93, "Zstandard"), (777, "method 777")] {
      expectSentence(
        try fault { $0.method = method },
        "w.npz: 'a.npy': is compressed with \(name), expected it stored or deflated")
    }
  }

  @Test("the directory and what stands before the member differ")
  func differences() throws {
    func differs(_ field: String) -> String {
      "w.npz: 'a.npy': has another \(field) at byte 0 than in the directory"
    }
    expectSentence(try fault { $0.local.name = "b.npy" }, differs("name"))
    expectSentence(try fault { $0.local.method = 8 }, differs("method"))
    expectSentence(try fault { $0.local.size = 1 }, differs("size"))
    expectSentence(try fault { $0.local.packedSize = 1 }, differs("size"))
    expectSentence(try fault { $0.local.checksum = 1 }, differs("checksum"))
    expectSentence(
      try fault { $0.claimed.start = 1 },
      "w.npz: 'a.npy': does not begin at byte 1, where it should")
    expectSentence(
      try fault { $0.claimed.start = 0xFFFF_0000 },
      "w.npz: 'a.npy': does not begin at byte 4294901760, where it should")
  }

  @Test("sizes that cannot be")
  func sizes() throws {
    expectSentence(
      try fault { $0.claimed.size = 5 },
      "w.npz: 'a.npy': is stored as it is in 131 bytes, but should have 5")
    expectSentence(
      try fault {
        $0.claimed.size = 1 << 20
        $0.claimed.packedSize = 1 << 20
      },
      "w.npz: 'a.npy': ends at byte 1048611, expected it before the directory at byte 331")
    expectSentence(
      try fault(
        {
          $0.hasWideSizes = true
          $0.claimed.size = 1 << 40
        }, method: 8),
      "w.npz: 'a.npy': should have 1099511627776 bytes, "
        + "but so many do not fit into 136 deflated ones")
    expectSentence(
      try fault { $0.claimed.start = 0xFFFF_FFFF },
      "w.npz: 'a.npy': has no zip64 size that its entry asks for (byte 331)")
    expectSentence(
      try fault {
        $0.hasWideSizes = true
        $0.claimed.size = Int.min
      }, "w.npz: 'a.npy': has no zip64 size that its entry asks for (byte 351)")
    expectSentence(
      try fault {
        $0.hasWideSizes = true
        $0.claimed.size = Int.max
        $0.claimed.packedSize = Int.max
      },
      "w.npz: 'a.npy': ends at byte 9223372036854775807, "
        + "expected it before the directory at byte 351")
  }

  @Test("deflated bytes that are not what the directory promises")
  func deflated() throws {
    let contents = Self.good.contents
    expectSentence(
      try fault({ $0.packed = [7] + Array(repeating: 0, count: 200) }, method: 8),
      "w.npz: 'a.npy': cannot be inflated past byte 1 of it: invalid block type")
    expectSentence(
      try fault({ $0.packed = Array(ZipBytes.deflated(contents).dropLast(2)) }, method: 8),
      "w.npz: 'a.npy': is inflated to 129 bytes, expected 131")
    expectSentence(
      try fault({ $0.packed = ZipBytes.deflated(contents + [0]) }, method: 8),
      "w.npz: 'a.npy': is inflated to more than the 131 bytes it should have")
    expectSentence(
      try fault({ $0.packed = ZipBytes.deflated(contents) + [0, 0] }, method: 8),
      "w.npz: 'a.npy': has 2 bytes behind the end of its deflated bytes")
    var other = contents
    other[130] = 9
    let sums = [contents, other].map { String(ZipBytes.checksum($0), radix: 16) }
    expectSentence(
      try fault({ $0.packed = ZipBytes.deflated(other) }, method: 8),
      "w.npz: 'a.npy': has the checksum \(sums[1]), expected \(sums[0])")
    // Its header cannot be read either, so that is known when the file is opened.
    expectSentence(
      try fault({ $0.packed = ZipBytes.deflated(Array(contents.prefix(50))) }, method: 8),
      "w.npz: 'a.npy': is inflated to 50 bytes, expected 128")
  }

  @Test("a fault of the .npy in a member")
  func npy() throws {
    expectSentence(
      try fault { $0.contents[0] = 0 },
      "w.npz: 'a.npy': begins with 00 4E 55 4D 50 59, "
        + "expected the .npy signature 93 4E 55 4D 50 59")
    expectSentence(
      try fault { $0.contents.append(0) },
      "w.npz: 'a.npy': 4 bytes of values from byte 128 on, expected 3 for uint8 [3]: 1 too many")
  }

  @Test("members that share bytes or names are refused, the others are not")
  func shared() throws {
    var again = Self.good
    again.isOnlyNamed = true
    again.claimed.start = 0
    let zip = ZipBytes(members: [
      Self.good, again, .npy("d.npy", [1]), .npy("d", [2]), .npy("e.npy", [6]),
    ])
    let file = try TensorFile.open(path: try folder.file("w.npz", zip.bytes))
    #expect(file.tensors.map(\.name) == ["a", "a", "d", "e"])
    for (index, name, fault) in [
      (0, "a.npy", ZipFault.overlap(other: "a.npy")), (1, "a.npy", .overlap(other: "a.npy")),
      (2, "d.npy", .duplicate),
    ] {
      #expect(throws: TensorFileError.zip(path: "\(file.path): '\(name)'", fault)) {
        try file.values(of: index)
      }
    }
    #expect(try file.values(of: 3) == .float32([6]))
    expectSentence(
      ZipFault.overlap(other: "\u{1B}").sentence,
      #"shares bytes with '\u{1b}', expected each to have its own"#)
    expectSentence(
      ZipFault.duplicate.sentence,
      "is a name that several members have, expected each to have its own")
    expectSentence(
      ZipFault.directoryTooLong(limit: 1, found: 2).sentence,
      "directory has 2 bytes, expected at most 1")
  }

  @Test("a name is shown in a sentence without what could reach the terminal")
  func names() throws {
    let zip = ZipBytes(members: [.npy("\u{1B}[2J.npy", [1]), .npy("\u{1B}[2J.npy", [1])])
    let file = try TensorFile.open(path: try folder.file("w.npz", zip.bytes))
    let place = file.path + #": '\u{1b}[2J.npy'"#
    #expect(throws: TensorFileError.zip(path: place, .duplicate)) { try file.values(of: 0) }
  }
}
