import Dispatch
import Glibc
import QuantizationEngine
import Synchronization
import Testing

@testable import Explorer
@testable import qviz

@Suite("the worker")
struct WorkerTests {
  /// What the jobs of a test did, in order; tickets by their numbers.
  private final class Diary: Sendable {
    private let lines = Mutex<[String]>([])
    private let rung = DispatchSemaphore(value: 0)

    func write(_ line: String) {
      lines.withLock { $0.append(line) }
      rung.signal()
    }

    /// Waits until a line is written.
    func await(_ line: String) {
      while !lines.withLock({ $0.contains(line) }) { rung.wait() }
    }

    var all: [String] { lines.withLock { $0 } }
  }

  private func compute(_ topic: Topic, _ number: Int) -> Effect {
    .compute(
      .best(SortedDistribution([1] as [Float]), .standard), Ticket(topic: topic, number: number))
  }

  private func load(_ number: Int) -> Effect {
    .load(0, .perTensor, Ticket(topic: .tensor, number: number))
  }

  /// A worker whose jobs run until they are cancelled, but for those with numbers of 100 and more.
  private func worker(_ diary: Diary) -> Worker {
    Worker(wakeUp: { diary.write("rung") }) { effect, monitor, answer in
      let number = effect.ticket?.number ?? 0
      diary.write("began \(number)")
      if number < 100 {
        while !monitor.isCancelled && !diary.all.contains("over") { sched_yield() }
        // Too late: nobody may hear of it.
        answer(.previewFailed("\(number)"))
        diary.write("cancelled \(number)")
      } else {
        answer(.previewFailed("\(number)"))
        diary.write("ended \(number)")
      }
    }
  }

  @Test("a newer job cancels the older one of its topic, whose answer is dropped")
  func newer() {
    let diary = Diary()
    let worker = worker(diary)
    worker.take(compute(.best, 1))
    diary.await("began 1")
    worker.take(compute(.best, 2))
    worker.take(compute(.best, 100))
    diary.await("ended 100")
    #expect(diary.all.contains("cancelled 1"))
    #expect(worker.answers().map(\.1.number) == [100])
    #expect(worker.answers().isEmpty)
  }

  @Test("no topic waits for another")
  func lines() {
    let diary = Diary()
    let worker = worker(diary)
    worker.take(load(1))
    worker.take(compute(.best, 2))
    worker.take(compute(.curve, 100))
    diary.await("ended 100")
    // What has not begun would never be heard of again.
    diary.await("began 1")
    diary.await("began 2")
    worker.cancelAll()
    diary.await("cancelled 1")
    diary.await("cancelled 2")
  }

  @Test("what is abandoned is cancelled, and nothing else")
  func abandoned() {
    let diary = Diary()
    let worker = worker(diary)
    worker.take(compute(.survey, 1))
    worker.take(compute(.best, 2))
    diary.await("began 1")
    diary.await("began 2")
    worker.abandon([.survey])
    diary.await("cancelled 1")
    #expect(!diary.all.contains("cancelled 2"))
    #expect(worker.answers().isEmpty)
    diary.write("over")
  }

  @Test("the end waits for exports that are asked for and for nothing else, as long as it may")
  func exports() {
    let diary = Diary()
    let worker = worker(diary)
    worker.take(compute(.best, 1))
    worker.take(compute(.export, 2))
    worker.take(compute(.export, 101))
    diary.await("began 1")
    diary.await("began 2")
    worker.cancelAll()
    var said: [String] = []
    worker.finishExports(within: .milliseconds(1)) { said.append($0) }
    #expect(
      said == ["writing the export…", "the export was not written in time; nothing was saved"])
    diary.write("over")
    worker.finishExports(within: .seconds(600)) { said.append($0) }
    // The second waited in line and was not dropped.
    #expect(diary.all.contains("ended 101"))
  }

  @Test("what became of an export is said where nobody has seen it")
  func lastWords() {
    let worker = Worker(wakeUp: {}) { effect, _, answer in
      answer(
        effect.ticket?.number == 1
          ? .exportFailed("x: no space")
          : .exportNeedsConfirmation(path: "y", found: FoundFile(text: "")))
    }
    worker.take(compute(.export, 1))
    worker.take(compute(.export, 2))
    #expect(worker.awaitExports(within: .seconds(600)))
    var said: [String] = []
    worker.finishExports(within: .seconds(600)) { said.append($0) }
    #expect(said == ["x: no space", "nothing written: y exists"])
    worker.finishExports(within: .seconds(600)) { said.append($0) }
    #expect(said.count == 2)
  }

  @Test("a new loading cancels what is computed about the old tensor, the end all but exports")
  func loading() {
    let diary = Diary()
    let worker = worker(diary)
    worker.take(compute(.best, 1))
    worker.take(compute(.export, 2))
    diary.await("began 1")
    diary.await("began 2")
    worker.take(load(3))
    diary.await("cancelled 1")
    diary.await("began 3")
    worker.cancelAll()
    diary.await("cancelled 3")
    #expect(!diary.all.contains("cancelled 2"))
    diary.write("over")
  }
}
