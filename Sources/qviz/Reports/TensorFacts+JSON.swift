extension TensorFacts {
  /// The members of a report's `tensor` that are known before a value is read.
  var json: JSONValue {
    .object([
      "name": .string(name), "dtype": .string(typeName), "stored_as": .string(storedAs),
      "shape": .array(shape.map(JSONValue.integer)), "count": .integer(elementCount),
    ])
  }
}
