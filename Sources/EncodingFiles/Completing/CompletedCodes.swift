import QuantizationEngine

/// The codes of a tensor, and its encodings in them, from what a file says of its levels.
struct CompletedCodes {
  private let decoded: DecodedTensor
  private let format: any ReadableEncodingFormat
  private let given: GivenMembers
  /// What was taken for granted so far.
  private(set) var assumptions: [CompletionAssumption] = []

  init(decoded: DecodedTensor, format: any ReadableEncodingFormat, given: GivenMembers) {
    self.decoded = decoded
    self.format = format
    self.given = given
  }

  /// The scheme and the encoding of each block.
  ///
  /// - Parameter isParameter: Whether the tensor is one, or probably is.
  /// - Returns: The two; ``assumptions`` has what they took for granted.
  /// - Throws: As ``DecodedTensor/completed(from:given:)``.
  mutating func schemeAndEncodings(
    isParameter: Bool
  ) throws(EncodingFileError) -> (Scheme, [AffineEncoding]) {
    switch decoded.levels {
    case .encodings(let encodings):
      if let scheme = decoded.scheme {
        try checkGiven(against: scheme)
        return (scheme, encodings)
      }
      return try inGivenSign(try scheme(of: encodings), encodings)
    case .scales(let scales, let zeroPoints):
      let isCentred = zeroPoints?.allSatisfy { $0 == 0 } ?? true
      // Of a lone zero-point 0 the codes may as well go up from zero as lie about it.
      guard zeroPoints == nil || !isCentred || isParameter || hasSign else {
        throw .signNotSaid(tensor: decoded.name)
      }
      let scheme = try freeScheme(isSymmetric: isParameter && isCentred)
      return (scheme, try encodings(scales, zeroPoints, scheme))
    case .ranges(let ranges):
      let scheme = try freeScheme(isSymmetric: false)
      var encodings: [AffineEncoding] = []
      encodings.reserveCapacity(ranges.count)
      for range in ranges {
        do {
          encodings.append(try scheme.encoding(for: range))
        } catch {
          throw .encoding(tensor: decoded.name, block: encodings.count, reason: error)
        }
      }
      return (scheme, encodings)
    }
  }

  /// Whether anybody says on which sides of zero the codes lie.
  private var hasSign: Bool {
    given.signedness != nil || given.symmetry != nil || format.convention.scheme != nil
  }

  // MARK: Codes that the file says

  /// The scheme whose codes some encodings have.
  private mutating func scheme(
    of encodings: [AffineEncoding]
  ) throws(EncodingFileError) -> Scheme {
    guard let first = encodings.first else {
      throw .blockCount(tensor: decoded.name, part: .encodings, expected: 1, found: 0)
    }
    let codes = first.quantMin...first.quantMax
    let arithmetic = arithmetic()
    func scheme(_ symmetry: Symmetry?) -> Scheme? {
      Scheme.having(
        codes: codes, zeroPoints: encodings.lazy.map(\.zeroPoint), symmetry: symmetry,
        arithmetic: arithmetic)
    }
    // AIMET calls codes from zero up symmetric too, where no value is below zero.
    let isFromZero = encodings.allSatisfy { $0.zeroPoint == $0.quantMin }
    guard
      let found = scheme(decoded.symmetry ?? given.symmetry) ?? scheme(decoded.symmetry)
        ?? (isFromZero ? scheme(.asymmetric) : nil)
    else {
      throw .codesOfNoScheme(tensor: decoded.name, found: codes)
    }
    var asFound = given
    // A sign that the format has no word for is not the file's.
    if !format.says.contains(.signedness) { asFound.signedness = nil }
    try Self.check(asFound, against: found, tensor: decoded.name)
    return found
  }

  private func checkGiven(against scheme: Scheme) throws(EncodingFileError) {
    try Self.check(given, against: scheme, tensor: decoded.name)
    if let rounding = given.rounding, rounding != scheme.arithmetic.rounding {
      throw .givenContradicts(
        tensor: decoded.name, said: "rounding \(scheme.arithmetic.rounding.name)",
        given: "rounding \(rounding.name)")
    }
    if let scaling = given.scaling, scaling != scheme.arithmetic.scaling {
      throw .givenContradicts(
        tensor: decoded.name, said: "scaling \(scheme.arithmetic.scaling.rawValue)",
        given: "scaling \(scaling.rawValue)")
    }
  }

