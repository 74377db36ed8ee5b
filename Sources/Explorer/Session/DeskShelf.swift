/// The desks that were left: what is tuned on each, and the values of a few.
///
/// What a person did is kept for all of them; the values take memory and can be read again.
struct DeskShelf: Sendable {
  private var desks: [Int: Desk] = [:]
  /// The tensors whose values are kept, the one left last at the end.
  private var loaded: [Int] = []

  /// How many tensors keep their values.
  static let loadedLimit = 4
  /// How many values they have together.
  static let valueLimit = 32 << 20

  /// Puts a desk away that is left.
  mutating func put(_ left: Desk) {
    var desk = left
    desk.leave()
    if desk.loaded != nil { loaded.append(desk.position) }
    desks[desk.position] = desk
    while loaded.count > DeskShelf.loadedLimit || loadedValueCount > DeskShelf.valueLimit {
      let oldest = loaded.removeFirst()
      desks[oldest]?.dropValues()
    }
    // A desk on which nothing was done is as good as a new one.
    for (tensor, desk) in desks
    where desk.loaded == nil && !desk.isWorthKeeping && desk.inForce == nil {
      desks[tensor] = nil
    }
  }

  /// Takes the desk of a tensor away; nil if it has none.
  mutating func take(_ tensor: Int) -> Desk? {
    loaded.removeAll { $0 == tensor }
    return desks.removeValue(forKey: tensor)
  }

  /// Changes the desk of a tensor, if it has one.
  mutating func change(_ tensor: Int, _ change: (inout Desk) -> Void) {
    if var desk = desks[tensor] {
      change(&desk)
      desks[tensor] = desk
    }
  }

  /// Whether something was done by hand to a tensor.
  func isTuned(_ tensor: Int) -> Bool { desks[tensor]?.isTuned == true }

  /// All of them, in no order.
  var all: [Desk] { Array(desks.values) }

  /// The tensors of which something is tuned that was not exported.
  var unsaved: [Desk] { desks.values.filter(\.hasUnsavedTuning) }

  private var loadedValueCount: Int {
    loaded.reduce(0) { $0 + (desks[$1]?.loaded?.count ?? 0) }
  }
}
