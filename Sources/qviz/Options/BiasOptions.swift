import ArgumentParser

/// From what the scale of a bias follows.
struct BiasOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Measure a bias in int32 codes at the scale of the layer's input times those of its weight; "
        + "needs --weights.", valueName: "s"))
  var inputScale: Float?

  @Option(
    help: ArgumentHelp(
      "The weight of that layer, which the scheme and the range are about (default: symmetric, by "
        + "channel).", valueName: "path"),
    completion: .file())
  var weights: String?
}
