import TestSupport

/// What a person, a cat on the keyboard, a mouse and a bad line send to a program.
struct TypedNoise {
  private static let letters = Array(
    "hjklHJKLbBsSgGzZtTcCaAeowWrRuUxXmMnNpPdDfFvVyi0123456789+-=_[]{}()<>.,;'\"/?:|~`@#$%^&* \t\r")
  private static let sequences = [
    "[A", "[B", "[C", "[D", "[1;2C", "[1;2D", "[1;5A", "OA", "OB", "OC", "OD", "[H", "[F", "[5~",
    "[6~", "[3~", "[Z", "OM", "[I", "[15~", "[201~", "[", "O", "",
  ]
  private static let commands = [
    "bits 4", "bits 16", "channel 0", "channel", "group 8", "group 1 64", "tensor", "range -1 1",
    "min -1e-30", "max 3.4e38", "range 0 5e-324", "calibrator mse", "calibrator entropy",
    "toolchain tflite", "toolchain ort", "batches 3", "levels 3", "symmetric", "help", "nonsense",
    "",
  ]

  private static let enders: Set<UInt8> = [3, 0x1C]

  /// Some bytes.
  ///
  /// What ends the program is hardly ever among them: not Ctrl-C, nor Ctrl-\\, which is SIGQUIT before
  /// the screen is there, and seldom `q`.
  static func burst(_ random: inout SplitMix64) -> [UInt8] {
    var text = ""
    switch random.next() % 16 {
    case 0..<7:
      for _ in 0...random.next() % 8 { text.append(random.pick(letters) ?? " ") }
    case 7..<9:
      text = "\u{1B}" + (random.pick(sequences) ?? "")
    case 9:
      text = ":" + (random.pick(commands) ?? "") + "\r"
    case 10:
      text = mouse(&random)
    case 11:
      text = "\u{1B}[200~" + word(&random) + "\u{1B}[201~"
    case 12:
      text = random.happens(onceIn: 4) ? "\u{1B}[200~" + word(&random) : "\u{1B}\u{1B}"
    case 13:
      text = "e\u{15}" + "out\(random.next() % 3)\r" + (random.happens(onceIn: 2) ? "y" : "")
    case 14:
      text = String(UnicodeScalar(UInt8(random.next() % 31 + 1)))
    default:
      return (0...random.next() % 20).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        .filter { !enders.contains($0) && $0 != UInt8(ascii: "q") }
    }
    let bytes = Array(text.utf8).filter { !enders.contains($0) }
    return random.happens(onceIn: 200) ? bytes + Array("q".utf8) : bytes
  }

  private static func word(_ random: inout SplitMix64) -> String {
    var word = ""
    for _ in 0..<random.next() % 40 {
      let value = UInt32(random.next() % (random.happens(onceIn: 4) ? 0x3000 : 0x7F))
      if let scalar = Unicode.Scalar(value) { word.unicodeScalars.append(scalar) }
    }
    return word
  }

  private static func mouse(_ random: inout SplitMix64) -> String {
    var reports = ""
    for _ in 0...random.next() % 6 {
      let button = random.pick([0, 32, 0, 64, 65, 35, 2, 200]) ?? 0
      let (column, row) = (
        random.next() % 130, random.next() % (random.happens(onceIn: 9) ? 99999 : 40)
      )
      let end = random.happens(onceIn: 3) ? "m" : "M"
      reports += "\u{1B}[<\(button);\(column);\(row)\(end)"
    }
    return reports
  }
}
