import QuantizationEngine

/// The zip form of a checkpoint, which `torch.save` writes since 1.6, and a TorchScript archive.
///
///     folder/data.pkl         what was saved, with references to storages
///     folder/data/KEY         the bytes of a storage
///     folder/byteorder        "little" or "big"; little where it is missing
///     folder/constants.pkl    TorchScript only: tensors that the code uses
///     folder/constants/KEY    TorchScript only: their bytes
///
/// The code of a TorchScript archive is not looked at.
///
/// Source: PyTorch 2.13, `torch/serialization.py` and `caffe2/serialize/inline_container.cc`.
struct TorchArchive {
  private let file: MappedFile
  private let folder: [UInt8]
  private let members: [[UInt8]: ZipMember]
  private let shelf = InflatedShelf()

  /// The archive with some members; nil where it is none of PyTorch's.
  init?(_ members: [ZipMember], of file: MappedFile) {
    let name = Array("/data.pkl".utf8)
    let pickle = members.first { member in
      member.entry.nameBytes.suffix(name.count).elementsEqual(name)
        && member.entry.nameBytes.count { $0 == UInt8(ascii: "/") } == 1
    }
    guard let pickle else { return nil }
    self.file = file
    folder = Array(pickle.entry.nameBytes.dropLast(name.count - 1))
    self.members = Dictionary(
      members.map { ($0.entry.nameBytes, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The tensors of the archive.
  ///
  /// - Throws: ``TensorFileError/torch(path:_:)``, the cases about the file, and `zip`.
  func tensors() throws(TensorFileError) -> [StoredTensor] {
    let byteOrder = try byteOrder()
    var tensors: [StoredTensor] = []
    for (pickle, storages, prefix) in [
      ("data.pkl", "data/", ""), ("constants.pkl", "constants/", "constants"),
    ] {
      guard let member = member(pickle) else { continue }
      let checkpoint = TorchCheckpoint(
        graph: try graph(of: member), path: file.path, place: place(of: member),
        storages: TorchFolder(archive: self, folder: storages), byteOrder: byteOrder)
      tensors += try checkpoint.tensors(prefix: prefix)
    }
    guard !tensors.isEmpty else { throw .torch(path: file.path, .noTensors) }
    return tensors
  }

  /// The member of a name, in the archive's folder.
  fileprivate func member(_ name: String) -> ZipMember? { members[folder + Array(name.utf8)] }

  /// The longest pickle that is read.
  private static let pickleLimit = 1 << 26

  private func graph(of member: ZipMember) throws(TensorFileError) -> PickleGraph {
    let place = try contents(of: member)
    guard place.byteCount <= Self.pickleLimit else {
      throw .torch(
        path: self.place(of: member),
        .pickleTooLong(found: place.byteCount, limit: Self.pickleLimit))
    }
    let bytes = try place.deflated?.inflated() ?? place.file
    do throws(PickleFault) {
      return try PickleMachine.graph(
        in: bytes, place.start..<place.start + place.byteCount, origin: place.start
      ) { TorchCall($0.name) != nil }
    } catch {
      throw .torch(path: self.place(of: member), .pickle(error))
    }
  }

  private func byteOrder() throws(TensorFileError) -> ByteOrder {
    guard let member = member("byteorder") else { return .little }
    let place = try contents(of: member)
    let count = min(place.byteCount, 64)
    let word =
      try place.deflated?.beginning(count)
      ?? place.file.bytes(in: place.start..<place.start + count)
    switch String(decoding: word, as: UTF8.self) {
    case "little": return .little
    case "big": return .big
    case let other: throw .torch(path: self.place(of: member), .byteOrder(found: other))
    }
  }

  /// Where the contents of a member lie.
  fileprivate func contents(of member: ZipMember) throws(TensorFileError) -> TorchPlace {
    let entry = member.entry
    do throws(ZipFault) {
      let contents = try member.contents.get()
      guard entry.method != 0 else {
        return TorchPlace(file: file, start: contents.lowerBound, byteCount: entry.size)
      }
      return TorchPlace(
        file: file, start: 0, byteCount: entry.size,
        deflated: DeflatedMember(
          entry, in: file, contents: contents, place: place(of: member), shelf: shelf))
    } catch {
      throw .zip(path: place(of: member), error)
    }
  }

  private func place(of member: ZipMember) -> String {
    "\(file.path): \(TensorFileError.quoted(member.entry.name))"
  }
}

/// The storages in one folder of an archive.
private struct TorchFolder: TorchStorages {
  let archive: TorchArchive
  let folder: String

  func place(of key: String) throws(TensorFileError) -> TorchPlace? {
    guard let member = archive.member(folder + key) else { return nil }
    return try archive.contents(of: member)
  }
}
