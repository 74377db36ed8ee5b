import Foundation
import Testing

/// What `samples/README.md` says is what the program prints.
@Suite struct SampleTests {
  /// The commands of the README's tables and the SQNR beside each.
  static let rows: [(command: String, sqnr: String)] = {
    let url = Checkout.root.appending(path: "samples/README.md")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.matches(of: /\| `qviz ([^`]+)` \| ([\d.]+) dB \|/).map {
      (command: String($0.1), sqnr: String($0.2))
    }
  }()

  @Test("every SQNR in the README of the samples", arguments: rows)
  func numbers(_ command: String, _ sqnr: String) throws {
    let outcome = try Program.run(command.split(separator: " ").map(String.init))
    let line = try #require(outcome.output.firstMatch(of: /SQNR +([\d.]+) dB/))
    #expect(String(format: "%.2f", try #require(Double(line.1))) == sqnr)
  }

  @Test("there are such rows for every sample")
  func coverage() throws {
    let samples = try FileManager.default.contentsOfDirectory(
      atPath: Checkout.root.appending(path: "samples").path
    ).filter { $0.hasSuffix(".npy") }
    #expect(samples.count >= 6)
    for sample in samples {
      #expect(Self.rows.contains { $0.command.contains(sample) }, "\(sample)")
    }
  }
}
