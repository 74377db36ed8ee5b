/// The encodings of the tensors of one network: what a file of encodings is made from.
///
/// Invariant: no two tensors have the same name. Names are compared by their bytes, as the tools
/// do, so that the two spellings of `é` are two names.
public struct EncodingDocument: Hashable, Sendable {
  /// The version of qviz that a file names as its producer.
  public let producerVersion: String
  /// The tensors, in the order in which they are written.
  public let tensors: [TensorEncodings]
  /// What the program was asked, for formats that say it; nil for nothing worth saying.
  public var task: String?

  /// A document of these tensors.
  ///
  /// - Parameters:
  ///   - tensors: The tensors, each under a name of its own.
  ///   - producerVersion: The version of the program that writes.
  /// - Throws: ``EncodingFileError/duplicateTensor(_:)``, and
  ///   ``EncodingFileError/tooManyBlocks(limit:found:)`` where no file holds so many.
  public init(tensors: [TensorEncodings], producerVersion: String) throws(EncodingFileError) {
    try EncodingDocument.checkNamesDiffer(tensors.map(\.name))
    try DocumentSize.check(blockCount: tensors.reduce(0) { $0 + $1.encodings.count })
    self.tensors = tensors
    self.producerVersion = producerVersion
  }

  /// Throws if a name comes twice.
  static func checkNamesDiffer(_ names: [String]) throws(EncodingFileError) {
    var seen: Set<[UInt8]> = []
    for name in names where !seen.insert(Array(name.utf8)).inserted {
      throw .duplicateTensor(name)
    }
  }
}
