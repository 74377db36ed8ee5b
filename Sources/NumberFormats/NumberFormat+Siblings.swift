/// One of the things in which number formats of a kind differ.
public enum FormatFacet: Hashable, Sendable, CaseIterable {
  /// How many bits a code has: `int3:g32`, `int4:g32`.
  case bits
  /// Which values share scales, or how scales are held: `bnb-nf4`, `bnb-nf4:128`, `bnb-nf4:double`.
  case blocks
  /// Whether zero is in the middle of the codes: `int4:g32`, `int4-asym:g32`.
  case symmetry
  /// Whose arithmetic it is, or which rule scales follow: `mxfp4`, `mxfp4:rceil`.
  case arithmetic
}

extension NumberFormat {
  /// The formats that differ from this one in one thing alone, and itself.
  ///
  ///     NumberFormat.named("int4:g32")?.siblings(by: .bits).map(\.name)
  ///     // ["int2:g32", "int3:g32", "int4:g32", "int8:g32"]
  ///
  /// - Parameter facet: What they differ in.
  /// - Returns: those of fewer bits first; by any other thing in the order of ``all``.
  public func siblings(by facet: FormatFacet) -> [NumberFormat] {
    let own = FormatName(name)
    let siblings = Self.names.indices.filter { own.differs(from: Self.names[$0], by: facet) }
    guard facet == .bits else { return siblings.map { Self.all[$0] } }
    return siblings.sorted { one, other in
      let (digits, others) = (Self.names[one].digits, Self.names[other].digits)
      return digits == others ? one < other : digits.lexicographicallyPrecedes(others)
    }.map { Self.all[$0] }
  }

  /// The names of ``all``, taken apart once.
  private static let names = all.map { FormatName($0.name) }
}

/// The name of a format, taken apart.
private struct FormatName: Hashable {
  /// The name but for numbers, symmetry and what comes after colons: `int`, `gguf-q_k`.
  let stem: String
  /// The numbers before the first colon: `[4]`, and of `fp8-e4m3` `[8, 4, 3]`.
  let digits: [Int]
  /// Whether zero may be anywhere among the codes.
  let isAsymmetric: Bool
  /// What is after colons about blocks and scales.
  let blocks: [String]
  /// What is after colons about tools and rules.
  let arithmetic: [String]

  init(_ name: String) {
    let parts = name.split(separator: ":").map(String.init)
    let head = parts.first ?? name
    isAsymmetric = head.hasSuffix(Self.asymmetric)
    let plain = isAsymmetric ? String(head.dropLast(Self.asymmetric.count)) : head
    digits = plain.split { !$0.isNumber }.compactMap { Int($0) }
    let letters = String(plain.filter { !$0.isNumber })
    // Of `fp8-e4m3` the parts of the eight bits.
    stem = letters.hasSuffix("-em") ? String(letters.dropLast(3)) : letters
    let suffixes = parts.dropFirst()
    arithmetic = suffixes.filter(NumberFormat.isArithmetic)
    blocks = suffixes.filter { !NumberFormat.isArithmetic($0) }
  }

  private static let asymmetric = "-asym"

  /// Whether nothing else differs, if that does.
  func differs(from other: FormatName, by facet: FormatFacet) -> Bool {
    stem == other.stem && (facet == .bits || digits == other.digits)
      && (facet == .symmetry || isAsymmetric == other.isAsymmetric)
      && (facet == .blocks || blocks == other.blocks)
      && (facet == .arithmetic || arithmetic == other.arithmetic)
  }
}
