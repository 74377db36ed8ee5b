public import QuantizationEngine

/// One tensor on its way from what a file says to all that there is to say.
struct TensorCompletion {
  private let decoded: DecodedTensor
  private let format: any ReadableEncodingFormat
  private let given: GivenMembers
  /// What was taken for granted so far.
  private(set) var assumptions: [CompletionAssumption] = []

  init(decoded: DecodedTensor, format: any ReadableEncodingFormat, given: GivenMembers) {
    self.decoded = decoded
    self.format = format
    self.given = given
  }

  /// The tensor; ``assumptions`` has what it took.
  mutating func encodings() throws(EncodingFileError) -> TensorEncodings {
    if let width = decoded.wideBitWidth {
      throw .bitWidth(tensor: decoded.name, found: width)
    }
    let shape = try shape()
    let granularity = try granularity(in: shape)
    try checkCount(shape, granularity)
    var codes = CompletedCodes(decoded: decoded, format: format, given: given)
    let (scheme, encodings) = try codes.schemeAndEncodings(
      isParameter: (decoded.role ?? given.role).map { $0 == .parameter }
        ?? (granularity != .perTensor))
    assumptions += codes.assumptions
    var tensor = try TensorEncodings(
      name: decoded.name, role: try role(scheme, granularity),
      elementType: decoded.elementType ?? given.elementType, shape: shape,
      granularity: granularity, scheme: scheme, clippingRanges: ranges(of: encodings),
      encodings: encodings)
    tensor.scaleType = decoded.scaleType ?? .float32
    tensor.note = decoded.note
    tensor.error = decoded.error
    tensor.rangeOrigin =
      decoded.clippingRanges == nil ? format.identifier : decoded.rangeOrigin
    return tensor
  }

  private func shape() throws(EncodingFileError) -> [Int]? {
    if let said = decoded.shape, let given = given.shape, said != given {
      throw .shapeDiffers(tensor: decoded.name, said: said, found: given)
    }
    return decoded.shape ?? given.shape
  }

  /// Refuses a shape that has more or fewer blocks than the file says levels of.
  private func checkCount(
    _ shape: [Int]?, _ granularity: Granularity
  ) throws(EncodingFileError) {
    guard let shape else { return }
    let expected: Int
    do {
      expected = try BlockLayout(shape: shape, granularity: granularity).blockCount
    } catch {
      throw .layout(tensor: decoded.name, reason: error)
    }
    let found = decoded.levels.blockCount
    guard found == expected else {
      throw .blockCount(tensor: decoded.name, part: .encodings, expected: expected, found: found)
    }
  }

  // MARK: Which elements share an encoding

  private mutating func granularity(in shape: [Int]?) throws(EncodingFileError) -> Granularity {
    switch decoded.granularity {
    case .perTensor: return .perTensor
    case nil where decoded.levels.blockCount == 1: return .perTensor
    case nil: return .perChannel(axis: channelAxis(in: shape))
    case .perChannel(let said):
      return .perChannel(axis: try known(said, in: shape) ?? channelAxis(in: shape))
    case .perGroup(let said, let size):
      if let axis = try known(said, in: shape) ?? format.convention.groupAxis {
        return .perGroup(axis: axis, size: size)
      }
      guard let shape, !shape.isEmpty else { throw .notSaid(tensor: decoded.name, member: .axis) }
      assumptions.append(.axis(shape.count - 1))
      return .perGroup(axis: shape.count - 1, size: size)
    }
  }

  /// The axis that the file says, or a person; one below 0 is counted from the last, where there is a shape.
  private func known(_ said: Int?, in shape: [Int]?) throws(EncodingFileError) -> Int? {
    func counted(_ axis: Int) -> Int {
      guard axis < 0, let shape, axis >= -shape.count else { return axis }
      return axis + shape.count
    }
    if let said, let axis = given.axis, counted(said) != counted(axis) {
      throw .givenContradicts(
        tensor: decoded.name, said: "the axis \(said)", given: "axis \(axis)")
    }
    return (said ?? given.axis).map(counted)
  }

  /// The one axis as long as there are channels, else 0, which is then taken for granted.
  private mutating func channelAxis(in shape: [Int]?) -> Int {
    if let shape {
      let fitting = shape.indices.filter { shape[$0] == decoded.levels.blockCount }
      if fitting.count == 1 { return fitting[0] }
    }
    assumptions.append(.axis(0))
    return 0
  }

  // MARK: The rest

  private mutating func role(
    _ scheme: Scheme, _ granularity: Granularity
  ) throws(EncodingFileError) -> TensorRole {
    if let said = decoded.role, let given = given.role, said != given {
      throw .givenContradicts(
        tensor: decoded.name, said: "the role \(said.rawValue)", given: "role \(given.rawValue)")
    }
    if let known = decoded.role ?? given.role ?? format.convention.role { return known }
    let likely = TensorRole(likelyFor: scheme, granularity)
    assumptions.append(.role(likely))
    return likely
  }

  /// The clipping ranges that the file says, or else those that are represented, without overflow.
  private func ranges(of encodings: [AffineEncoding]) -> [ClippingRange] {
    if let said = decoded.clippingRanges { return said }
    if case .ranges(let ranges) = decoded.levels { return ranges }
    return encodings.map { encoding in
      let range = encoding.representableRange
      guard !range.lower.isFinite || !range.upper.isFinite else { return range }
      return ClippingRange(
        lower: Double(encoding.scale) * Double(encoding.quantMin - encoding.zeroPoint),
        upper: Double(encoding.scale) * Double(encoding.quantMax - encoding.zeroPoint))
    }
  }
}

extension TensorRole {
  /// What a tensor probably is: encodings by channel or group, and symmetric ones, are for weights.
  public init(likelyFor scheme: Scheme, _ granularity: Granularity) {
    self =
      granularity == .perTensor && scheme.symmetry == .asymmetric ? .activation : .parameter
  }
}
