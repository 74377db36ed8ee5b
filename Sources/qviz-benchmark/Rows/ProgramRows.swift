/// The promises about the program as a person starts it.
enum ProgramRows {
  static let all = [help, firstPaint, firstNumbers, memory, sliderStep]

  /// How often a program is started.
  private static let starts = 15

  static let help = Row(
    name: "help", title: "qviz --help, start to end", aim: Aim(measured: .atMost(15e-3))
  ) { workshop in
    let program = try workshop.program()
    let nothing = ChildProgram(path: "/bin/true")
    let comparison = try workshop.stopwatch.alternate(rounds: starts) {
      Double(try nothing.runWell([]).status)
    } subject: { _ in
      Double(try program.runWell(["--help"]).status)
    }
    return Finding(
      comparison, against: "/bin/true", counting: .times, material: "standard output closed off")
  }

  /// How many bytes the file has that is opened only to be seen.
  private static let bigFile = 8 << 30

  static let firstPaint = Row(
    name: "first-paint", title: "start to the first picture", aim: Aim(measured: .atMost(50e-3))
  ) { workshop in
    // The name of the tensor is in the first row of every picture.
    try seen("sparse", workshop)
  }

  static let firstNumbers = Row(
    name: "first-numbers", title: "start to the first picture with numbers",
    aim: Aim(measured: .atMost(50e-3))
  ) { workshop in
    try seen("SQNR", workshop)
  }

  /// Opens a big file until some text is on the screen.
  private static func seen(_ text: String, _ workshop: Workshop) throws -> Finding {
    let path = try workshop.folder.writeSparse(byteCount: bigFile, to: "sparse.bin")
    defer { workshop.folder.removeFile(path) }
    let program = try workshop.program()
    var seconds: [Double] = []
    for _ in 0..<starts {
      let child = try TerminalChild(program, [path, "--dtype", "bfloat16"])
      seconds.append(try child.awaitText(text))
    }
    return Finding(
      measured: Samples(seconds), baseline: nil,
      material: "\(Unit.grouped(bigFile / 2)) bfloat16, 80×24")
  }

  static let memory = Row(
    name: "memory", title: "peak memory for an exact tensor, of its bytes", unit: .times,
    aim: Aim(measured: .atMost(2.2))
  ) { workshop in
    let count = workshop.sizes.large
    let byteCount = count * MemoryLayout<Float>.stride
    try FreeMemory.require(byteCount * 4)
    let path = try workshop.folder.write(workshop.values(count), to: "float32.bin")
    defer { workshop.folder.removeFile(path) }
    let outcome = try workshop.program().runWell(["measure", path, "--json"])
    return Finding(
      measured: Samples([Double(outcome.peakByteCount) / Double(byteCount)]),
      baseline: nil, material: "\(Unit.grouped(count)) float32, qviz measure")
  }

  static let sliderStep = Row(
    name: "slider-step", title: "bytes to the terminal for one slider step", unit: .bytes,
    aim: Aim(measured: .atMost(1536))
  ) { workshop in
    let count = workshop.sizes.small
    let path = try workshop.folder.write(workshop.values(count), to: "float32.bin")
    defer { workshop.folder.removeFile(path) }
    let child = try TerminalChild(try workshop.program(), [path])
    _ = try child.awaitText("over best")
    _ = try child.awaitQuiet()
    var sizes: [Double] = []
    for turn in 0..<12 {
      // Left, right, and left by ten steps.
      child.type(["\u{1B}[D", "\u{1B}[D", "\u{1B}[C", "\u{1B}[1;2D"][turn % 4])
      sizes.append(Double(try child.awaitQuiet()))
    }
    return Finding(
      measured: Samples(sizes), baseline: nil,
      material: "\(Unit.grouped(count)) float32, 80×24, 256 colours")
  }
}
