/// The quantized model that everything opened is compared with.
public struct ComparedModel: Sendable {
  /// A tensor that only the quantized model has.
  public struct Surplus: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Why it belongs to none of the original.
    public let reason: String

    /// A tensor without an original.
    public init(name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  /// Its path, or how many there are.
  public let title: String
  /// Why tensors have no counterpart, by their positions.
  public let missing: [Int: String]
  /// What only it has, without what says how other tensors are stored.
  public let surplus: [Surplus]

  /// A quantized model.
  public init(title: String, missing: [Int: String] = [:], surplus: [Surplus] = []) {
    self.title = title
    self.missing = missing
    self.surplus = surplus
  }
}
