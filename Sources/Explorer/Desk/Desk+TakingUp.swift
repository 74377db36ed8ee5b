internal import QuantizationEngine

extension Desk {
  /// Takes up what was tuned in an earlier session, in one change: 0 for the last one that differs
  /// from what the tensor started with, 1 for the one before.
  ///
  /// - Returns: what loads the tensor by the blocks by which it was tuned, where those are others.
  mutating func takeUp(_ age: Int, _ tickets: inout TicketBook) -> [Effect] {
    guard let loaded else { return [] }
    guard recollection.tunings.indices.contains(age) else {
      say(
        recollection.tunings.isEmpty
          ? "no other tuning of this tensor is kept"
          : "no tuning before that is kept")
      return []
    }
    let recalled = recollection.tunings[age]
    guard recalled.granularity == granularity else {
      do throws(GranularityError) {
        return try load(recalled.granularity, because: .takingUp(recalled), &tickets)
      } catch {
        say("\(error)", .bad)
        return []
      }
    }
    recollection.stage = .closed
    if make(.all(recalled.tuning(of: loaded)), label: recalled.label) {
      sayTakenUp(recalled)
    } else {
      sayIfSilent("it is \(recalled.label) already")
    }
    return []
  }

  /// Makes what was tuned in an earlier session the current tuning, now that its blocks are there; the
  /// change of blocks is the one that can be taken back.
  mutating func finishTakingUp(_ recalled: RecalledTuning, of loaded: LoadedTensor) {
    recollection.stage = .closed
    let taken = recalled.tuning(of: loaded)
    do throws(EncodingError) {
      if let shown, shown.distribution.count > 0 {
        _ = try taken.scheme.encoding(for: taken.range(ofBlock: shown.index))
      }
    } catch {
      say("\(error)", .bad)
      return
    }
    tuning = taken
    rangesRevision += 1
    reach = freshReach
    reachThresholds()
    sayTakenUp(recalled)
  }

  private mutating func sayTakenUp(_ recalled: RecalledTuning) {
    say("taken up: \(recalled.label); u goes back", .good)
  }
}
