public import QuantizationEngine

/// Which types the values of a file make sense as, where the one that they are read as is not said
/// and makes none.
///
/// It is a guess from a sample, and changes nothing: whoever knows says `--dtype`.
public struct TypeHint: Hashable, Sendable {
  /// The type that the values are read as.
  public let assumed: ElementType
  /// The types that would make sense of them, the likeliest first; none where the bytes are as evenly
  /// spread as those of compressed or encrypted files.
  public let likely: [ElementSpelling]

  /// The hint in one sentence, without the path.
  public var sentence: String {
    guard let first = likely.first else {
      return "makes no sense as \(assumed.rawValue): its bytes are spread as evenly as those of "
        + "compressed or encrypted files"
    }
    let names = likely.map(Self.name).joined(separator: " or ")
    return "looks like \(names) rather than \(assumed.rawValue): "
      + (likely.count == 1 ? "--dtype \(Self.name(first)) reads it so" : "say which with --dtype")
  }

  private static func name(_ spelling: ElementSpelling) -> String {
    spelling.byteOrder == .big
      ? "'>f\(spelling.elementType.byteCount)'" : spelling.elementType.rawValue
  }
}

extension TensorFile {
  /// A hint at the type of a tensor that nobody has said the type of; nil where the one that it is
  /// read as makes sense, or nothing makes more.
  ///
  /// | file | read as | hint |
  /// | --- | --- | --- |
  /// | headerless | float32 | any other type that is sane where float32 is not, see ``WordSample`` |
  /// | `.npy`, uint16 | uint16 | bfloat16 or float16, see ``HalfSample`` |
  ///
  /// - Parameter tensor: A position in `tensors`.
  /// - Returns: The hint.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  /// - Complexity: at most ``ByteSample/byteCount`` bytes are read, whatever the size.
  public func hint(for tensor: Int) -> TypeHint? {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    let stored = stored[tensor]
    guard takesType, stored.deflated == nil, case .elements(let order, _) = stored.form else {
      return nil
    }
    let likely: [ElementSpelling]?
    switch stored.description.elementType {
    case .float32 where isHeaderless:
      likely = WordSample(ByteSample(of: stored)).likelyTypes
    case .uint16 where !isHeaderless:
      likely = HalfSample(ByteSample(of: stored), order).likelyBitPatterns
    default: likely = nil
    }
    guard let likely, !stored.file.isDamaged else { return nil }
    return TypeHint(assumed: stored.description.elementType, likely: likely)
  }
}
