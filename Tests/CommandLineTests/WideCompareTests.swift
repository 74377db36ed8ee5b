import Foundation
import Testing

/// `qviz compare` on float64.
@Suite struct WideCompareTests {
  private func npy(_ values: [Double], _ scratch: ScratchFolder, _ name: String) throws -> String {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(values.count),), }"
    let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
    return try scratch.write(
      [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0] + Array(padded.utf8)
        + values.flatMap { value in
          (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(8 * $0)) }
        }, to: name)
  }

  private func rows(_ one: String, _ other: String) throws -> [[String: Any]] {
    let outcome = try Program.run(["compare", one, other, "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require((value as? [String: Any])?["tensors"] as? [[String: Any]])
  }

  @Test("a pair that differs beyond float32 is not identical, and its error is told")
  func beyond() throws {
    let scratch = try ScratchFolder()
    let thirds = (0..<1024).map { Double($0 % 5 + 1) / 3 }
    var changed = thirds
    changed[7] += 1e-12
    let one = try npy(thirds, scratch, "a.npy")
    let row = try #require(try rows(one, try npy(changed, scratch, "b.npy")).first)
    let findings = try #require(row["findings"] as? [[String: String]])
    #expect(findings.map { $0["name"] } == ["not-identical"])
    let error = try #require(row["error"] as? [String: Any])
    let step = thirds[7] - changed[7]
    let largest = try #require(error["max_abs_error"] as? Double)
    #expect(abs(largest - step.magnitude) <= 1e-12 * step.magnitude)
    let mean = try #require(error["mse"] as? Double)
    #expect(abs(mean - step * step / 1024) <= 1e-12 * step * step)
    let same = try #require(try rows(one, try npy(thirds, scratch, "c.npy")).first)
    #expect((same["findings"] as? [Any])?.isEmpty == true)
    let rounded = try npy(thirds.map { Double(Float($0)) }, scratch, "d.npy")
    let text = try Program.run(["compare", one, rounded]).output
    #expect(!text.contains("exact") && text.contains("not-identical"))
  }
}
