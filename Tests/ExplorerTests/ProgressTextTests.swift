import TerminalScreen
import Testing

@testable import Explorer

@Suite("progress in words")
struct ProgressTextTests {
  @Test(
    "the rate has two or three digits and keeps its width",
    arguments: [
      (1.2e9, "1.2 GB/s"), (9.96e9, " 10 GB/s"), (950e6, "950 MB/s"), (999.6e6, "1.0 GB/s"),
      (12.4e3, " 12 kB/s"), (3, " 3.0 B/s"),
    ])
  func rate(bytesPerSecond: Double, text: String) {
    let progress = LoadProgress(label: "sorting", share: 0.5, bytesPerSecond: bytesPerSecond)
    #expect(ProgressText(progress).rate == text)
  }

  @Test(
    "nothing is said of a rate or a time that is not known", arguments: [0, -1, .nan, .infinity])
  func unknown(value: Double) {
    let progress = LoadProgress(label: "sorting", share: value, bytesPerSecond: value)
    #expect(ProgressText(progress).rate == nil)
    #expect((0...1).contains(ProgressText(progress).share))
    #expect(ProgressText(LoadProgress(label: "", share: 0)).rest == nil)
  }

  @Test(
    "a share below all is below 100 %",
    arguments: [(0, " 0 %"), (0.434, "43 %"), (0.999, "99 %"), (1, "99 %")])
  func percent(share: Double, text: String) {
    #expect(ProgressText(LoadProgress(label: "sorting", share: share)).percent == text)
  }

  @Test(
    "the rest is in seconds, and in minutes where there are many",
    arguments: [
      (0.2, "  1 s left"), (59, " 59 s left"), (119.5, "120 s left"), (130, "3 min left"),
    ])
  func rest(seconds: Double, text: String) {
    let progress = LoadProgress(label: "sorting", share: 0.5, secondsLeft: seconds)
    #expect(ProgressText(progress).rest == text)
  }

  @Test("what was just said stays beside the progress, which grows shorter for it")
  func beside() throws {
    var opening = try Opening(.activation)
    opening.report(LoadProgress(label: "sorting", share: 0.43, bytesPerSecond: 1.2e9))
    opening.session.press("s")
    let status = opening.session.screen()[22]
    #expect(status.contains("int8 symmetric"))
    #expect(status.contains("43 %"))
    opening.session.press("Enter")
    #expect(!opening.session.screen()[22].contains("43 %"))
  }
}
