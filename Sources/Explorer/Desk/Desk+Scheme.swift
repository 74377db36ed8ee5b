internal import Calibration
internal import QuantizationEngine

extension Desk {
  /// Makes a scheme the current one, or says why it cannot be.
  ///
  /// A toolchain in force stays in force: the scheme gets its arithmetic.
  mutating func setScheme(_ make: () throws(EncodingError) -> Scheme) {
    let plain: Scheme
    do throws(EncodingError) {
      plain = try make()
    } catch {
      say("\(error)", .bad)
      return
    }
    do throws(CalibrationError) {
      let scheme =
        try toolchain.map { (toolchain) throws(CalibrationError) in
          // Where its users choose the rounding, so may who is under it.
          let isFree = toolchain.roundings(for: plain).count > 1
          return try toolchain.scheme(plain, rounding: isFree ? plain.arithmetic.rounding : nil)
        } ?? plain
      let label = SchemeText.full(scheme)
      if let toolchain, scheme == tuning.scheme, plain.plain == scheme.plain {
        say("\(toolchain.name) has an arithmetic of its own; :toolchain none frees it")
      } else if scheme == tuning.scheme {
        say("it is \(label) already")
      } else if change(to: Tuning(scheme: scheme, ranges: tuning.ranges), label: label) {
        say(label)
      }
    } catch {
      say("\(error)", .bad)
    }
  }

  /// Makes the codes some bits wider, or narrower.
  mutating func changeBits(by step: Int) {
    let scheme = tuning.scheme
    // Between two powers of two, one bit less is the power below.
    let bits = scheme.usesWholeBitWidth || step < 0 ? scheme.bitWidth + step : scheme.bitWidth
    setScheme { () throws(EncodingError) in
      guard (2...16).contains(bits) else { throw .bitWidthOutOfRange(bits) }
      return try scheme.with(levelCount: 1 << bits)
    }
  }

  /// The rounding after the current one, of those that the toolchain in force has.
  var nextRounding: RoundingMode {
    let known = toolchain?.roundings(for: tuning.scheme)
    let all = known.map { $0.count > 1 ? $0 : RoundingMode.allCases } ?? RoundingMode.allCases
    let index = all.firstIndex(of: tuning.scheme.arithmetic.rounding) ?? -1
    return all[(index + 1) % all.count]
  }
}
