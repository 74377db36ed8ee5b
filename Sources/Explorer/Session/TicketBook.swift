/// Who asked the worker, and is to hear what it answers.
enum Recipient: Hashable, Sendable {
  /// The desk of a tensor.
  case desk(Int)
  /// A screen.
  case screen(ScreenName)
  /// The export dialog.
  case export
  /// The session itself.
  case session
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
  mutating func issue(_ topic: Topic, for recipient: Recipient) -> Ticket {
    last += 1
    let ticket = Ticket(topic: topic, number: last)
    newest[topic] = Entry(ticket: ticket, recipient: recipient)
    return ticket
  }

  /// Makes the newest tickets of some topics stale too: nobody wants their answers any more.
  mutating func forget(_ topics: Set<Topic>) {
    for topic in topics { newest[topic] = nil }
  }

  /// Who is to hear the answer with a ticket; nil if a newer ticket of the topic was issued.
  func recipient(of ticket: Ticket) -> Recipient? {
    guard let entry = newest[ticket.topic], entry.ticket == ticket else { return nil }
    return entry.recipient
  }
}
