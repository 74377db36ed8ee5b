import Glibc

/// A moment as a clock on the wall says it.
struct LocalTime {
  /// The day and the time, such as `28 Nov 14:02`, and the year where it is another one than now.
  let text: String

  /// What a calendar and a clock show.
  private struct Reading {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int

    /// What they show at a moment, where the program runs; nil where they do not reach so far.
    init?(_ seconds: Int) {
      var moment = time_t(seconds)
      var parts = unsafe tm()
      guard unsafe localtime_r(&moment, &parts) != nil else { return nil }
      unsafe year = Int(parts.tm_year) + 1900
      unsafe month = Int(parts.tm_mon)
      unsafe day = Int(parts.tm_mday)
      unsafe hour = Int(parts.tm_hour)
      unsafe minute = Int(parts.tm_min)
    }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// A moment in seconds since 1970, as it is said at another moment.
  init(_ seconds: Int, now: Int = time(nil)) {
    guard let then = Reading(seconds), let today = Reading(now),
      Self.months.indices.contains(then.month)
    else {
      text = "an unknown day"
      return
    }
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let year = then.year == today.year ? "" : " \(then.year)"
    text =
      "\(then.day) \(Self.months[then.month])\(year) \(padded(then.hour)):\(padded(then.minute))"
  }
}
