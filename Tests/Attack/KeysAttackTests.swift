import QuantizationEngine
import TerminalScreen
import TestSupport
import Testing

@testable import Explorer

/// Keys, lines, the mouse, sizes and answers of chance, through the explorer and its pictures.
@Suite("walks over keys")
struct KeysAttackTests {
  @Test("nothing that is pressed or answered does harm")
  func walks() {
    let attack = Attack(name: "keys", walks: 12)
    var keyCount = 0
    attack.run { seed, random in
      var session = AttackedSession(&random)
      for step in 0..<250 {
        session.step(&random)
        let faults = session.model.faults
        #expect(faults.isEmpty, "seed \(seed), step \(step): \(faults)")
        if random.happens(onceIn: 8) {
          let size = session.model.size
          #expect(session.picture().size == size, "seed \(seed), step \(step)")
        }
      }
      undoAll(&session, seed: seed)
      keyCount += session.keyCount
    }
    print("attack keys: \(keyCount) keys")
  }

  /// Undo goes back to the first tuning, redo to the last.
  private func undoAll(_ session: inout AttackedSession, seed: UInt64) {
    for _ in 0..<4 { session.press(.escape) }
    session.answerAll()
    // A worker that never answers is one that nobody can wait for.
    guard session.model.screen.deskUse != .none, session.model.overlay == nil,
      session.model.desk.wanted == nil,
      session.model.desk.loaded?.isSample == false
    else { return }
    let last = session.model.desk
    let isWhole = last.history.undoable.count < History.limit && !session.hasSaved
    let redoable = last.history.redoable.count
    for _ in 0..<last.history.undoable.count {
      session.press(.character("u"))
      session.answerAll()
    }
    #expect(session.model.desk.history.undoable.isEmpty, "seed \(seed)")
    // Blocks that were chosen before there were any values are not a step of the history.
    if isWhole, session.model.desk.granularity == session.model.desk.keptGranularity {
      #expect(!session.model.desk.hasUnsavedTuning, "seed \(seed)")
    }
    while session.model.desk.history.redoable.count > redoable {
      let before = session.model.desk.history.redoable.count
      session.press(.control("r"))
      session.answerAll()
      guard session.model.desk.history.redoable.count < before else { break }
    }
    #expect(
      session.model.desk.history.undoable.count == last.history.undoable.count, "seed \(seed)")
    #expect(session.model.desk.granularity == last.granularity, "seed \(seed)")
    #expect(session.model.desk.tuning == last.tuning, "seed \(seed)")
  }
}

extension Model {
  /// The tensor that is open.
  var desk: Desk { sheet.desk }

  /// What must hold after every message and does not.
  var faults: [String] {
    var faults: [String] = []
    let tuning = desk.tuning
    if let loaded = desk.loaded {
      if tuning.ranges.count != loaded.blockCount { faults.append("a range for each block") }
      if loaded.layout.granularity != desk.granularity {
        faults.append("the blocks are those loaded")
      }
      if let shown = desk.shown, shown.index >= loaded.blockCount {
        faults.append("the block exists")
      }
    }
    let isOrdered = tuning.ranges.allSatisfy {
      $0.lower <= $0.upper && $0.lower.isFinite && $0.upper.isFinite
    }
    if !isOrdered { faults.append("ranges are finite and in order") }
    if !(desk.reach.lowerBound.isFinite && desk.reach.upperBound.isFinite) {
      faults.append("the sliders are finite")
    }
    if desk.history.undoable.count > History.limit { faults.append("undo is bounded") }
    if sheet.unsaved.contains(where: { !$0.isTuned }) { faults.append("what is unsaved is tuned") }
    return faults
  }
}
