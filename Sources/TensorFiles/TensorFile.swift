import QuantizationEngine

/// An open file of tensors: their descriptions at once, their values when asked for.
///
/// The file is mapped, so opening costs the same for every size, and what is never read never
/// leaves the disk. It stays mapped as long as a copy of this value lives.
///
///     let file = try TensorFile.open(path: "weights.npy")
///     let values = try file.values(of: 0)
///
/// Where another program cuts the file short while it is being read, reading throws.
public struct TensorFile: Sendable {
  /// The path as it was given.
  public let path: String
  /// The tensors in the order of the file.
  public let tensors: [TensorDescription]
  /// Where each tensor of `tensors` lies.
  let stored: [StoredTensor]
  /// Whether a type could be said and was not.
  let takesType: Bool
  /// Whether the file has no header, so that the type of its values is assumed.
  let isHeaderless: Bool

  /// The file at a path, its descriptions read and every size in it checked.
  ///
  /// The format is found by the first bytes, then by the extension; anything else is raw values.
  /// What is gzip or a pipe is held in memory, up to ``FileContents/standardLimit``.
  ///
  /// - Parameters:
  ///   - path: The file; every sentence of an error begins with it.
  ///   - layout: What the person says about the bytes.
  /// - Returns: The open file.
  /// - Throws: ``TensorFileError``, every case but those of reading.
  /// - Complexity: O(length of the header), whatever the size of the file.
  public static func open(
    path: String, layout: RawLayout = RawLayout()
  ) throws(TensorFileError) -> TensorFile {
    try TensorFile(try FileContents(path: path), layout: layout)
  }

  /// A file whose bytes are there, its descriptions read and every size in it checked.
  ///
  /// - Parameters:
  ///   - contents: The bytes.
  ///   - layout: What the person says about them.
  /// - Throws: ``TensorFileError``, every case but those of reading.
  public init(
    _ contents: FileContents, layout: RawLayout = RawLayout()
  ) throws(TensorFileError) {
    let file = contents.file
    try self.init(file, layout: layout, of: try .of(file, layout: layout))
  }

  /// The bytes as one tensor of uint8, whatever they are.
  ///
  /// - Parameter contents: At least one byte.
  /// - Throws: ``TensorFileError``, the cases about the file itself, and `empty`.
  public init(bytesOf contents: FileContents) throws(TensorFileError) {
    try self.init(contents.file, layout: RawLayout(elementType: .uint8), of: .raw)
  }

  /// A mapped file of a known format.
  init(
    _ file: MappedFile, layout: RawLayout, of format: TensorFileFormat
  ) throws(TensorFileError) {
    do throws(TensorFileError) {
      let tensors = try format.tensors(file, layout)
      stored = try layout.reals?.reals(of: tensors) ?? tensors
    } catch {
      // Where the file was cut while its headers were read, that is the reason.
      try file.checkStillWhole()
      throw error
    }
    try file.checkStillWhole()
    path = file.path
    takesType = format.takesType && layout.elementType == nil
    isHeaderless = format.isHeaderless
    tensors = stored.map(\.description)
  }

  /// The files that are mapped: the file itself, or those that it names as its parts.
  public var parts: Set<FileIdentity> { Set(stored.flatMap(\.identities)) }

  /// How many bytes of memory it takes to have the bytes of a tensor: those of a deflated one, which
  /// is inflated whole, and none of one that is mapped.
  ///
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func inflatedByteCount(of tensor: Int) -> Int {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    return stored[tensor].deflated == nil ? 0 : tensors[tensor].byteCount
  }

  /// Why a tensor can be listed and not read; nil where it can be.
  ///
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func obstacle(to tensor: Int) -> TensorFileError? {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    return if case .unread(let error) = stored[tensor].form { error } else { nil }
  }

  /// All values of a tensor in row-major order.
  ///
  /// - Parameter tensor: A position in `tensors`.
  /// - Returns: `tensors[tensor].elementCount` values; see ``TensorValues`` for what is exact.
  /// - Throws: ``TensorFileError/fileShrank(path:expected:found:)`` and
  ///   ``TensorFileError/notEnoughMemory(path:name:byteCount:)``.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  /// - Complexity: O(elements), one pass; a copy of memory for float32 and float64 in row-major
  ///   order and this machine's byte order.
  public func values(of tensor: Int) throws(TensorFileError) -> TensorValues {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    return try values(of: tensor, elements: 0..<tensors[tensor].elementCount)
  }

  /// A run of a tensor's values, counted in row-major order whatever the file's order.
  ///
  /// - Parameters:
  ///   - tensor: A position in `tensors`.
  ///   - elements: The first element and the one after the last; may be empty.
  /// - Returns: `elements.count` values, those that ``values(of:)`` has at `elements`.
  /// - Throws: ``TensorFileError/fileShrank(path:expected:found:)`` and
  ///   ``TensorFileError/notEnoughMemory(path:name:byteCount:)``.
  /// - Precondition: `tensors.indices.contains(tensor)`, and `elements` lies within
  ///   `0..<tensors[tensor].elementCount`.
  /// - Complexity: O(elements.count) reads; with a Fortran order each may touch another page.
  public func values(
    of tensor: Int, elements: Range<Int>
  ) throws(TensorFileError) -> TensorValues {
    let stored = try readable(tensor)
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= stored.description.elementCount,
      "elements lie within the tensor")
    return try stored.values(in: [elements])
  }
}
