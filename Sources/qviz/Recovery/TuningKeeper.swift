import Dispatch
import Explorer
import Synchronization

/// Writes what is tuned as work goes on, on a thread of its own, and not at every key.
///
/// The first change is written at once, and what is changed within an interval after that together,
/// the newest state of each tensor alone.
final class TuningKeeper: Sendable {
  /// Writes a snapshot; what it throws is the sentence.
  typealias Writing = @Sendable (TunedTensor) throws(Failure) -> TuningStore.Keeping
  /// Hears why something was not written, and that another session writes too.
  typealias Telling = @Sendable (Answer) -> Void

  private struct State {
    /// The newest state of each tensor that is not written yet.
    var waiting: [Int: (snapshot: TunedTensor, tell: Telling)] = [:]
    /// Whether somebody is going to write it.
    var isPlanned = false
    /// Before when nothing is written again.
    var restUntil = DispatchTime(uptimeNanoseconds: 0)
  }

  private let write: Writing
  private let interval: DispatchTimeInterval
  private let patience: DispatchTimeInterval
  private let line = DispatchQueue(label: "keeper", qos: .utility)
  private let state = Mutex(State())

  /// How long a person's work may be unwritten.
  static let standardInterval = DispatchTimeInterval.milliseconds(500)
  /// How long the end of the program waits for a disk.
  static let standardPatience = DispatchTimeInterval.seconds(2)

  /// A keeper that writes by `write`, once in an interval; its end waits no longer than `patience`.
  init(
    interval: DispatchTimeInterval = standardInterval,
    patience: DispatchTimeInterval = standardPatience, write: @escaping Writing
  ) {
    self.interval = interval
    self.patience = patience
    self.write = write
  }

  /// Keeps what is tuned of a tensor, soon.
  func keep(_ snapshot: TunedTensor, tell: @escaping Telling) {
    let due: DispatchTime? = state.withLock { state in
      state.waiting[snapshot.tensor] = (snapshot, tell)
      guard !state.isPlanned else { return nil }
      state.isPlanned = true
      return state.restUntil
    }
    if let due { line.asyncAfter(deadline: due) { [self] in writeWaiting() } }
  }

  /// Writes what is not written yet, before the program ends; a disk that does not answer is left.
  func finish() {
    let isWritten = DispatchSemaphore(value: 0)
    line.async { [self] in
      writeWaiting()
      isWritten.signal()
    }
    _ = isWritten.wait(timeout: .now() + patience)
  }

  private func writeWaiting() {
    let waiting = state.withLock { state in
      defer {
        state.waiting = [:]
        state.isPlanned = false
        state.restUntil = .now() + interval
      }
      return state.waiting
    }
    for (snapshot, tell) in waiting.values {
      do throws(Failure) {
        if try write(snapshot) == .besideAnother { tell(.keptBesideAnother) }
      } catch {
        tell(.notKept(error.sentence))
      }
    }
  }
}
