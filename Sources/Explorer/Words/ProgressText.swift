/// How far the reading of a tensor is, in words.
///
/// Each number keeps its width, so that nothing beside it moves while it counts.
struct ProgressText: Hashable, Sendable {
  /// What is being done.
  let label: String
  /// The share that is done, from 0 to 1.
  let share: Double
  /// The share in percent: `43 %`.
  let percent: String
  /// How fast it goes: `1.2 GB/s`; nil until that is known.
  let rate: String?
  /// How long it will take: `12 s left`; nil until that is known.
  let rest: String?

  /// The words for a measured progress.
  init(_ progress: LoadProgress) {
    label = progress.label
    share = progress.share.isFinite ? min(max(progress.share, 0), 1) : 0
    // 100 % would say that it is there.
    percent = "\(min(Int(share * 100), 99)) %".padded(leading: 4)
    rate = progress.bytesPerSecond.flatMap(ProgressText.rate)
    rest = progress.secondsLeft.flatMap(ProgressText.rest)
  }

  /// All that is known, the share first.
  var facts: [String] {
    [percent, rate, rest].compactMap(\.self).map(NumberEntry.trim)
  }

  /// Bytes in a second with two or three digits: `950 MB/s`, `1.2 GB/s`.
  private static func rate(_ bytesPerSecond: Double) -> String? {
    guard bytesPerSecond.isFinite, bytesPerSecond > 0 else { return nil }
    let units = ["B/s", "kB/s", "MB/s", "GB/s", "TB/s"]
    var value = bytesPerSecond
    var unit = 0
    while value >= 999.5, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    let number = NumberText.fixed(value, decimals: value < 9.95 ? 1 : 0)
    return "\(number) \(units[unit])".padded(leading: 8)
  }

  /// Seconds, or minutes from two minutes on: `9 s left`, `3 min left`.
  private static func rest(_ seconds: Double) -> String? {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return nil }
    let text =
      seconds < 120
      ? "\(Int(seconds.rounded(.up))) s left" : "\(Int((seconds / 60).rounded(.up))) min left"
    return text.padded(leading: 10)
  }
}
