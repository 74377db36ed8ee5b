import Testing

/// Help, version and completions.
@Suite struct HelpTests {
  @Test(
    "help leads with examples",
    arguments: [
      [], ["list"], ["measure"], ["formats"], ["compare"], ["plan"], ["convert"], ["snapshot"],
      ["explore"],
    ])
  func examplesFirst(_ command: [String]) throws {
    let outcome = try Program.run(command + ["--help"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n")
    // One line says what it is; the next shows how it is used.
    #expect(lines[1].hasPrefix("USAGE: qviz "))
    #expect(lines[2].hasPrefix("       qviz "))
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("help names every option of DESIGN's grammar that there is")
  func options() throws {
    let help = try Program.run(["measure", "--help"]).output
    for option in [
      "--bits", "--levels", "--signed", "--unsigned", "--asymmetric", "--symmetric",
      "--restricted-symmetric", "--rounding", "--granularity", "--axis", "--group-size", "--min",
      "--max", "--calibrator", "--percentile", "--dtype", "--shape", "--tensor", "--json",
      "--codes", "--dequantized", "--memory", "--encodings", "--from", "--input-scale", "--weights",
    ] {
      #expect(help.contains(option), "\(option)")
    }
    for calibrator in ["min-max", "percentile", "entropy", "mse"] {
      #expect(help.contains(calibrator))
    }
    #expect(!help.contains("half_even"), "words of JSON are not words of the command line")
  }

  @Test("the version")
  func version() throws {
    let outcome = try Program.run(["--version"])
    #expect(outcome.output.wholeMatch(of: /qviz \d+\.\d+\.\d+\n/) != nil)
    #expect(outcome.status == 0)
  }

  @Test("completions that each shell understands", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let outcome = try Program.run(["--generate-completion-script", shell])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    for word in ["measure", "convert", "snapshot", "restricted-symmetric", "min-max", "bfloat16"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
    guard shell == "bash" else { return }
    let scratch = try ScratchFolder()
    try scratch.write(outcome.output.utf8, to: "qviz.bash")
    let check = try Program.shell("bash -n qviz.bash", in: scratch.url)
    #expect(check.status == 0 && check.errors.isEmpty)
  }
}
