/// A way to store the values of a tensor in few bits, under its name.
///
///     let format = NumberFormat.named("mxfp4")
///     format?.shape                                     // .row(32)
///     try format?.bitsPerValue(shape: [4096, 4096])     // 4.25
///
/// Two formats are the same when their names are.
public struct NumberFormat: Sendable {
  /// The name, in kebab-case, with what varies after a colon; it never changes.
  public let name: String
  /// Which values share scales.
  public let shape: BlockShape
  /// Whose arithmetic it is, in a line.
  public let source: String

  let arithmetic: Arithmetic

  /// How values become codes.
  enum Arithmetic: Sendable {
    /// Block by block, each whole in memory.
    case blocks(any BlockCoder, usesImportance: Bool)
    /// Scope by scope, each of any size.
    case scopes(any ScopeCoder)
  }

  /// A format of blocks.
  init(
    _ name: String, _ shape: BlockShape, _ coder: some BlockCoder, usesImportance: Bool = false,
    source: String
  ) {
    self.init(
      name: name, shape: shape, source: source,
      arithmetic: .blocks(coder, usesImportance: usesImportance))
  }

  /// A format of scopes.
  init(_ name: String, _ shape: BlockShape, _ coder: some ScopeCoder, source: String) {
    self.init(name: name, shape: shape, source: source, arithmetic: .scopes(coder))
  }

  private init(name: String, shape: BlockShape, source: String, arithmetic: Arithmetic) {
    self.name = name
    self.shape = shape
    self.source = source
    self.arithmetic = arithmetic
  }
}

extension NumberFormat: Hashable {
  /// Whether two formats have the same name.
  public static func == (one: NumberFormat, other: NumberFormat) -> Bool { one.name == other.name }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
