import TestSupport
import Testing

@testable import NumberFormats

/// What ggml's C code and gguf-py make of the tensors of the fixtures, to the last bit.
@Suite struct GGMLEncodingTests {
  private static let tools = ["ggml", "ggml-gpt4all", "ggml-not-finite", "gguf-py"]

  @Test("every golden is reproduced, but what is listed to differ", arguments: tools)
  func goldens(_ tool: String) throws {
    var lines: [String] = []
    var (reproduced, listed, total) = (0, 0, 0)
    for format in NumberFormat.ggufFormats {
      var (here, all) = (0, 0)
      for golden in EncodingGolden.all
      where golden.tool == tool && golden.format == format.name && golden.bytes != "refused" {
        // Searches over large tensors take minutes in an unoptimized build.
        #if DEBUG
          guard golden.count <= (tool == "gguf-py" ? 4096 : 1024) else { continue }
        #endif
        all += 1
        let found = try #require(differences(golden, format))
        if let difference = EncodingGolden.differences["\(golden)"] {
          #expect(difference.tool == golden.bytes, "\(golden)")
          #expect(found == "bytes \(difference.qviz)", "\(golden)")
          listed += 1
        } else {
          #expect(found == "", "\(golden)")
          here += found.isEmpty ? 1 : 0
        }
      }
      if all > 0 { lines.append("    \(format.name): \(here) of \(all)") }
      reproduced += here
      total += all
    }
    #expect(total > 0)
    #expect(reproduced + listed == total)
    print(
      (["  \(tool): \(reproduced) of \(total), \(listed) listed to differ"] + lines)
        .joined(separator: "\n"))
  }

  /// What is not the golden's: nothing, or digests.
  private func differences(_ golden: EncodingGolden, _ format: NumberFormat) -> String? {
    let row = Array(Fixture.named(golden.tensor).values.prefix(golden.count))
    let weights = golden.isWeighed ? (0..<row.count).map { 1 + Float(7 * $0 % 16) / 8 } : []
    guard let (bytes, values) = format.coded(row, weights: weights) else { return nil }
    let digest = EncodingGolden.digest(of: bytes)
    if digest != golden.bytes { return "bytes \(digest)" }
    if let expected = golden.values, EncodingGolden.digest(of: values) != expected {
      return "values \(EncodingGolden.digest(of: values))"
    }
    return ""
  }

  @Test("all goldens are there, of every format and tool")
  func coverage() {
    let counts = Dictionary(grouping: EncodingGolden.all, by: \.tool).mapValues(\.count)
    #expect(
      counts == ["ggml": 1042, "ggml-gpt4all": 408, "ggml-not-finite": 116, "gguf-py": 287])
    #expect(
      Set(EncodingGolden.all.map(\.format)) == Set(NumberFormat.ggufFormats.map(\.name)))
    let known = Set(EncodingGolden.all.map(\.description))
    #expect(EncodingGolden.differences.count == 15)
    #expect(EncodingGolden.differences.keys.allSatisfy(known.contains))
  }

  @Test("rows that gguf-py refuses are no whole blocks here either")
  func refused() throws {
    let refused = EncodingGolden.all.filter { $0.bytes == "refused" }
    #expect(refused.count == 16)
    for golden in refused {
      let format = try #require(BlockFormat.named(golden.format))
      #expect(golden.count % format.valueCount != 0, "\(golden)")
    }
  }
}
