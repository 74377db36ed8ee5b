extension ElementStream {
  /// The elements of an array, out of memory.
  public init(_ values: [Float]) {
    self.init(elementType: .float32, byteOrder: .native, count: values.count) { elements, body in
      unsafe body(values.span.extracting(elements).bytes)
    }
  }

  /// The elements of an array, out of memory.
  public init(_ values: [Double]) {
    self.init(elementType: .float64, byteOrder: .native, count: values.count) { elements, body in
      unsafe body(values.span.extracting(elements).bytes)
    }
  }
}
