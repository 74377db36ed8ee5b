internal import TerminalScreen

extension Desk {
  /// The keys of the screens on which thresholds move.
  static let tuningKeys = [
    KeyLine(
      .thresholds,
      desk: [
        (.arrow(.left, shift: .up), .move(.down, .normal)),
        (.arrow(.right, shift: .up), .move(.up, .normal)),
        (.character("h"), .move(.down, .normal)), (.character("l"), .move(.up, .normal)),
      ], "move the active threshold by a step", hint: "move", rank: 1),
    KeyLine(
      .thresholds,
      desk: [
        (.arrow(.left, shift: .down), .move(.down, .coarse)),
        (.arrow(.right, shift: .down), .move(.up, .coarse)),
        (.character("H"), .move(.down, .coarse)), (.character("L"), .move(.up, .coarse)),
      ], "by ten steps"),
    KeyLine(
      .thresholds,
      desk: [
        (.character(","), .move(.down, .fine)), (.character("."), .move(.up, .fine)),
        (.character("<"), .move(.down, .fine)), (.character(">"), .move(.up, .fine)),
      ], "by a tenth of a step"),
    KeyLine(
      .thresholds, desk: [(.tab, .chooseOther), (.backTab, .chooseOther)],
      "make the other threshold the active one", hint: "min/max", rank: 4),
    KeyLine(
      .thresholds,
      desk: [
        (.arrow(.up, shift: .up), .choose(.lower)), (.arrow(.down, shift: .up), .choose(.upper)),
        (.character("k"), .choose(.lower)), (.character("j"), .choose(.upper)),
      ], "make min, or max, the active one"),
    KeyLine(
      .thresholds, [(.enter, .typeThreshold), (.character("t"), .typeThreshold)],
      "type the value of the active threshold", hint: "type"),
    KeyLine(
      .thresholds, desk: [(.character("m"), .minMax)],
      "min-max: keep every value of the block"),
    KeyLine(
      .thresholds, desk: [(.character("o"), .leastError)],
      "optimum: go to the least MSE of the block", hint: "optimum"),
  ]

  /// The keys of every screen that shows the tensor.
  static let keys = [
    KeyLine(.thresholds, desk: [(.character("u"), .undo), (.control("r"), .redo)], "undo, redo"),
    KeyLine(
      .thresholds, desk: [(.character("R"), .takeUp(0))],
      "take up what was tuned in an earlier session"),
    KeyLine(
      .thresholds,
      desk: [
        (.character("["), .block(-1)), (.character("]"), .block(1)),
        (.character("{"), .block(-10)), (.character("}"), .block(10)),
      ], "show another channel or group, by one or by ten"),
    KeyLine(
      .scheme, desk: [(.character("b"), .scheme(.bits(-1))), (.character("B"), .scheme(.bits(1)))],
      "one bit less, one more; of a number format the next of its kind"),
    KeyLine(
      .scheme, desk: [(.character("s"), .scheme(.cycleSymmetry))],
      "asymmetric, symmetric, restricted symmetric"),
    KeyLine(
      .scheme, desk: [(.character("="), .scheme(.toggleLock))],
      "lock the thresholds to ±t (symmetric), or free them"),
    KeyLine(
      .scheme, desk: [(.character("n"), .scheme(.toggleSignedness))], "signed or unsigned codes"),
    KeyLine(
      .scheme, desk: [(.character("r"), .scheme(.cycleRounding))],
      "rounding of ties: half-even, half-away, half-up, …"),
    KeyLine(
      .scheme, desk: [(.character("i"), .scheme(.toggleScaling))],
      "divide by the scale, or multiply by its inverse"),
    KeyLine(
      .scheme, desk: [(.character("T"), .scheme(.cycleToolchain))],
      "toolchain: encode and round as the next tool does, or as qviz does"),
    KeyLine(
      .scheme, [(.character("c"), .cycleGranularity)],
      "one encoding for the tensor, each channel, each group of 32, 64, 128; other blocks of a format"
    ),
    KeyLine(.scheme, [(.character("a"), .nextAxis)], "channels or groups along the next axis"),
    KeyLine(
      .scheme, desk: [(.character("S"), .stored)],
      "as the quantized model stores it, or as it is tuned"),
  ]
}

extension KeyGroup {
  /// Keys that move thresholds, and take moves back.
  static let thresholds = KeyGroup(title: "thresholds")
  /// Keys that change the scheme.
  static let scheme = KeyGroup(title: "scheme")
}
