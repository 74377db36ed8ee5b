import QuantizationEngine

extension TensorEncodings {
  /// The tensor that a file describes in full; see ``DecodedTensor/completed(from:given:)`` for one of which it
  /// leaves something out.
  ///
  /// - Throws: ``EncodingFileError/notSaid(tensor:member:)`` where the file leaves something out that has no
  ///   default (the element type and the shape may be missing), and what
  ///   ``init(name:role:elementType:layout:scheme:clippingRanges:encodings:)`` throws.
  public init(_ decoded: DecodedTensor) throws(EncodingFileError) {
    let name = decoded.name
    guard let role = decoded.role else { throw .notSaid(tensor: name, member: .role) }
    guard let scheme = decoded.scheme else { throw .notSaid(tensor: name, member: .codes) }
    guard let clippingRanges = decoded.clippingRanges else {
      throw .notSaid(tensor: name, member: .clippingRange)
    }
    let granularity: Granularity
    switch decoded.granularity {
    case .perTensor: granularity = .perTensor
    case .perChannel(let axis?): granularity = .perChannel(axis: axis)
    case .perGroup(let axis?, let size): granularity = .perGroup(axis: axis, size: size)
    case nil: throw .notSaid(tensor: name, member: .granularity)
    case .perChannel(nil), .perGroup(nil, _): throw .notSaid(tensor: name, member: .axis)
    }
    try self.init(
      name: name, role: role, elementType: decoded.elementType, shape: decoded.shape,
      granularity: granularity, scheme: scheme, clippingRanges: clippingRanges,
      encodings: decoded.encodings)
    rangeOrigin = decoded.rangeOrigin
    scaleType = decoded.scaleType ?? .float32
    note = decoded.note
    error = decoded.error
  }

  /// The encodings of a tensor whose shape may be known, checked.
  ///
  /// - Throws: As the initializers with a layout and without, and ``EncodingFileError/layout(tensor:reason:)``
  ///   where the granularity does not fit the shape.
  init(
    name: String, role: TensorRole, elementType: String?, shape: [Int]?, granularity: Granularity,
    scheme: Scheme, clippingRanges: [ClippingRange], encodings: [AffineEncoding]
  ) throws(EncodingFileError) {
    guard let shape else {
      try self.init(
        name: name, role: role, elementType: elementType, granularity: granularity, scheme: scheme,
        clippingRanges: clippingRanges, encodings: encodings)
      return
    }
    let layout: BlockLayout
    do {
      layout = try BlockLayout(shape: shape, granularity: granularity)
    } catch {
      throw .layout(tensor: name, reason: error)
    }
    try self.init(
      name: name, role: role, elementType: elementType, layout: layout, scheme: scheme,
      clippingRanges: clippingRanges, encodings: encodings)
  }
}
