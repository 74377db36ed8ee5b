import Dispatch
import Explorer

extension Worker {
  /// Waits at the end of a session for the exports that are being written, and says what became of
  /// them where nobody has seen it.
  ///
  /// So an ending in order neither drops what a person asked to be saved nor leaves half of it behind.
  ///
  /// - Parameters:
  ///   - time: How long at most.
  ///   - say: Hears sentences, without a full stop; nothing where nothing is written any more.
  func finishExports(within time: DispatchTimeInterval, say: (String) -> Void) {
    if !awaitExports(within: .milliseconds(100)) {
      say("writing the export…")
      guard awaitExports(within: time) else {
        say("the export was not written in time; nothing was saved")
        return
      }
    }
    for (answer, _) in answers() {
      switch answer {
      case .exportFailed(let sentence): say(sentence)
      case .exportNeedsConfirmation(let path, _): say("nothing written: \(path) exists")
      default: break
      }
    }
  }
}
