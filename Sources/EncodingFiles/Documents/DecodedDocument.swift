/// What a file of encodings says.
public struct DecodedDocument: Hashable, Sendable {
  /// The tensors, in the file's order.
  public var tensors: [DecodedTensor]
  /// What the program was asked that wrote it; nil where the file has no word for that.
  public var task: String?

  /// A document that says this about these tensors.
  public init(tensors: [DecodedTensor], task: String? = nil) {
    self.tensors = tensors
    self.task = task
  }

  /// Whether this says nothing but the truth about every tensor of a document, and about no other.
  ///
  /// The order does not matter: a format may write parameters apart from activations.
  public func agrees(with document: EncodingDocument) -> Bool {
    guard tensors.count == document.tensors.count else { return false }
    var said: [[UInt8]: DecodedTensor] = [:]
    for tensor in tensors { said[Array(tensor.name.utf8)] = tensor }
    return document.tensors.allSatisfy { said[Array($0.name.utf8)]?.agrees(with: $0) ?? false }
  }
}
