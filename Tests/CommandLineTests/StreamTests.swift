import Foundation
import Glibc
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

  @Test("where standard error takes nothing the exit code is that of what went wrong")
  func noStandardError() throws {
    for stream in ["2>&-", "2>/dev/full"] {
      let outcome = try Program.shell("qviz measure nope.npy \(stream); echo $?")
      #expect(outcome.output == "66\n", "\(stream)")
    }
  }

  @Test("a file that is written is not taken for a standard stream that is closed")
  func closedStreams() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]), to: "a.npy")
    let outcome = try Program.shell(
      "qviz measure a.npy --codes c.npy <&- >&- 2>&-; echo $?; qviz measure c.npy >/dev/null && ls",
      in: scratch.url)
    #expect(outcome.output == "74\na.npy\nc.npy\n" && outcome.errors.isEmpty)
  }

  @Test("standard output that is shared with an impatient program gets all there is")
  func nonBlocking() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    // More than a pipe holds.
    let tensor = Checkout.root.appending(path: "samples/gelu.npy").path
    let command = [Program.path, "extract", tensor, "-o", "-"]
    let words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, Program.path, &actions, nil, words, [nil])
    try #require(failure == 0)
    close(ends[1])
    let output = try FileHandle(fileDescriptor: ends[0], closeOnDealloc: true).readToEnd()
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    #expect(status == 0)
    #expect(output == (try Data(contentsOf: URL(filePath: tensor))))
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
