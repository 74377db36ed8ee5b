/// Something that the worker finds out: what was asked, and what is known.
struct Inquiry<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// What was asked last and is not answered.
  private(set) var pending: Key?
  /// What is known, and what for.
  struct Known: Sendable {
    /// What it depends on.
    let key: Key
    /// What was found out.
    var value: Value

    /// Mends it where it is; a copy of what is known of a million blocks would take longer.
    fileprivate mutating func mend(_ change: (inout Value) -> Void) { change(&value) }
  }

  /// What is known, and what for.
  private(set) var known: Known?

  /// Whether this must be asked: it is neither known nor on its way.
  func mustAsk(_ key: Key) -> Bool { known?.key != key && pending != key }

  /// Remembers that this was asked.
  mutating func ask(_ key: Key) { pending = key }

  /// Takes the answer to what was asked last.
  mutating func answer(_ value: Value) {
    guard let key = pending else { return }
    known = Known(key: key, value: value)
    pending = nil
  }

  /// Forgets what was asked: nobody will answer.
  mutating func abandon() { pending = nil }

  /// What is known for a key.
  func value(for key: Key) -> Value? {
    known?.key == key ? known?.value : nil
  }

  /// Mends what is known, without asking again.
  mutating func amend(_ change: (inout Value) -> Void) { known?.mend(change) }
}
