public import QuantizationEngine

/// What holds of every file of a format without being said in it.
public struct FormatConvention: Hashable, Sendable {
  /// The codes that the tool has; nil where the file says them, or somebody else has to.
  public let scheme: Scheme?
  /// The axis along which groups run; nil where the file says it.
  public let groupAxis: Int?
  /// What all tensors are to the network; nil where the file says it, or does not know.
  public let role: TensorRole?

  /// A convention; nothing is one by default.
  public init(scheme: Scheme? = nil, groupAxis: Int? = nil, role: TensorRole? = nil) {
    self.scheme = scheme
    self.groupAxis = groupAxis
    self.role = role
  }
}
