import QuantizationEngine

/// What files of a format leave out of so many tensors.
public struct UnsaidMembers: Hashable, Sendable {
  /// What is left out, in the order of ``TensorMember``.
  public let members: [TensorMember]
  /// Of how many tensors.
  public let tensorCount: Int

  /// What is left out, such as `the role and the codes`.
  public var words: String {
    let words = members.map { "the \($0.rawValue)" }
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension EncodingFormat {
  /// What a tensor has that a file of this format does not tell whoever reads it.
  ///
  /// - Parameter tensor: A tensor that the format can say; see ``EncodingFormat/encode(_:_:)``.
  /// - Returns: What is lost on the way, in the order of ``TensorMember``.
  public func unsaid(of tensor: TensorEncodings) -> [TensorMember] {
    unsaid(of: tensor, having: tensor.members)
  }

  /// What the tensors of a document have that a file of this format does not tell, by how many lose it.
  public func unsaid(of document: EncodingDocument) -> [UnsaidMembers] {
    gathered(document.tensors.map { unsaid(of: $0) })
  }

  /// What files said of tensors that a file of this format does not tell, by how many lose it.
  ///
  /// What was taken for granted is no loss.
  public func unsaid(of tensors: [CompletedTensor]) -> [UnsaidMembers] {
    gathered(
      tensors.map { unsaid(of: $0.encodings, having: $0.encodings.members.intersection($0.said)) })
  }

  private func unsaid(
    of tensor: TensorEncodings, having members: Set<TensorMember>
  ) -> [TensorMember] {
    TensorMember.allCases.filter { members.contains($0) && !isSaid($0, of: tensor) }
  }

  /// Members that as many tensors lose together, those of the most tensors first.
  private func gathered(_ losses: [[TensorMember]]) -> [UnsaidMembers] {
    var counts: [TensorMember: Int] = [:]
    for member in losses.joined() { counts[member, default: 0] += 1 }
    return Set(counts.values).sorted(by: >).map { count in
      UnsaidMembers(
        members: TensorMember.allCases.filter { counts[$0] == count }, tensorCount: count)
    }
  }
}

extension TensorEncodings {
  /// What there is to say of the tensor; scales of float32 are what everybody expects.
  var members: Set<TensorMember> {
    var members = Set(TensorMember.allCases)
    if elementType == nil { members.remove(.elementType) }
    if shape == nil { members.remove(.shape) }
    if granularity == .perTensor { members.remove(.axis) }
    if scaleType == .float32 { members.remove(.scaleType) }
    if rangeOrigin == nil { members.remove(.rangeOrigin) }
    if note == nil { members.remove(.note) }
    if error == nil { members.remove(.error) }
    return members
  }
}
