import Calibration
import Foundation
import TestSupport
import Testing

/// Where a tool may answer otherwise, its row says so: as text, in JSON, and on the screen.
@Suite struct RemarkReportTests {
  private static let words = "ONNX Runtime's ReduceMin and ReduceMax pass NaN over"

  @Test("the remark of ort-minmax on NaN is printed, and only its own")
  func reports() throws {
    let options = [Checkout.tensor("adv_nan"), "--calibrator", "ort-minmax", "min-max"]
    let text = try Program.run(["calibrate"] + options).output
    #expect(text.contains("\nort-minmax: \(Self.words)"))
    #expect(!text.contains("min-max: "))
    let output = try Program.run(["calibrate", "--json"] + options).output
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    let results = try #require(report["results"] as? [[String: Any]])
    #expect(results.count == 2)
    #expect((results[0]["remark"] as? String)?.hasPrefix(Self.words) == true)
    #expect(results[1]["remark"] == nil)
  }

  @Test("the screen says it under the row, as far as it goes, and whole on its page")
  func screen() throws {
    let row = try #require(CalibratorCatalog.all.firstIndex { $0.name == "ort-minmax" })
    let keys = "3 " + String(repeating: "j ", count: row)
    func screen(_ keys: String) throws -> [Substring] {
      try Program.run([
        "snapshot", Checkout.tensor("adv_nan"), "--size", "80x40", "--keys", keys,
      ]).output.split(separator: "\n")
    }
    let short = try screen(keys)
    #expect(short.contains { $0.contains(Self.words) && $0.contains("…") }, "\(short)")
    let page = try screen(keys + "x")
    #expect(page.contains { $0.contains(Self.words) })
    #expect(page.contains { $0.contains("compute_scale_zp fails") }, "\(page)")
    #expect(try !screen("3").contains { $0.contains(Self.words) })
  }
}
