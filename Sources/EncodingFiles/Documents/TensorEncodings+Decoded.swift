import QuantizationEngine

extension TensorEncodings {
  /// The tensor that a file describes in full.
  ///
  /// - Throws: ``EncodingFileError/notSaid(tensor:member:)`` where the file leaves something out
  ///   that has no default (an element type may be missing), and what
  ///   ``init(name:role:elementType:layout:scheme:clippingRanges:encodings:)`` throws.
  public init(_ decoded: DecodedTensor) throws(EncodingFileError) {
    let name = decoded.name
    guard let role = decoded.role else { throw .notSaid(tensor: name, member: .role) }
    guard let shape = decoded.shape else { throw .notSaid(tensor: name, member: .shape) }
    guard let scheme = decoded.scheme else { throw .notSaid(tensor: name, member: .scheme) }
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
    let layout: BlockLayout
    do {
      layout = try BlockLayout(shape: shape, granularity: granularity)
    } catch {
      throw .layout(tensor: name, reason: error)
    }
    try self.init(
      name: name, role: role, elementType: decoded.elementType, layout: layout, scheme: scheme,
      clippingRanges: clippingRanges, encodings: decoded.encodings)
    rangeOrigin = decoded.rangeOrigin
    scaleType = decoded.scaleType ?? .float32
    note = decoded.note
    error = decoded.error
  }
}
