public import QuantizationEngine

/// Which elements share an encoding, as far as a file says: some do not name the axis.
public enum DecodedGranularity: Hashable, Sendable {
  /// One encoding for all elements.
  case perTensor
  /// One encoding for each index along an axis.
  case perChannel(axis: Int?)
  /// One encoding for each run of `size` elements along an axis.
  case perGroup(axis: Int?, size: Int)
}

/// What a file says about one tensor; a property is nil where the file's format has no word for it.
public struct DecodedTensor: Hashable, Sendable {
  /// The tensor's name.
  public var name: String
  /// What the tensor is to the network.
  public var role: TensorRole?
  /// What the elements are stored as.
  public var elementType: String?
  /// The dimensions of the tensor.
  public var shape: [Int]?
  /// Which elements share an encoding.
  public var granularity: DecodedGranularity?
  /// Codes, symmetry and arithmetic.
  ///
  /// Where it is nil, the codes of ``encodings`` tell the number of
  /// levels, but whether they are signed is the format's convention and not the file's statement.
  public var scheme: Scheme?
  /// The clipping range asked for each block.
  public var clippingRanges: [ClippingRange]?
  /// What chose the clipping ranges.
  public var rangeOrigin: String?
  /// The encoding of each block, in the file's order.
  public var encodings: [AffineEncoding]

  /// What a file says about a tensor whose other properties it has no words for.
  public init(name: String, encodings: [AffineEncoding]) {
    self.name = name
    self.encodings = encodings
  }

  /// What a file says that leaves nothing out.
  public init(_ tensor: TensorEncodings) {
    self.init(name: tensor.name, encodings: tensor.encodings)
    role = tensor.role
    elementType = tensor.elementType
    shape = tensor.shape
    granularity =
      switch tensor.granularity {
      case .perTensor: .perTensor
      case .perChannel(let axis): .perChannel(axis: axis)
      case .perGroup(let axis, let size): .perGroup(axis: axis, size: size)
      }
    scheme = tensor.scheme
    clippingRanges = tensor.clippingRanges
    rangeOrigin = tensor.rangeOrigin
  }

  /// Whether everything said here is true of a tensor.
  ///
  /// Encodings agree where, block for block, the scales are the same float32 and the lowest and the
  /// highest code are equally far from the zero-point: then the levels are the same, whether the
  /// codes are counted from zero or from −2^(b−1). Where the scheme is said, the codes themselves
  /// must be the same too. One encoding for all elements agrees with any layout of one block.
  public func agrees(with tensor: TensorEncodings) -> Bool {
    name.utf8.elementsEqual(tensor.name.utf8)
      && (role == nil || role == tensor.role)
      && (elementType == nil || elementType == tensor.elementType)
      && (shape == nil || shape == tensor.shape)
      && granularityAgrees(with: tensor)
      && (scheme == nil || scheme == tensor.scheme)
      && (clippingRanges == nil || clippingRanges == tensor.clippingRanges)
      && (rangeOrigin == nil || rangeOrigin == tensor.rangeOrigin)
      && (scheme == nil || encodings == tensor.encodings)
      && encodings.count == tensor.encodings.count
      && zip(encodings, tensor.encodings).allSatisfy { $0.hasLevels(of: $1) }
  }

  private func granularityAgrees(with tensor: TensorEncodings) -> Bool {
    switch (granularity, tensor.granularity) {
    case (nil, _): true
    case (.perTensor, _): tensor.layout.blockCount == 1
    case (.perChannel(let said), .perChannel(let axis)): said == nil || said == axis
    case (.perGroup(let said, let saidSize), .perGroup(let axis, let size)):
      (said == nil || said == axis) && saidSize == size
    default: false
    }
  }
}

/// What a file of encodings says.
public struct DecodedDocument: Hashable, Sendable {
  /// The tensors, in the file's order.
  public var tensors: [DecodedTensor]

  /// A document that says this about these tensors.
  public init(tensors: [DecodedTensor]) {
    self.tensors = tensors
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
  }
}

extension AffineEncoding {
  /// Whether another encoding has the same scale, bit for bit, and the same codes about its
  /// zero-point.
  func hasLevels(of other: AffineEncoding) -> Bool {
    scale.bitPattern == other.scale.bitPattern
      && quantMin - zeroPoint == other.quantMin - other.zeroPoint
      && quantMax - zeroPoint == other.quantMax - other.zeroPoint
  }
}
