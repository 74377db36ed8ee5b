import QuantizationEngine

/// A way to write quantized tensors: their codes, with the scales and zero-points that give the values back.
///
///     r = scale · (q − zeroPoint)                                                  (1)
///
/// Unlike an ``EncodingFormat`` it needs the codes, which are made while the file is written: a file is laid
/// out first, as ``QuantizedPart`` of known sizes, from what is known of the tensors without their values.
///
/// A format may hold codes in a wider type than they need; what it cannot say *truly* it refuses.
public protocol QuantizedTensorFormat: Sendable {
  /// The name on the command line, in kebab-case.
  var identifier: String { get }
  /// The name for people.
  var title: String { get }
  /// Who reads it: programs, their options, or people.
  var reader: String { get }
  /// What file names end in, without the first dot.
  var fileExtension: String { get }

  /// Whether activations and parameters are written differently.
  var tellsRoles: Bool { get }

  /// Whether a file has the codes of a tensor; where it has not, their source is not asked for them.
  func hasCodes(of tensor: TensorEncodings) -> Bool

  /// Refuses a tensor that the format cannot say.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/nameNotExpressible(format:tensor:reason:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  func check(_ tensor: TensorEncodings) throws(EncodingFileError)

  /// The names that a tensor takes in a file, its own among them; no two of a file may be the same.
  func names(of tensor: TensorEncodings) -> [String]

  /// What a file consists of, in its order.
  ///
  /// - Parameter document: The tensors, each of which ``check(_:)`` lets pass.
  /// - Returns: The parts.
  /// - Throws: What ``check(_:)`` throws, and
  ///   ``EncodingFileError/fileTooLarge(format:part:limit:found:)``.
  func parts(of document: EncodingDocument) throws(EncodingFileError) -> [QuantizedPart]

  /// What whoever hands a file on should know of it, a sentence each.
  func remarks(on document: EncodingDocument) -> [String]
}

extension QuantizedTensorFormat {
  /// They are not.
  public var tellsRoles: Bool { false }

  /// It has.
  public func hasCodes(of tensor: TensorEncodings) -> Bool { true }

  /// Nothing is known of.
  public func remarks(on document: EncodingDocument) -> [String] { [] }

  /// How the elements of a tensor fall into blocks.
  ///
  /// - Throws: ``EncodingFileError/shapeNeeded(format:tensor:)``, and
  ///   ``EncodingFileError/noBlocks(format:tensor:)`` where there are none.
  func layout(of tensor: TensorEncodings) throws(EncodingFileError) -> BlockLayout {
    guard let layout = tensor.layout else {
      throw .shapeNeeded(format: title, tensor: tensor.name)
    }
    guard layout.blockCount > 0 else { throw .noBlocks(format: title, tensor: tensor.name) }
    return layout
  }

  /// Refuses tensors of which one would take a name of another.
  ///
  /// - Throws: ``EncodingFileError/nameNotExpressible(format:tensor:reason:)``.
  func checkNames(of document: EncodingDocument) throws(EncodingFileError) {
    var taken = TakenNames()
    for tensor in document.tensors { try taken.take(tensor, as: self) }
  }
}

/// The names that tensors take in a file.
public struct TakenNames: Sendable {
  private var owners: [[UInt8]: String] = [:]

  /// None.
  public init() {}

  /// Takes the names of a tensor, or none of them.
  ///
  /// - Throws: ``EncodingFileError/nameNotExpressible(format:tensor:reason:)`` where one of them is taken.
  public mutating func take(
    _ tensor: TensorEncodings, as format: any QuantizedTensorFormat
  ) throws(EncodingFileError) {
    let names = format.names(of: tensor)
    for name in names {
      guard let owner = owners[Array(name.utf8)] else { continue }
      throw .nameNotExpressible(
        format: format.title, tensor: tensor.name,
        reason: "\(DisplayName(name)) is there already, with tensor \(DisplayName(owner))")
    }
    for name in names { owners[Array(name.utf8)] = tensor.name }
  }
}
