public import QuantizationEngine

extension Scheme {
  /// The scheme for the values of a tensor, under the same toolchain, which may compute in their type or
  /// store scales in it.
  ///
  /// Edge cases: where the toolchain in force does not have the scheme for such values, its rule stays
  /// and refuses each range.
  ///
  /// - Parameter type: the type of the tensor's elements.
  /// - Returns: the scheme, with that type.
  public func meeting(_ type: ElementType) -> Scheme {
    asked(as: with(valueType: type))
  }

  /// The scheme for encodings of such blocks, under the same toolchain, or under that
  /// which its tool has for them (see ``Toolchain/sharing(_:)``).
  public func meeting(_ granularity: Granularity) -> Scheme {
    asked(as: with(scope: granularity.scope))
  }

  /// The scheme for the values of a tensor that has such blocks, where a toolchain is in force; else the
  /// scheme for its values, for qviz's own rule is the same for all blocks.
  public func meeting(_ type: ElementType, _ granularity: Granularity) -> Scheme {
    let typed = meeting(type)
    return rule.name == nil ? typed.with(scope: .tensor) : typed.meeting(granularity)
  }

  private func asked(as other: Scheme) -> Scheme {
    guard let toolchain else { return other }
    let apart = toolchain.sharing(other.scope)
    guard other != self || apart.name != toolchain.name else { return other }
    return (try? apart.scheme(other, rounding: ownRounding(under: toolchain))) ?? other
  }

  /// The rounding in force, where the users of a toolchain choose it.
  private func ownRounding(under toolchain: any Toolchain) -> RoundingMode? {
    toolchain.roundings(for: self).count > 1 ? arithmetic.rounding : nil
  }
}
