import QuantizationEngine

extension TensorFileFormat {
  /// What numpy's `savez` and `savez_compressed` write: a zip archive whose members are `.npy`.
  ///
  /// Members that are stored as they are lie in the mapped file; deflated ones are inflated when
  /// somebody reads them. A member that is no `.npy`, neither by name nor by its first bytes, holds
  /// no tensor and is left out.
  static let npz = TensorFileFormat(
    signature: [0x50, 0x4B, 3, 4], fileExtension: "npz", tensors: npzTensors,
    takesType: true)

  /// The tensors of an archive, one that cannot be read among them with its reason.
  ///
  /// - Throws: ``TensorFileError/zip(path:_:)`` where the archive itself is wrong, and
  ///   ``TensorFileError/formatNotRead(path:format:by:)`` where it holds something else than `.npy`.
  @Sendable
  private static func npzTensors(
    _ file: MappedFile, _ layout: RawLayout
  ) throws(TensorFileError) -> [StoredTensor] {
    let fileExtension = FileName(path: file.path).fileExtension
    let members: [ZipMember]
    do throws(ZipFault) {
      members = try ZipDirectory(of: file).members
    } catch {
      // Only what is called so must be one: with a type, the bytes of others are read as they are.
      guard fileExtension == npz.fileExtension || layout.elementType == nil else {
        return try raw.tensors(file, layout)
      }
      if let foreign = ForeignSign.named(fileExtension), foreign != .zip {
        throw .formatNotRead(path: file.path, format: foreign, by: .fileExtension)
      }
      throw .zip(path: file.path, error)
    }
    if let archive = TorchArchive(members, of: file) {
      guard layout == RawLayout() else { throw .torch(path: file.path, .layout) }
      return try archive.tensors()
    }
    if let bundle = TFLiteBundle(members, of: file) {
      guard layout == RawLayout() else { throw .tflite(path: file.path, .layout) }
      return bundle.tensors
    }
    let shelf = InflatedShelf()
    let tensors = members.compactMap { tensor(in: $0, of: file, layout: layout, shelf: shelf) }
    guard tensors.isEmpty, !members.isEmpty else { return tensors }
    guard layout.elementType == nil else { return try raw.tensors(file, layout) }
    let foreign = ForeignFormat(
      archiveOf: members.map(\.entry.name), fileExtension: fileExtension)
    throw .formatNotRead(path: file.path, format: foreign, by: .contents)
  }

  /// The tensor in a member; nil where it is none.
  private static func tensor(
    in member: ZipMember, of file: MappedFile, layout: RawLayout, shelf: InflatedShelf
  ) -> StoredTensor? {
    let entry = member.entry
    let place = "\(file.path): \(TensorFileError.quoted(entry.name))"
    do throws(TensorFileError) {
      let contents: Range<Int>
      do throws(ZipFault) {
        contents = try member.contents.get()
      } catch {
        throw .zip(path: place, error)
      }
      let deflated =
        entry.method == 0
        ? nil
        : DeflatedMember(entry, in: file, contents: contents, place: place, shelf: shelf)
      let source = NpySource(
        place: place, name: member.tensorName, byteCount: entry.size
      ) { count throws(TensorFileError) in
        guard let deflated else {
          return file.bytes(in: contents.lowerBound..<contents.lowerBound + count)
        }
        return try deflated.beginning(count)
      }
      if !member.isNamedNpy {
        let beginning = try source.beginning(min(NpySource.signature.count, entry.size))
        guard beginning == NpySource.signature else { return nil }
      }
      let tensor = try NpyTensor(source, layout: layout)
      return StoredTensor(
        description: tensor.description, file: file,
        start: tensor.start + (deflated == nil ? contents.lowerBound : 0), form: tensor.form,
        deflated: deflated)
    } catch {
      guard member.isNamedNpy else { return nil }
      return StoredTensor(
        description: TensorDescription(
          name: member.tensorName, elementType: .uint8, storedAs: "unread", shape: [entry.size],
          elementCount: entry.size, byteCount: entry.size),
        file: file, start: 0, form: .unread(error))
    }
  }
}
