import Foundation
import TestSupport
import Testing

/// Tensors of very many blocks, or of very many channels without elements.
@Suite struct ManyBlocksTests {
  private func channels(_ count: Int, in scratch: ScratchFolder) throws -> String {
    var random = SplitMix64(seed: 11)
    let values = (0..<count * 2).map { _ in Float(random.nextNormal()) }
    try scratch.write(NpyArray.file(values, shape: [count, 2]), to: "channels.npy")
    return scratch.path("channels.npy")
  }

  @Test("a report longer than its parts has each block once, in order, on columns of its own")
  func parts() throws {
    let scratch = try ScratchFolder()
    let path = try channels(2500, in: scratch)
    let outcome = try Program.run(["measure", path, "--granularity", "channel"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    let blocks = lines.filter { $0.hasPrefix("block ") }
    #expect(blocks.count == 2500)
    for (index, line) in blocks.enumerated() {
      let label = "block \(index)"
      #expect(line.hasPrefix(label + String(repeating: " ", count: 14 - label.count)))
    }
    #expect(lines.last == "exactness     exact")
    #expect(lines.first == "tensor        channels")
  }

  @Test("a JSON report that takes more than the budget is refused, the text is not")
  func budget() throws {
    let scratch = try ScratchFolder()
    let path = try channels(2500, in: scratch)
    let command = [path, "--granularity", "channel", "--memory", "1M"]
    let refused = try Program.run(["measure", "--json"] + command)
    #expect(refused.status == 64 && refused.output.isEmpty)
    #expect(
      refused.errors
        == "qviz: \(path): a JSON report of 2500 encodings takes 4.9 MiB, more than the 1 MiB of "
        + "--memory; the text takes less\n")
    #expect(try Program.run(["measure"] + command).status == 0)
    let rows = ["--calibrator", "min-max", "ort-minmax"]
    #expect(try Program.run(["calibrate", "--json"] + command + rows).status == 64)
    #expect(try Program.run(["calibrate"] + command + rows).status == 0)
  }

  @Test(
    "a billion channels of no elements are opened, measured and calibrated at once",
    arguments: [
      ["measure"], ["measure", "--json"], ["measure", "--all"], ["snapshot"],
      ["calibrate", "--calibrator", "min-max", "tensorrt-max"],
    ])
  func noElements(_ command: [String]) throws {
    let scratch = try ScratchFolder()
    try scratch.write(
      NpyArray.file(dtype: "<f4", shape: [0, 1_000_000_000], bytes: []), to: "empty.npy")
    let outcome = try Program.run(
      [command[0], scratch.path("empty.npy"), "--granularity", "channel", "--axis", "1"]
        + command.dropFirst())
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
  }
}
