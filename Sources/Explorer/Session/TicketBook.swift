/// Who asked the worker, and is to hear what it answers.
enum Recipient: Hashable, Sendable {
  /// The tensor that is open.
  case desk
  /// A screen.
  case screen(ScreenName)
  /// The export dialog.
  case export
}

/// The newest ticket of each topic, and who it belongs to.
struct TicketBook: Hashable, Sendable {
  private struct Entry: Hashable, Sendable {
    let ticket: Ticket
    let recipient: Recipient
  }

  private var newest: [Topic: Entry] = [:]
  private var last = 0

  /// A new ticket, which makes the older ones of its topic stale.
  mutating func issue(_ topic: Topic, for recipient: Recipient = .desk) -> Ticket {
    last += 1
    let ticket = Ticket(topic: topic, number: last)
    newest[topic] = Entry(ticket: ticket, recipient: recipient)
    return ticket
  }

  /// Who is to hear the answer with a ticket; nil if a newer ticket of the topic was issued.
  func recipient(of ticket: Ticket) -> Recipient? {
    guard let entry = newest[ticket.topic], entry.ticket == ticket else { return nil }
    return entry.recipient
  }
}
