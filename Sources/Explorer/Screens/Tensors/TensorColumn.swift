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
  /// The SQNR in dB.
  case signalToNoise
  /// The damage as a bar.
  case bar
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
  var heading: String {
    switch self {
    case .name: "name"
    case .shape: "shape"
    case .storage: "stored as"
    case .picture: "log counts"
    case .signalToNoise: "SQNR dB"
    case .bar: ""
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
    case .name, .shape, .storage, .picture, .bar: false
    case .signalToNoise, .size, .lower, .upper, .meanSquaredError, .maximumError: true
    }
  }
}
