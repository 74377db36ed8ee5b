/// What a norm was multiplied by, and the columns of the matrices after it divided by.
public struct FoldedScales: Hashable, Sendable {
  /// The name of the norm in the original.
  public let norm: String
  /// A factor for each column: the file's norm over the original's.
  public let factors: [Float]

  /// From this share on a norm was changed and not only rounded: bfloat16 has 8 binary digits.
  static let leastChange: Float = 0x1p-6

  /// The scales in a norm; nil where it was only rounded, or no factor can be told.
  ///
  /// - Parameters:
  ///   - norm: its name in the original.
  ///   - original: the original's numbers.
  ///   - stored: the file's numbers.
  public init?(norm: String, original: [Float], stored: [Float]) {
    guard original.count == stored.count, !original.isEmpty else { return nil }
    let factors = zip(original, stored).map { $1 / $0 }
    guard factors.allSatisfy({ $0.isFinite && $0 > 0 }),
      factors.contains(where: { ($0 - 1).magnitude > Self.leastChange })
    else { return nil }
    self.norm = norm
    self.factors = factors
  }

  /// What a converter did to a matrix whose columns were divided by them.
  public var transform: TensorTransform { .foldedColumns(norm: norm) }
}
