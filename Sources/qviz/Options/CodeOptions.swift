import ArgumentParser
import EncodingFiles
import QuantizationEngine

/// What a file of encodings may leave out about codes.
struct CodeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The bit width of the codes, 2 to 16.", valueName: "n"))
  var bits: Int?

  @Option(help: ArgumentHelp("A number of levels instead of bits, such as 9.", valueName: "n"))
  var levels: Int?

  @Flag(help: "Codes below zero too, or from zero up.")
  var signedness: Signedness?

  @Flag(help: "How codes lie about zero.")
  var symmetry: Symmetry?

  @Option(help: "What happens to ties.")
  var rounding: RoundingArgument?

  @Option(help: "How values meet the scale.")
  var scaling: ScalingArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The axis of channels or groups.", valueName: "k"))
  var axis: Int?

  /// What was said.
  ///
  /// - Throws: `Failure` for codes that cannot be.
  func given() throws -> GivenMembers {
    try GivenMembers(
      bits: bits, levels: levels, symmetry: symmetry, signedness: signedness,
      rounding: rounding, scaling: scaling, axis: axis)
  }
}

extension GivenMembers {
  /// What options say of the codes, and of the axis.
  ///
  /// - Throws: `Failure` for codes that cannot be.
  fileprivate init(
    bits: Int?, levels: Int?, symmetry: Symmetry?, signedness: Signedness?,
    rounding: RoundingArgument?, scaling: ScalingArgument?, axis: Int?
  ) throws {
    self.init()
    guard bits == nil || levels == nil else {
      throw Failure("--bits and --levels exclude each other", exit: .usage)
    }
    do {
      if let bits { levelCount = try Scheme(bitWidth: bits).levelCount }
      if let levels {
        levelCount = try Scheme(levelCount: levels, symmetry: symmetry ?? .asymmetric).levelCount
      }
    } catch {
      throw Failure("\(error)", exit: .usage)
    }
    self.symmetry = symmetry
    self.signedness = signedness
    self.rounding = rounding?.mode
    self.scaling = scaling?.operation
    self.axis = axis
  }
}

extension SchemeOptions {
  /// What the options say of encodings that a file has; what shares one the file says.
  ///
  /// - Throws: `Failure` for codes that cannot be, and for a toolchain.
  func given() throws -> GivenMembers {
    guard toolchain == nil else {
      throw Failure(
        "--encodings excludes --toolchain: the encodings are those of the file", exit: .usage)
    }
    return try GivenMembers(
      bits: bits, levels: levels, symmetry: symmetry, signedness: signedness,
      rounding: rounding, scaling: scaling, axis: axis)
  }
}

extension SchemeOptions {
  /// The scheme alone: a file of encodings says what shares one.
  var withoutGranularity: SchemeOptions {
    var scheme = self
    (scheme.granularity, scheme.axis, scheme.groupSize) = (nil, nil, nil)
    return scheme
  }
}
