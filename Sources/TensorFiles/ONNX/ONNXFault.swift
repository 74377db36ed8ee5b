/// What is wrong with an ONNX model, or with one tensor in it.
///
/// Positions count bytes from 0 at the start of the file; that of a tensor is where its message begins.
public enum ONNXFault: Error, Hashable, Sendable {
  // MARK: The model

  /// The bytes are not those of a message.
  case message(ProtobufFault)
  /// There is no version of the format.
  case noVersion
  /// There is no graph.
  case noGraph
  /// A part that there is one of is there twice.
  case repeatedPart(ONNXPart, position: Int)
  /// Graphs lie too deep in graphs.
  case nesting(limit: Int, position: Int)
  /// There are more tensors than are read.
  case tensorCount(limit: Int)
  /// A type or a shape is asked for, and the file has its own for each tensor.
  case layout

  // MARK: Tensors that are listed and not read

  /// The name is not UTF-8.
  case nameEncoding(name: String, position: Int)
  /// Several tensors of one graph have the name.
  case duplicateName(name: String, position: Int)
  /// There are more dimensions than are read.
  case rank(name: String, limit: Int, position: Int)
  /// A dimension is negative.
  case negative(name: String, dimension: Int64, axis: Int, position: Int)
  /// The bytes cannot be counted.
  case tooLarge(name: String, shape: [Int], position: Int)
  /// The type is not said.
  case undefinedType(name: String, position: Int)
  /// The type is unknown.
  case unknownType(name: String, found: Int32, position: Int)
  /// The elements are no real numbers.
  case notReal(name: String, storedAs: String, position: Int)
  /// Only the elements that are not 0 are stored.
  case sparse(name: String, position: Int)
  /// It is a part of a tensor.
  case segment(name: String, position: Int)
  /// The values are not there.
  case noValues(name: String, ONNXValueField, position: Int)
  /// The bytes are not those of the shape.
  case byteCount(name: String, ONNXValueField, expected: Int, found: Int, position: Int)
  /// The numbers are not those of the shape, as their bytes show.
  case numberCount(name: String, ONNXValueField, expected: Int, byteCount: Int, position: Int)
  /// The numbers are not those of the shape, as reading them showed.
  case decodedCount(name: String, expected: Int, position: Int)
  /// The values lie in a file that is not named.
  case noLocation(name: String, position: Int)
  /// The values lie in a file that is not opened.
  case location(name: String, location: String, refusal: CompanionRefusal, position: Int)
  /// What should be a number of bytes is none.
  case number(ONNXExternalKey, name: String, found: String, position: Int)
  /// The file of the values ends before them.
  case pastEnd(
    name: String, location: String, offset: Int, byteCount: Int, available: Int, position: Int)
}

/// What a model, or a thing in it, has one of; the raw value is its word.
public enum ONNXPart: String, CaseIterable, Hashable, Sendable {
  /// The graph of the model.
  case graph = "a graph"
  /// The tensor of an attribute.
  case tensor = "the tensor of an attribute"
  /// The graph of an attribute.
  case subgraph = "the graph of an attribute"
}

/// What a tensor says about the file in which its values lie.
public enum ONNXExternalKey: String, CaseIterable, Hashable, Sendable {
  /// The name of the file.
  case location
  /// Where in it the values begin.
  case offset
  /// How many bytes they take.
  case length
}
