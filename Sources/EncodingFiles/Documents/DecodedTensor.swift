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
  /// Under what name the file has it, where a part of that says something else, such as the role.
  public var key: String?
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
  /// Where it is nil, the codes of ``encodings`` tell the number of levels; whether they are signed the file
  /// says only where its format has a word for it (``EncodingFormat/says``).
  public var scheme: Scheme?
  /// Whether the codes lie about zero, where the file says that and not the whole scheme.
  public var symmetry: Symmetry?
  /// How many bits the codes have, where those are more than an encoding here has, as those of a bias are.
  public var wideBitWidth: Int?
  /// The clipping range asked for each block.
  public var clippingRanges: [ClippingRange]?
  /// The type in which the scales are stored.
  public var scaleType: ElementType?
  /// What chose the clipping ranges.
  public var rangeOrigin: String?
  /// What a person has written about the tensor.
  public var note: String?
  /// What the encodings did to the values when they were chosen.
  public var error: RecordedError?
  /// The levels of each block, in the file's order.
  public var levels: DecodedLevels

  /// What a file says about a tensor whose other properties it has no words for.
  public init(name: String, levels: DecodedLevels) {
    self.name = name
    self.levels = levels
  }

  /// What a file says about a tensor whose other properties it has no words for.
  public init(name: String, encodings: [AffineEncoding]) {
    self.init(name: name, levels: .encodings(encodings))
  }

  /// The encoding of each block; empty where the file does not say as much.
  public var encodings: [AffineEncoding] {
    get {
      guard case .encodings(let encodings) = levels else { return [] }
      return encodings
    }
    set { levels = .encodings(newValue) }
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
    scaleType = tensor.scaleType
    note = tensor.note
    error = tensor.error
  }

  /// Whether everything said here is true of a tensor.
  ///
  /// Encodings agree where, block for block, the scales are the same float32 and the lowest and the
  /// highest code are equally far from the zero-point: then the levels are the same, whether the
  /// codes are counted from zero or from −2^(b−1). Where the scheme is said, the codes themselves
  /// must be the same too; where only the symmetry is said, symmetric codes must be those of a symmetric scheme.
  /// One encoding for all elements agrees with any layout of one block.
  public func agrees(with tensor: TensorEncodings) -> Bool {
    name.utf8.elementsEqual(tensor.name.utf8)
      && (role == nil || role == tensor.role)
      && (elementType == nil || elementType == tensor.elementType)
      && (shape == nil || shape == tensor.shape)
      && granularityAgrees(with: tensor)
      && (scheme == nil || scheme == tensor.scheme)
      && (symmetry.map { $0 == .asymmetric || tensor.scheme.symmetry != .asymmetric } ?? true)
      && (clippingRanges == nil || clippingRanges == tensor.clippingRanges)
      && (scaleType == nil || scaleType == tensor.scaleType)
      && (rangeOrigin == nil || rangeOrigin == tensor.rangeOrigin)
      && (note == nil || note == tensor.note)
      && (error == nil || error == tensor.error)
      && (scheme == nil || encodings == tensor.encodings)
      && levels.agree(with: tensor)
  }

  private func granularityAgrees(with tensor: TensorEncodings) -> Bool {
    switch (granularity, tensor.granularity) {
    case (nil, _): true
    case (.perTensor, _): tensor.blockCount == 1
    case (.perChannel(let said), .perChannel(let axis)): said == nil || said == axis
    case (.perGroup(let said, let saidSize), .perGroup(let axis, let size)):
      (said == nil || said == axis) && saidSize == size
    default: false
    }
  }
}
