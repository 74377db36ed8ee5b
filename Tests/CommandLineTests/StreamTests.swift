import Testing

/// Standard output and standard error as shells connect them.
@Suite struct StreamTests {
  @Test("a reader that goes away is no failure")
  func closedPipe() throws {
    for command in ["measure samples/gelu.npy", "measure samples/gelu.npy --json", "--help"] {
      let outcome = try Program.shell("set -o pipefail; qviz \(command) | true; echo $?")
      #expect(outcome.output == "0\n" && outcome.errors.isEmpty, "\(command)")
    }
    let outcome = try Program.shell("qviz measure samples/gelu.npy | head -1")
    #expect(outcome.output == "tensor          gelu\n" && outcome.errors.isEmpty)
  }

  @Test("a full disk is an I/O error")
  func fullDisk() throws {
    let outcome = try Program.shell("qviz measure samples/gelu.npy > /dev/full")
    #expect(outcome.status == 74)
    #expect(outcome.errors == "qviz: cannot write to standard output: No space left on device\n")
  }

  @Test("without a terminal qviz FILE prints what qviz measure FILE does")
  func noTerminal() throws {
    let measured = try Program.run(["measure", "samples/relu.npy", "--bits", "4"])
    let explored = try Program.run(["samples/relu.npy", "--bits", "4"])
    let piped = try Program.shell("qviz samples/relu.npy --bits 4 | cat")
    #expect(measured.status == 0 && measured.output.contains("SQNR"))
    #expect(explored.output == measured.output && explored.status == 0 && explored.errors.isEmpty)
    #expect(piped.output == measured.output)
  }
}
