/// A column of the list.
enum TensorColumn: Hashable, Sendable {
  /// The name.
  case name
  /// The shape.
  case shape
  /// What the file holds.
  case storage
  /// A small picture of the distribution.
  case picture
  /// What the counterpart is stored as.
  case counterpart
  /// How many bits a value of the counterpart takes.
  case storedBits
  /// The SQNR of the counterpart in dB.
  case storedNoise
  /// Its damage as a bar.
  case storedBar
  /// The format that the plan chooses.
  case chosen
  /// How many bits a value takes under the rule in force.
  case bits
  /// The SQNR of the rule in force in dB.
  case signalToNoise
  /// Its damage as a bar.
  case bar
  /// What a person should look at.
  case flags
  /// The bytes in the file.
  case size
  /// The smallest value.
  case lower
  /// The largest value.
  case upper
  /// The mean squared error.
  case meanSquaredError
  /// The largest error.
  case maximumError

  /// What stands above it.
  func heading(isComparison: Bool, isPlan: Bool) -> String {
    switch self {
    case .name: "name"
    case .shape: "shape"
    case .storage: isComparison ? "original" : "stored as"
    case .picture: "log counts"
    case .counterpart: "stored as"
    case .chosen: "plan"
    case .storedBits, .bits: "bits"
    case .storedNoise: "stored dB"
    case .signalToNoise: !isComparison ? "SQNR dB" : isPlan ? "plan dB" : "rule dB"
    case .bar, .storedBar: ""
    case .flags: "flags"
    case .size: "size"
    case .lower: "min"
    case .upper: "max"
    case .meanSquaredError: "MSE"
    case .maximumError: "max |e|"
    }
  }

  /// Whether it has numbers, which end where the column ends.
  var isNumeric: Bool {
    switch self {
    case .name, .shape, .storage, .picture, .counterpart, .chosen, .storedBar, .bar, .flags: false
    case .storedBits, .storedNoise, .bits, .signalToNoise, .size, .lower, .upper,
      .meanSquaredError, .maximumError:
      true
    }
  }
}
