import Dispatch
import Explorer
import QuantizationEngine
import Synchronization

/// The threads that do what is not instant, and the mailbox in which their answers wait.
///
/// Each topic has a line of its own in which jobs run in the order in which they were asked for, so
/// that no topic waits for another. A job is cancelled by a newer one of its topic, and a
/// computation by a new loading too, for it is about the old tensor; an export, which a person has
/// asked for, never is.
final class Worker: Sendable {
  /// A job that somebody may stop wanting.
  private final class Job: Sendable {
    let ticket: Ticket
    private let isUnwanted = Atomic(false)

    init(_ ticket: Ticket) {
      self.ticket = ticket
    }

    var isCancelled: Bool { isUnwanted.load(ordering: .relaxed) }

    func cancel() { isUnwanted.store(true, ordering: .relaxed) }
  }

  private struct State {
    var answers: [(Answer, Ticket)] = []
    /// Whether a sample was answered and is not on the screen yet.
    var hasUnseenSample = false
    /// The newest job of each topic.
    var jobs: [Topic: Job] = [:]
  }

  /// What carries an effect out: it may be told to stop, and says what there is to say as it goes.
  typealias Performing =
    @Sendable (Effect, ProgressMonitor, @escaping @Sendable (Answer) -> Void) -> Void

  private let perform: Performing
  private let wakeUp: @Sendable () -> Void
  private let lines: [Topic: DispatchQueue]
  private let state = Mutex(State())
  private let picture = DispatchSemaphore(value: 0)
  private let seen = DispatchSemaphore(value: 0)
  /// The exports that are waiting or being written.
  private let exports = DispatchGroup()

  /// A worker that calls `wakeUp` whenever it has put an answer into the mailbox.
  init(wakeUp: @escaping @Sendable () -> Void, perform: @escaping Performing) {
    self.wakeUp = wakeUp
    self.perform = perform
    lines = Dictionary(
      uniqueKeysWithValues: Topic.allCases.map {
        ($0, DispatchQueue(label: "worker.\($0)", qos: .userInitiated))
      })
  }

  /// Takes on an effect that has an answer.
  func take(_ effect: Effect) {
    guard let ticket = effect.ticket else { return }
    if ticket.topic == .tensor {
      // What was signalled so far was about the tensor before.
      while picture.wait(timeout: .now()) == .success {}
    }
    let job = Job(ticket)
    state.withLock { state in
      for topic in Topic.allCases where !Self.lasting.contains(topic) {
        if topic == ticket.topic || ticket.topic == .tensor { state.jobs[topic]?.cancel() }
      }
      state.jobs[ticket.topic] = job
    }
    let group = ticket.topic == .export ? exports : nil
    lines[ticket.topic]?.async(group: group) { [self] in
      guard !job.isCancelled else { return }
      let monitor = ProgressMonitor(isCancelled: { job.isCancelled }, report: { _ in })
      perform(effect, monitor) { answer in
        guard !job.isCancelled else { return }
        self.state.withLock {
          $0.answers.append((answer, ticket))
          if answer.isSample { $0.hasUnseenSample = true }
        }
        if answer.isPicture { self.picture.signal() }
        self.wakeUp()
        // All processors are about to be busy with the rest: the picture goes first.
        if answer.isSample { _ = self.seen.wait(timeout: .now() + Worker.unnoticed) }
      }
    }
  }

  /// Cancels whatever is done about some topics.
  func abandon(_ topics: Set<Topic>) {
    state.withLock { state in
      for (topic, job) in state.jobs where topics.contains(topic) { job.cancel() }
    }
  }

  /// Puts an answer of somebody else into the mailbox.
  func post(_ answer: Answer, _ ticket: Ticket) {
    state.withLock { $0.answers.append((answer, ticket)) }
    wakeUp()
  }

  /// Empties the mailbox.
  func answers() -> [(Answer, Ticket)] {
    state.withLock { state in
      defer { state.answers = [] }
      return state.answers
    }
  }

  /// Waits for the outcome of a loading, or a sample of it, as long as nobody would notice.
  func awaitPicture() {
    _ = picture.wait(timeout: .now() + Worker.unnoticed)
  }

  /// Hears that what was answered so far is on the screen.
  func noteDrawing() {
    let hasUnseenSample = state.withLock { state in
      defer { state.hasUnseenSample = false }
      return state.hasUnseenSample
    }
    if hasUnseenSample { seen.signal() }
  }

  /// Cancels everything but exports: the session has ended.
  func cancelAll() {
    state.withLock { state in
      for (topic, job) in state.jobs where topic != .export { job.cancel() }
    }
  }

  /// Waits until all exports are written, or have failed, but no longer than that.
  ///
  /// - Returns: Whether none is being written any more.
  func awaitExports(within time: DispatchTimeInterval) -> Bool {
    exports.wait(timeout: .now() + time) == .success
  }

  /// What goes on when another tensor is loaded.
  private static let lasting: Set<Topic> = [.export, .kept, .planFile]

  /// How long a screen may take to follow a key.
  private static let unnoticed = DispatchTimeInterval.milliseconds(40)
}

extension Answer {
  /// Whether there is something of the tensor to be seen after it.
  fileprivate var isPicture: Bool {
    switch self {
    case .sampled, .loaded, .loadFailed: true
    default: false
    }
  }

  /// Whether it is a sample, with more to come.
  fileprivate var isSample: Bool {
    if case .sampled = self { true } else { false }
  }
}
