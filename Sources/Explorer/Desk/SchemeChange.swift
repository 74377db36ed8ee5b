internal import Calibration
internal import QuantizationEngine

/// What a key asks of a scheme, whichever it is.
enum SchemeChange: Hashable, Sendable {
  /// One bit more or less.
  case bits(Int)
  /// The next symmetry.
  case cycleSymmetry
  /// Lock the thresholds to each other, or free them.
  case toggleLock
  /// Signed or unsigned codes.
  case toggleSignedness
  /// The next rounding of ties.
  case cycleRounding
  /// Divide by the scale or multiply by its inverse.
  case toggleScaling
  /// The arithmetic of the next tool.
  case cycleToolchain
}

/// What came of asking for another scheme.
enum SchemeOutcome: Hashable, Sendable {
  /// This one: what it is, for undo, and what is said of it.
  case changed(Scheme, label: String, words: String)
  /// It is the same one, and why.
  case same(String)
  /// There is none, and why.
  case refused(String)
}

extension Scheme {
  /// The scheme after a change; of the toolchains those are gone through that are suitable.
  func changed(
    _ change: SchemeChange, suitable: (any Toolchain) -> Bool
  ) -> SchemeOutcome {
    switch change {
    case .bits(let step):
      // Between two powers of two, one bit less is the power below.
      let bits = usesWholeBitWidth || step < 0 ? bitWidth + step : bitWidth
      return changed { () throws(EncodingError) in
        guard (2...16).contains(bits) else { throw .bitWidthOutOfRange(bits) }
        return try with(levelCount: 1 << bits)
      }
    case .cycleSymmetry:
      return changed { () throws(EncodingError) in try with(symmetry: symmetry.next) }
    case .toggleLock:
      return changed { () throws(EncodingError) in
        try with(symmetry: locksThresholds ? .asymmetric : .symmetric)
      }
    case .toggleSignedness:
      return changed { () throws(EncodingError) in
        try with(signedness: signedness == .signed ? .unsigned : .signed)
      }
    case .cycleRounding:
      return changed { () throws(EncodingError) in try with(rounding: nextRounding) }
    case .toggleScaling:
      return changed { () throws(EncodingError) in
        try with(scaling: arithmetic.scaling == .divide ? .multiplyByInverse : .divide)
      }
    case .cycleToolchain: return underNextToolchain(suitable: suitable)
    }
  }

  /// The scheme that somebody makes of this one.
  ///
  /// A toolchain in force stays in force: the scheme gets its arithmetic.
  func changed(_ make: () throws(EncodingError) -> Scheme) -> SchemeOutcome {
    let plain: Scheme
    do throws(EncodingError) {
      plain = try make()
    } catch {
      return .refused("\(error)")
    }
    do throws(CalibrationError) {
      let scheme =
        try toolchain.map { (toolchain) throws(CalibrationError) in
          // Where its users choose the rounding, so may who is under it.
          let isFree = toolchain.roundings(for: plain).count > 1
          return try toolchain.scheme(plain, rounding: isFree ? plain.arithmetic.rounding : nil)
        } ?? plain
      let label = SchemeText.full(scheme)
      if let toolchain, scheme == self, plain.plain == scheme.plain {
        return .same("\(toolchain.name) has an arithmetic of its own; :toolchain none frees it")
      }
      return scheme == self
        ? .same("it is \(label) already") : .changed(scheme, label: label, words: label)
    } catch {
      return .refused("\(error)")
    }
  }

  /// The rounding after the current one, of those that the toolchain in force has.
  private var nextRounding: RoundingMode {
    let known = toolchain?.roundings(for: self)
    let all = known.map { $0.count > 1 ? $0 : RoundingMode.allCases } ?? RoundingMode.allCases
    let index = all.firstIndex(of: arithmetic.rounding) ?? -1
    return all[(index + 1) % all.count]
  }
}

extension Symmetry {
  /// The symmetry after this one, and the first after the last.
  fileprivate var next: Symmetry {
    let all = Symmetry.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