  private static func check(
    _ given: GivenMembers, against scheme: Scheme, tensor: String
  ) throws(EncodingFileError) {
    let said = "\(scheme.symmetry.words) codes \(scheme.quantMin)…\(scheme.quantMax)"
    if let levels = given.levelCount, levels != scheme.levelCount {
      throw .givenContradicts(tensor: tensor, said: said, given: "\(levels) levels")
    }
    if let symmetry = given.symmetry, symmetry != scheme.symmetry {
      throw .givenContradicts(tensor: tensor, said: said, given: "\(symmetry.words) codes")
    }
    if let signedness = given.signedness, signedness != scheme.signedness {
      throw .givenContradicts(tensor: tensor, said: said, given: "\(signedness.rawValue) codes")
    }
  }

  /// The same levels in codes of the sign that is given.
  private func inGivenSign(
    _ scheme: Scheme, _ encodings: [AffineEncoding]
  ) throws(EncodingFileError) -> (Scheme, [AffineEncoding]) {
    guard let signedness = given.signedness, signedness != scheme.signedness else {
      return (scheme, encodings)
    }
    do {
      let target = try Scheme(
        levelCount: scheme.levelCount, symmetry: scheme.symmetry, signedness: signedness,
        arithmetic: scheme.arithmetic)
      let shift = target.quantMin - scheme.quantMin
      var shifted: [AffineEncoding] = []
      shifted.reserveCapacity(encodings.count)
      for encoding in encodings {
        shifted.append(
          try AffineEncoding(
            orOfZeros: encoding.scale, zeroPoint: encoding.zeroPoint + shift,
            quantMin: encoding.quantMin + shift, quantMax: encoding.quantMax + shift))
      }
      return (target, shifted)
    } catch {
      throw .scheme(tensor: decoded.name, reason: error)
    }
  }

  // MARK: Codes that it does not say

  /// The scheme that is given, else the format's, else qviz's standard one or its symmetric kin.
  private mutating func freeScheme(isSymmetric: Bool) throws(EncodingFileError) -> Scheme {
    let own = format.convention.scheme
    let isGiven = given.levelCount != nil || given.symmetry != nil || given.signedness != nil
    let likely: Symmetry = isSymmetric && given.signedness != .unsigned ? .symmetric : .asymmetric
    let scheme: Scheme
    do {
      scheme = try Scheme(
        levelCount: given.levelCount ?? own?.levelCount ?? Scheme.standard.levelCount,
        symmetry: given.symmetry ?? own?.symmetry ?? likely,
        signedness: given.signedness ?? own?.signedness, arithmetic: arithmetic())
    } catch {
      throw .scheme(tensor: decoded.name, reason: error)
    }
    if own == nil, !isGiven { assumptions.append(.codes(scheme)) }
    return scheme
  }

  private func encodings(
    _ scales: [Float], _ zeroPoints: [Int]?, _ scheme: Scheme
  ) throws(EncodingFileError) -> [AffineEncoding] {
    guard zeroPoints != nil || scheme.symmetry != .asymmetric else {
      throw .zeroPointsNotSaid(tensor: decoded.name)
    }
    if let zeroPoints, zeroPoints.count != scales.count {
      throw .blockCount(
        tensor: decoded.name, part: .zeroPoints, expected: scales.count, found: zeroPoints.count)
    }
    let (quantMin, quantMax) = (scheme.quantMin, scheme.quantMax)
    var encodings: [AffineEncoding] = []
    encodings.reserveCapacity(scales.count)
    for (block, scale) in scales.enumerated() {
      let zeroPoint = zeroPoints?[block] ?? scheme.symmetricZeroPoint
      guard (quantMin...quantMax).contains(zeroPoint) else {
        throw .zeroPointOutsideCodes(
          tensor: decoded.name, block: block, codes: quantMin...quantMax, found: zeroPoint)
      }
      guard scheme.symmetry == .asymmetric || zeroPoint == scheme.symmetricZeroPoint else {
        throw .givenContradicts(
          tensor: decoded.name, said: "zero-point \(zeroPoint) of block \(block)",
          given: "\(scheme.symmetry.words) codes \(quantMin)…\(quantMax)")
      }
      do {
        encodings.append(
          try AffineEncoding(
            scale: scale, zeroPoint: zeroPoint, quantMin: quantMin, quantMax: quantMax))
      } catch {
        throw .encoding(tensor: decoded.name, block: block, reason: error)
      }
    }
    return encodings
  }

  /// The arithmetic that is given, else that of ONNX, which is then taken for granted.
  private mutating func arithmetic() -> QuantizationArithmetic {
    let arithmetic = QuantizationArithmetic(
      rounding: given.rounding ?? .halfEven, scaling: given.scaling ?? .divide)
    if given.rounding == nil || given.scaling == nil {
      assumptions.append(.arithmetic(arithmetic))
    }
    return arithmetic
  }
}
