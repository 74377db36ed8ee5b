public import QuantizationEngine

/// Why a calibrator cannot choose a range.
public indirect enum CalibrationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There are no finite values to choose by.
  case noFiniteValues
  /// A percentile outside 50…100.
  case percentileOutOfRange(Double)
  /// No calibrator has this name.
  case unknownCalibrator(String, known: [String])
  /// A calibrator cannot have such settings, and why.
  case badSetting(calibrator: String, SettingError)
  /// No toolchain has this name.
  case unknownToolchain(String, known: [String])
  /// The tool has no such scheme, and why.
  case notInRepertoire(tool: String, reason: String)
  /// The tool's own algorithm ends in an error for these values, and which.
  case toolFails(tool: String, reason: String)
  /// The tool ends in an error for any values of such a type, and with which.
  case toolFailsOnType(tool: String, type: ElementType, reason: String)
  /// The tool answers, but with nothing that anybody could use, for elements that are not finite.
  case toolAnswers(tool: String, ToolAnswer, NonFiniteCounts)
  /// Its codes are float8 numbers, so that it has no range for integers.
  case codesAreFloat8(tool: String, Float8Encoding)
  /// The range it chose has no encoding.
  case noEncoding(EncodingError)
  /// The batches that its tool collects could not be read, and why.
  case notRead(reason: String)
  /// Nobody wanted the answer any more.
  case cancelled
  /// It cannot choose for the block with this index.
  case block(Int, CalibrationError)

  /// Whether it is the scheme's fault, and so that of no block.
  var isOfTheScheme: Bool {
    switch self {
    case .notInRepertoire, .toolFailsOnType, .noEncoding(.ruleRefuses), .noEncoding(.ruleFails):
      true
    default: false
    }
  }

  /// One sentence: what is wrong, what was expected, what was found.
  public var description: String {
    switch self {
    case .noFiniteValues:
      "there are no finite values to calibrate on"
    case .percentileOutOfRange(let percent):
      "percentile must be above 50 and at most 100, found \(percent)"
    case .unknownCalibrator(let name, let known):
      NearNames.sentence(
        "calibrator", name, among: known, aliases: PeoplesNames.calibrators,
        listedBy: "qviz calibrate")
    case .badSetting(let name, let error):
      "\(name) \(error)"
    case .unknownToolchain(let name, let known):
      NearNames.sentence(
        "toolchain", name, among: known, aliases: PeoplesNames.toolchains,
        listedBy: "qviz measure")
    case .notInRepertoire(let tool, let reason):
      "\(tool) cannot: \(reason)"
    case .toolFails(let tool, let reason):
      "\(tool) fails here: \(reason)"
    case .toolFailsOnType(let tool, let type, let reason):
      "\(tool) fails on \(type.rawValue): \(reason)"
    case .toolAnswers(let tool, let answer, let excluded):
      "\(tool) \(answer.words) (of the elements \(excluded.words))"
    case .codesAreFloat8(let tool, let encoding):
      "\(tool) has float8 codes, not integers: scale \(encoding.scale), levels "
        + "\(Float(encoding.representableRange.lower))…\(Float(encoding.representableRange.upper))"
    case .noEncoding(let error):
      "\(error)"
    case .notRead(let reason):
      reason
    case .cancelled:
      "cancelled"
    case .block(let index, let error):
      "block \(index): \(error)"
    }
  }
}
