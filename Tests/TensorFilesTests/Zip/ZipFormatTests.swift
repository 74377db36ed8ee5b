import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("npz")
struct ZipFormatTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func open(_ zip: ZipBytes, _ layout: RawLayout = RawLayout()) throws -> TensorFile {
    try TensorFile.open(path: try folder.file("w.npz", zip.bytes), layout: layout)
  }

  @Test("a member is a tensor by its name without .npy, stored or deflated", arguments: [0, 8])
  func members(method: Int) throws {
    let file = try open(
      ZipBytes(members: [
        .npy("a.npy", [1, 2, 3], method: method), .npy("block/0.npy", [4], method: method),
        .npy("../../up.npy", [], method: method),
      ]))
    #expect(file.tensors.map(\.name) == ["a", "block/0", "../../up"])
    #expect(file.tensors.map(\.shape) == [[3], [1], [0]])
    #expect(try file.values(of: 0) == .float32([1, 2, 3]))
    #expect(try file.values(of: 0, elements: 1..<2) == .float32([2]))
    #expect(try file.values(of: 1) == .float32([4]))
    #expect(try file.values(of: 2) == .float32([]))
  }

  @Test("a member that is no .npy is left out, one that is without being called so is not")
  func otherMembers() throws {
    let unnamed = ZipBytes.Member.npy("plain", [7])
    let file = try open(
      ZipBytes(members: [
        .init(name: "notes.txt", contents: Array("hello".utf8)), unnamed,
        .init(name: "folder/", contents: []), .npy("a.npy", [1]),
      ]))
    #expect(file.tensors.map(\.name) == ["plain", "a"])
    #expect(try file.values(of: 0) == .float32([7]))
  }

  @Test("sizes of 64 bits, behind another extra field too", arguments: [0, 8])
  func wideSizes(method: Int) throws {
    var member = ZipBytes.Member.npy("a.npy", [1, 2, 3], method: method)
    member.hasWideSizes = true
    member.extra = [9, 9, 2, 0, 1, 1]
    for hasWideEnd in [false, true] {
      let file = try open(
        ZipBytes(members: [.npy("b.npy", [9]), member], hasWideEnd: hasWideEnd))
      #expect(try file.values(of: 1) == .float32([1, 2, 3]))
    }
  }

  @Test("sizes behind the member instead of before it", arguments: [0, 8])
  func describedBehind(method: Int) throws {
    var member = ZipBytes.Member.npy("a.npy", [1, 2, 3], method: method)
    member.flags = 8
    member.local = ZipBytes.Claims(size: 0, packedSize: 0, checksum: 0)
    member.descriptor = Array(repeating: 0xAA, count: 16)
    let file = try open(ZipBytes(members: [member, .npy("b.npy", [9])]))
    #expect(try file.values(of: 0) == .float32([1, 2, 3]))
    #expect(try file.values(of: 1) == .float32([9]))
  }

  @Test("room before the members and a comment behind the end")
  func roomAndComment() throws {
    let zip = ZipBytes(
      members: [.npy("a.npy", [1, 2])], prefix: [0x50, 0x4B, 3, 4, 0, 0],
      comment: Array("a comment".utf8))
    #expect(try open(zip).values(of: 0) == .float32([1, 2]))
  }

  @Test("names are UTF-8 where they say so, else those of the first IBM PC, as Python has them")
  func names() throws {
    var utf8 = ZipBytes.Member.npy("caf\u{E9}.npy", [1])
    utf8.flags = 0x800
    let file = try open(ZipBytes(members: [utf8, .npy("\u{E9}.npy", [2])]))
    #expect(file.tensors.map(\.name) == ["caf\u{E9}", "\u{251C}\u{2310}"])
  }

  @Test("a type or a shape asked for holds for the members that it suits")
  func layout() throws {
    let halves = ZipBytes.Member(
      name: "h.npy",
      contents: NpyBytes(descr: "<u2", shape: [2], data: [0x80, 0x3F, 0, 0xC0]).bytes)
    let zip = ZipBytes(members: [.npy("a.npy", [1, 2]), halves])
    let file = try open(zip, RawLayout(elementType: .bfloat16))
    #expect(try file.values(of: 1) == .float32([1, -2]))
    let refused = TensorFileError.elementSize(
      path: file.path + ": 'a.npy'", asked: .bfloat16, descr: "|u1", byteCount: 1)
    #expect(throws: refused) { try file.values(of: 0) }
  }

  @Test("the elements of a deflated member stream by as those of a file")
  func stream() throws {
    let values = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 >> 4) }
    let file = try open(ZipBytes(members: [.npy("a.npy", values, method: 8)]))
    let elements = try file.storedElements(of: 0)
    for _ in 0..<2 {
      let found = elements.withBytes(of: 5..<199_999) { span in
        (0..<span.byteCount).map { span.unsafeLoadUnaligned(fromByteOffset: $0, as: UInt8.self) }
      }
      #expect(found == Array(values[5..<199_999]))
      // Nothing of it is anywhere else.
      elements.release(0..<200_000)
    }
    try elements.checkWhole()
  }

  @Test("readers at one time share what is inflated")
  func readers() async throws {
    let values = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let file = try open(
      ZipBytes(members: [.npy("a.npy", values, method: 8), .npy("b.npy", values, method: 8)]))
    let expected = TensorValues.float32(values.map(Float.init))
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<16 { group.addTask { try file.values(of: task % 2) == expected } }
      for try await isEqual in group { #expect(isEqual) }
    }
  }

  @Test(
    "inflating asks every quarter of a MiB whether it is wanted, and leaves nothing behind if not")
  func unwanted() throws {
    // As compressible as it may be: all of the source is in long before all is out.
    let values = Array(repeating: 7 as UInt8, count: 1 << 20)
    let file = try open(ZipBytes(members: [.npy("a.npy", values, method: 8)]))
    for limit in [0, 1, 3] {
      var shares: [Double] = []
      let isReady = try file.prepare(0) { share in
        shares.append(share)
        return shares.count <= limit
      }
      #expect(!isReady && shares.count == limit + 1)
      #expect(shares == shares.sorted() && shares.allSatisfy { (0...1).contains($0) })
    }
    var count = 0
    #expect(
      try file.prepare(0) { _ in
        count += 1
        return true
      })
    #expect(count >= 4)
    #expect(
      try file.values(of: 0, elements: (1 << 20) - 2..<1 << 20) == .float32([7, 7]))
    // It is there now.
    #expect(try file.prepare(0) { _ in false })
  }

  @Test("what is inflated is kept within a budget, the last one in any case")
  func shelf() throws {
    let path = try folder.file("w.npz", ZipBytes(members: [.npy("a.npy", [1], method: 8)]).bytes)
    let file = try MappedFile(path: path)
    let entry = try ZipDirectory(of: file).members[0].entry
    let members = (0..<3).map { _ in
      DeflatedMember(
        entry, in: file, contents: 0..<1, place: "w", shelf: InflatedShelf())
    }
    let shelf = InflatedShelf(budget: 20)
    func memory(_ count: Int) throws -> MappedFile {
      unsafe try MappedFile(path: "w", name: "a", byteCount: count, spare: 1) { _ in }
    }
    shelf.put(try memory(10), of: members[0])
    shelf.put(try memory(10), of: members[1])
    #expect(shelf.memory(of: members[0])?.byteCount == 10)
    // The second is the one that nobody has asked for longest.
    shelf.put(try memory(5), of: members[2])
    #expect(shelf.memory(of: members[1]) == nil)
    #expect(shelf.memory(of: members[0]) != nil)
    shelf.put(try memory(100), of: members[1])
    #expect(shelf.memory(of: members[0]) == nil)
    #expect(shelf.memory(of: members[1])?.byteCount == 100)
  }

  @Test("what is inflated goes with its maker, whose address the next one may have")
  func gone() throws {
    let path = try folder.file("w.npz", ZipBytes(members: [.npy("a.npy", [1], method: 8)]).bytes)
    let file = try MappedFile(path: path)
    let entry = try ZipDirectory(of: file).members[0].entry
    let shelf = InflatedShelf()
    var addresses: Set<ObjectIdentifier> = []
    for _ in 0..<1000 {
      let member = DeflatedMember(entry, in: file, contents: 0..<1, place: "w", shelf: shelf)
      addresses.insert(ObjectIdentifier(member))
      #expect(shelf.memory(of: member) == nil)
      shelf.put(
        unsafe try MappedFile(path: "w", name: "a", byteCount: 10, spare: 1) { _ in }, of: member)
      #expect(shelf.memory(of: member) != nil)
    }
    #expect(addresses.count < 1000, "no address was used again, so that nothing was tried")
  }

  @Test("an archive of something else is refused by what it is, an empty one has no tensors")
  func foreign() throws {
    let zip = ZipBytes(members: [.init(name: "readme", contents: [1, 2, 3])]).bytes
    for name in ["w.zip", "w.npz", "w.pt", "w"] {
      expectSentence(
        try folder.refusal(name, zip),
        "\(name): is a zip archive without arrays: unpack it and open what is in it "
          + "(--dtype reads its bytes as they are)")
    }
    expectSentence(
      try folder.refusal("w.pt", Array(zip.dropLast(3))),
      "w.pt: has no end of a zip archive in its last bytes: it was cut, or something follows it")
    let asBytes = RawLayout(elementType: .uint8)
    for bytes in [zip, Array(zip.dropLast(3))] {
      let (description, _) = try folder.read("w.pt", bytes, layout: asBytes)
      #expect(description.shape == [bytes.count])
    }
    #expect(try open(ZipBytes(members: [])).tensors.isEmpty)
  }
}
