/// What a quantized model holds in place of a tensor.
public struct Counterpart: Hashable, Sendable {
  /// Its name there; it may hold anything at all.
  public let name: String
  /// What it is stored as, such as `gguf-q4_k` or `gptq int4 group 128`.
  public let storedAs: String
  /// How many bits a value takes, everything that is stored shared out; nil where nobody knows.
  public let bitsPerValue: Double?
  /// How many bytes it takes.
  public let byteCount: Int

  /// A tensor of a quantized model.
  public init(name: String, storedAs: String, bitsPerValue: Double?, byteCount: Int) {
    self.name = name
    self.storedAs = storedAs
    self.bitsPerValue = bitsPerValue
    self.byteCount = byteCount
  }
}
