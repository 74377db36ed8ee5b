public import ArgumentParser
import Calibration
public import QuantizationEngine

/// Codes, symmetry, arithmetic and granularity.
struct SchemeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Bit width, 2 to 16 (default: 8).", valueName: "n"))
  var bits: Int?

  @Option(help: ArgumentHelp("A number of levels instead of bits, such as 9.", valueName: "n"))
  var levels: Int?

  @Flag(help: "Codes below zero too, or from zero up (default: by symmetry).")
  var signedness: Signedness?

  @Flag(help: "How codes lie about zero (default: asymmetric).")
  var symmetry: Symmetry?

  @Option(help: "What happens to ties (default: half-even).")
  var rounding: RoundingArgument?

  @Option(help: "How values meet the scale (default: divide).")
  var scaling: ScalingArgument?

  @Option(
    help: ArgumentHelp(
      "Compute scale, zero-point and codes as a deployment tool does: \(Self.toolchainNames).",
      valueName: "name"),
    completion: .list(ToolchainCatalog.all.map(\.name)))
  var toolchain: String?

  @Option(help: "What shares an encoding (default: tensor).")
  var granularity: GranularityArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The axis of channels (default: 0, or that of an activation) or of groups (default: the last).",
      valueName: "k"))
  var axis: Int?

  @Option(help: ArgumentHelp("The number of elements in a group (default: 32).", valueName: "g"))
  var groupSize: Int?

  private static var toolchainNames: String {
    ToolchainCatalog.all.map(\.name).joined(separator: ", ")
  }

  /// Whether nothing was asked for, so that a tensor's own file may say what it is stored as.
  var isEmpty: Bool {
    bits == nil && levels == nil && signedness == nil && symmetry == nil && rounding == nil
      && scaling == nil && toolchain == nil && granularity == nil && axis == nil && groupSize == nil
  }

  /// The scheme that was asked for, under the toolchain that was asked for.
  func scheme() throws -> Scheme {
    let scheme = try plainScheme()
    guard let toolchain else { return scheme }
    guard scaling == nil else {
      throw Failure("--toolchain excludes --scaling", exit: .usage)
    }
    do {
      let tool = try ToolchainCatalog.toolchain(named: toolchain)
      // What nobody asked for is the tool's own; what it does not have it refuses below.
      let own = levels == nil ? try codes(of: tool) : nil
      return try tool.scheme(own ?? scheme, rounding: rounding?.mode)
    } catch {
      throw Failure("\(error)", exit: .usage)
    }
  }

  /// The codes of a tool: those of its channels or groups, where it has others for them.
  private func codes(of tool: any Toolchain) throws -> Scheme? {
    let usual = tool.codes(bitWidth: bits, signedness: signedness, symmetry: symmetry)
    guard let usual, symmetry == nil, let granularity, granularity != .tensor else { return usual }
    let asked = try askedGranularity()
    let apart = tool.sharing(asked.scope)
    let choice = apart.granularities.completed(asked)
    let others = Symmetry.allCases.filter { $0 != usual.symmetry }.compactMap {
      tool.codes(bitWidth: bits, signedness: signedness, symmetry: $0)
    }
    return ([usual] + others).first { scheme in
      guard let scheme = try? apart.scheme(scheme, rounding: rounding?.mode) else { return false }
      return (try? apart.check(choice, scheme)) != nil
    } ?? usual
  }

  private func plainScheme() throws -> Scheme {
    let arithmetic = QuantizationArithmetic(
      rounding: rounding?.mode ?? .halfEven, scaling: scaling?.operation ?? .divide)
    do {
      switch (bits, levels) {
      case (.some, .some):
        throw Failure("--bits and --levels exclude each other", exit: .usage)
      case (_, .some(let levels)):
        return try Scheme(
          levelCount: levels, symmetry: symmetry ?? .asymmetric, signedness: signedness,
          arithmetic: arithmetic)
      case (let bits, nil):
        return try Scheme(
          bitWidth: bits ?? 8, symmetry: symmetry ?? .asymmetric, signedness: signedness,
          arithmetic: arithmetic)
      }
    } catch let error as EncodingError {
      throw Failure("\(error)", exit: .usage)
    }
  }

  /// What should share an encoding, as it was asked for, or as the toolchain in force has it.
  func granularityChoice() throws -> GranularityChoice {
    let asked = try askedGranularity()
    guard let toolchain else { return asked }
    do {
      let tool = try ToolchainCatalog.toolchain(named: toolchain)
      guard granularity != nil else { return tool.granularities.standard }
      let apart = tool.sharing(asked.scope)
      let choice = apart.granularities.completed(asked)
      try apart.check(choice, try scheme())
      return choice
    } catch let error as CalibrationError {
      throw Failure("\(error)", exit: .usage)
    }
  }

  private func askedGranularity() throws -> GranularityChoice {
    switch granularity ?? .tensor {
    case .tensor:
      guard axis == nil, groupSize == nil else {
        throw Failure(
          "--axis and --group-size need --granularity channel or group", exit: .usage)
      }
      return .tensor
    case .channel:
      guard groupSize == nil else {
        throw Failure("--group-size needs --granularity group", exit: .usage)
      }
      return .channel(axis: axis)
    case .group: return .group(axis: axis, size: groupSize ?? 32)
    }
  }
}

/// The words for granularity on the command line.
enum GranularityArgument: String, ExpressibleByArgument, CaseIterable {
  case tensor
  case channel
  case group
}

extension Signedness: EnumerableFlag {}

extension Symmetry: EnumerableFlag {
  /// The flag of a symmetry, in kebab-case.
  public static func name(for value: Symmetry) -> NameSpecification {
    switch value {
    case .asymmetric: .customLong("asymmetric")
    case .symmetric: .customLong("symmetric")
    case .restrictedSymmetric: .customLong("restricted-symmetric")
    }
  }
}

/// The words for the rounding of ties on the command line: the names of ``RoundingMode``.
struct RoundingArgument: ExpressibleByArgument {
  /// What the word means.
  let mode: RoundingMode

  init?(argument: String) {
    guard let mode = RoundingMode.allCases.first(where: { $0.name == argument }) else { return nil }
    self.mode = mode
  }

  static var allValueStrings: [String] { RoundingMode.allCases.map(\.name) }
}

/// The words for the division by the scale on the command line.
enum ScalingArgument: String, ExpressibleByArgument, CaseIterable {
  case divide
  case multiplyByInverse = "multiply-by-inverse"

  /// What the word means.
  var operation: ScalingOperation {
    switch self {
    case .divide: .divide
    case .multiplyByInverse: .multiplyByInverse
    }
  }
}
