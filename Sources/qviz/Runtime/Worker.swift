import Dispatch
import Explorer
import NcursesBackend
import Synchronization

/// The one thread that does what is not instant, and the mailbox in which its answers wait.
///
/// Jobs run in the order in which they were asked for. A job whose topic has a newer one is not
/// begun, except an export, which a person has asked for.
final class Worker: Sendable {
  private struct Mail {
    var answers: [(Answer, Ticket)] = []
    var newest: [Topic: Int] = [:]
  }

  private let handler: EffectHandler
  private let wakeUp: WakeUp
  private let queue = DispatchQueue(label: "worker", qos: .userInitiated)
  private let mail = Mutex(Mail())

  /// A worker that rings `wakeUp` whenever it has put an answer into the mailbox.
  init(_ handler: EffectHandler, wakeUp: WakeUp) {
    self.handler = handler
    self.wakeUp = wakeUp
  }

  /// Takes on an effect that has an answer.
  func take(_ effect: Effect) {
    guard let ticket = effect.ticket else { return }
    mail.withLock { $0.newest[ticket.topic] = ticket.number }
    queue.async { [self] in
      guard ticket.topic == .export || mail.withLock({ $0.newest[ticket.topic] }) == ticket.number
      else { return }
      handler.perform(effect) { answer in
        mail.withLock { $0.answers.append((answer, ticket)) }
        wakeUp.signal()
      }
    }
  }

  /// Empties the mailbox.
  func answers() -> [(Answer, Ticket)] {
    mail.withLock { mail in
      defer { mail.answers = [] }
      return mail.answers
    }
  }
}
