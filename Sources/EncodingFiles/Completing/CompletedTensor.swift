import QuantizationEngine

/// What a file says of a tensor, completed by what is given beside it, by the format's convention, and by what is
/// taken for granted, in that order.
public struct CompletedTensor: Hashable, Sendable {
  /// All that there is to say.
  public let encodings: TensorEncodings
  /// What of it the file itself says.
  public let said: Set<TensorMember>
  /// What was taken for granted.
  public let assumptions: [CompletionAssumption]
}

extension DecodedTensor {
  /// The tensor with everything that a document needs.
  ///
  /// Scales without codes, and ranges, get the codes that are given, or the format's, or qviz's standard ones;
  /// those of a parameter whose zero-points are all 0 are symmetric. Ranges become encodings by the scheme's own
  /// rule. Where the file says no clipping range it is the representable one, and its origin is the format.
  ///
  /// - Parameters:
  ///   - format: The format that the file is in.
  ///   - given: What is given beside it.
  /// - Returns: The tensor, with what was taken for granted.
  /// - Throws: ``EncodingFileError/givenContradicts(tensor:said:given:)``,
  ///   ``EncodingFileError/zeroPointOutsideCodes(tensor:block:codes:found:)``,
  ///   ``EncodingFileError/zeroPointsNotSaid(tensor:)``, ``EncodingFileError/codesOfNoScheme(tensor:found:)``,
  ///   ``EncodingFileError/bitWidth(tensor:found:)``, ``EncodingFileError/notSaid(tensor:member:)``, and what
  ///   ``TensorEncodings`` throws.
  public func completed(
    from format: any ReadableEncodingFormat, given: GivenMembers = GivenMembers()
  ) throws(EncodingFileError) -> CompletedTensor {
    var completion = TensorCompletion(decoded: self, format: format, given: given)
    let encodings = try completion.encodings()
    return CompletedTensor(
      encodings: encodings, said: members(in: format), assumptions: completion.assumptions)
  }

  /// What a file says of the tensor.
  func members(in format: any EncodingFormat) -> Set<TensorMember> {
    var members: Set<TensorMember> = [.granularity]
    for (member, isSaid) in [
      (TensorMember.role, role != nil), (.elementType, elementType != nil), (.shape, shape != nil),
      (.axis, granularity?.axis != nil), (.scaleType, scaleType ?? .float32 != .float32),
      (.clippingRange, clippingRanges != nil), (.rangeOrigin, rangeOrigin != nil),
      (.note, note != nil), (.error, error != nil),
    ] where isSaid {
      members.insert(member)
    }
    let ofScheme: Set<TensorMember> = [.codes, .signedness, .symmetry, .rounding, .scaling]
    return members.union(scheme == nil ? format.says.intersection(ofScheme) : ofScheme)
  }
}

extension DecodedGranularity {
  /// The axis of channels or groups, where it is said.
  var axis: Int? {
    switch self {
    case .perTensor: nil
    case .perChannel(let axis), .perGroup(let axis, _): axis
    }
  }
}

extension DecodedDocument {
  /// The same tensors; where two have one name, those that the file has under another key have that.
  ///
  /// An ncnn table has a layer's weight as `conv1_param_0` and its input as `conv1`, both of the layer `conv1`.
  public var distinctlyNamed: DecodedDocument {
    var counts: [[UInt8]: Int] = [:]
    for tensor in tensors { counts[Array(tensor.name.utf8), default: 0] += 1 }
    return DecodedDocument(
      tensors: tensors.map { tensor in
        guard let key = tensor.key, counts[Array(tensor.name.utf8)] != 1 else { return tensor }
        var renamed = tensor
        renamed.name = key
        return renamed
      })
  }
}
