internal import Calibration
internal import QuantizationEngine

extension Desk {
  /// Why the toolchain of a scheme does not have such blocks of this tensor; nil where it does.
  func refusal(of scheme: Scheme, sharing granularity: Granularity) -> String? {
    guard let layout = try? BlockLayout(shape: subject.shape, granularity: granularity) else {
      return nil
    }
    do throws(CalibrationError) {
      try scheme.check(layout)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Whether the toolchain in force has such blocks.
  func has(_ granularity: Granularity) -> Bool {
    refusal(of: tuning.scheme, sharing: granularity) == nil
  }

  /// Whether a toolchain has the blocks that there are, and no other of its tool stands in for it.
  func has(_ toolchain: any Toolchain) -> Bool {
    guard toolchain.sharing(coming.scope).name == toolchain.name,
      let scheme = try? toolchain.scheme(tuning.scheme)
    else { return false }
    return refusal(of: scheme, sharing: coming) == nil
  }
}

extension SchemeInForce {
  /// Why the toolchain of a scheme does not have a choice of blocks; nil where it does.
  func refusal(of scheme: Scheme, sharing choice: GranularityChoice) -> String? {
    do throws(CalibrationError) {
      try scheme.check(choice)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// The next thing that elements of many tensors may share an encoding by, of what the toolchain in
  /// force has; the one after this where it has no other.
  var nextGranularity: GranularityChoice {
    var next = granularity.next
    while next != granularity {
      if refusal(of: scheme, sharing: next) == nil { return next }
      next = next.next
    }
    return granularity.next
  }

  /// Whether a toolchain has what shares an encoding, and no other of its tool stands in for it.
  func has(_ toolchain: any Toolchain) -> Bool {
    guard toolchain.sharing(granularity.scope).name == toolchain.name,
      let scheme = try? toolchain.scheme(scheme)
    else { return false }
    return refusal(of: scheme, sharing: granularity) == nil
  }
}
