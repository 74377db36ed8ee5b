public import QuantizationEngine

extension Toolchain {
  /// The standard scheme, or where the tool lacks it the nearest that it has.
  public var naturalScheme: Scheme { repertoire.scheme(like: .standard) ?? .standard }

  /// The codes that somebody asks for, and for what nobody asked those of the tool.
  ///
  /// With `tensorrt`, which has signed symmetric codes only, 4 bits are signed and symmetric.
  ///
  /// - Parameters:
  ///   - bitWidth: the bit width that was asked for, if one was.
  ///   - signedness: the signedness that was asked for.
  ///   - symmetry: the symmetry that was asked for.
  ///   - current: what is kept of where the tool has it, unless something else was asked for; by
  ///     default the tool's own scheme.
  /// - Returns: the codes, with qviz's own arithmetic and rule; nil where the tool has none such.
  public func codes(
    bitWidth: Int? = nil, signedness: Signedness? = nil, symmetry: Symmetry? = nil,
    like current: Scheme? = nil
  ) -> Scheme? {
    repertoire.scheme(
      like: current ?? naturalScheme, bitWidth: bitWidth, signedness: signedness,
      symmetry: symmetry)
  }
}

extension Repertoire {
  /// The scheme nearest to another: of its symmetry before its signedness before its bit width.
  ///
  /// - Parameters:
  ///   - wanted: what it should be like.
  ///   - bitWidth: the bit width that it must have.
  ///   - signedness: the signedness that it must have.
  ///   - symmetry: the symmetry that it must have.
  /// - Returns: nil where there is none.
  func scheme(
    like wanted: Scheme, bitWidth: Int? = nil, signedness: Signedness? = nil,
    symmetry: Symmetry? = nil
  ) -> Scheme? {
    let widths =
      bitWidth.map { [$0] }
      ?? (2...16).sorted { abs($0 - wanted.bitWidth) < abs($1 - wanted.bitWidth) }
    // What locks its thresholds stays locked where that can be.
    let order: [Symmetry] =
      wanted.symmetry == .asymmetric
      ? [.symmetric, .restrictedSymmetric] : [.symmetric, .restrictedSymmetric, .asymmetric]
    let symmetries = symmetry.map { [$0] } ?? Self.list(wanted.symmetry, before: order)
    for symmetry in symmetries {
      let usual: Signedness =
        symmetry == wanted.symmetry
        ? wanted.signedness : symmetry == .asymmetric ? .unsigned : .signed
      for signedness in signedness.map({ [$0] }) ?? Self.list(usual, before: Signedness.allCases) {
        for bits in widths {
          guard
            let scheme = try? Scheme(bitWidth: bits, symmetry: symmetry, signedness: signedness)
          else { continue }
          if refusal(of: scheme) == nil { return scheme }
        }
      }
    }
    return nil
  }

  /// All cases, one of them first.
  private static func list<Case: Equatable>(_ first: Case, before all: [Case]) -> [Case] {
    [first] + all.filter { $0 != first }
  }
}
