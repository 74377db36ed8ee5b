internal import TerminalScreen

/// What all screens work on: what is open, how large the screen is, and what is to be said.
struct Worksheet: Sendable {
  /// How large the screen is.
  var size: ScreenSize
  /// The tensor that is open.
  var desk: Desk
  /// What the last key did; nil if there is nothing to say about it.
  var status: Status?
  /// The answers that are awaited.
  var tickets = TicketBook()

  /// Says what happened.
  mutating func say(_ text: String, _ tone: Status.Tone = .plain) {
    hear()
    status = Status(text: text, tone: tone)
  }

  /// Hears what the desk has said.
  mutating func hear() {
    guard let said = desk.takeSaid(), !(said.givesWay && status != nil) else { return }
    status = said
  }
}
