/// What a number counts.
enum Unit: String, Encodable {
  case seconds
  case secondsPerValue = "seconds_per_value"
  case bytes
  case bytesPerSecond = "bytes_per_second"
  /// A number of times.
  case times

  /// A number with three digits, as a person reads it.
  func text(_ number: Double) -> String {
    switch self {
    case .seconds:
      Self.scaled(number, [(1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")])
    case .secondsPerValue:
      Self.digits(number * 1e9) + " ns"
    case .bytes:
      number < 10_000
        ? Self.digits(number) + " B"
        : Self.scaled(number, [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")])
    case .bytesPerSecond:
      Self.digits(number / 1e9) + " GB/s"
    case .times:
      Self.digits(number) + "×"
    }
  }

  /// A number in the first unit of which there is at least one, or in the last.
  private static func scaled(_ number: Double, _ units: [(size: Double, name: String)]) -> String {
    // Rounding to three digits may reach the next unit, so that one is asked first.
    let unit = units.first { number >= $0.size * 0.9995 } ?? units[units.count - 1]
    return digits(number / unit.size) + " " + unit.name
  }

  /// Three digits that matter, two below one, and whole numbers whole.
  private static func digits(_ number: Double) -> String {
    var places = number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2
    var power = [1.0, 10, 100][places]
    while number > 0, number * power < 9.95, places < 6 {
      places += 1
      power *= 10
    }
    let whole = Int((number * power).rounded())
    guard places > 0 else { return grouped(whole) }
    let divisor = Int(power)
    let fraction = String(whole % divisor)
    return "\(whole / divisor)."
      + String(repeating: "0", count: places - fraction.count) + fraction
  }

  /// A whole number with a comma between thousands.
  static func grouped(_ number: Int) -> String {
    let text = String(number)
    var grouped = ""
    for (index, digit) in text.enumerated() {
      if index > 0, (text.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped
  }
}
