internal import Calibration
internal import QuantizationEngine

/// Something that the worker finds out: what was asked, and what is known.
struct Inquiry<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// What was asked last and is not answered.
  private(set) var pending: Key?
  /// What is known, and what for.
  private(set) var known: (key: Key, value: Value)?

  /// Whether this must be asked: it is neither known nor on its way.
  func mustAsk(_ key: Key) -> Bool { known?.key != key && pending != key }

  /// Remembers that this was asked.
  mutating func ask(_ key: Key) { pending = key }

  /// Takes the answer to what was asked last.
  mutating func answer(_ value: Value) {
    guard let key = pending else { return }
    known = (key, value)
    pending = nil
  }

  /// What is known for a key.
  func value(for key: Key) -> Value? {
    known?.key == key ? known?.value : nil
  }

  /// Mends what is known, without asking again.
  mutating func amend(_ change: (inout Value) -> Void) {
    guard var known else { return }
    change(&known.value)
    self.known = known
  }
}

/// The newest ticket of each topic.
struct TicketBook: Hashable, Sendable {
  private var newest: [Topic: Ticket] = [:]
  private var last = 0

  /// A new ticket, which makes the older ones of its topic stale.
  mutating func issue(_ topic: Topic) -> Ticket {
    last += 1
    let ticket = Ticket(topic: topic, number: last)
    newest[topic] = ticket
    return ticket
  }

  /// Makes the newest ticket of a topic stale too.
  mutating func cancel(_ topic: Topic) {
    newest[topic] = nil
  }

  /// Whether no newer ticket of the topic was issued.
  func isNewest(_ ticket: Ticket) -> Bool {
    newest[ticket.topic] == ticket
  }
}

/// The least MSE of a block, as far as it is known.
enum BestKnown: Hashable, Sendable {
  /// This range has it.
  case found(ClippingRange, meanSquaredError: Double)
  /// There is none, and why.
  case missing(String)
}

/// What the least MSE of a block depends on.
struct BestKey: Hashable, Sendable {
  let generation: Int
  let block: Int
  let scheme: Scheme
}
