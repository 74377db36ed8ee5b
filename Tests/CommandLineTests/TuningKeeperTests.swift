import Dispatch
import QuantizationEngine
import Synchronization
import Testing

@testable import Explorer
@testable import qviz

/// What is tuned is written soon and not at every key, and all of it before the end.
@Suite struct TuningKeeperTests {
  /// What was written, in order, and a gate that the test holds.
  private final class Disk: Sendable {
    let written = Mutex<[String]>([])
    let wrote = DispatchSemaphore(value: 0)
    let isFull: Bool

    init(isFull: Bool = false) {
      self.isFull = isFull
    }

    func write(_ snapshot: TunedTensor) throws(Failure) -> TuningStore.Keeping {
      let line = "\(snapshot.tensor): \(snapshot.scheme.bitWidth)"
      written.withLock { $0.append(line) }
      wrote.signal()
      if isFull { throw Failure("full", exit: .cannotCreate) }
      return .alone
    }

    var lines: [String] { written.withLock { $0 } }
  }

  private func snapshot(_ tensor: Int, bits: Int) throws -> TunedTensor {
    let loaded = LoadedTensor(
      TensorDistribution([1, 2, 3] as [Float], layout: BlockLayout(elementCount: 3)),
      reference: nil)
    return TunedTensor(
      Tuning(scheme: try Scheme(bitWidth: bits), ranges: BlockRanges(loaded.ends)),
      tensor: tensor, name: "w", layout: loaded.layout, loaded: loaded)
  }

  @Test("the first change is written at once, those of an interval together, the newest alone")
  func coalescing() throws {
    let disk = Disk()
    let keeper = TuningKeeper(interval: .seconds(10_000), write: disk.write)
    keeper.keep(try snapshot(0, bits: 8)) { _ in }
    disk.wrote.wait()
    for bits in 2...16 { keeper.keep(try snapshot(0, bits: bits)) { _ in } }
    keeper.keep(try snapshot(1, bits: 5)) { _ in }
    #expect(disk.lines == ["0: 8"])
    keeper.finish()
    #expect(disk.lines.first == "0: 8" && disk.lines.dropFirst().sorted() == ["0: 16", "1: 5"])
    keeper.finish()
    #expect(disk.lines.count == 3)
  }

  @Test("what waits is written when the interval is over, without another key")
  func interval() throws {
    let disk = Disk()
    let keeper = TuningKeeper(interval: .milliseconds(1), write: disk.write)
    for bits in 2...9 {
      keeper.keep(try snapshot(0, bits: bits)) { _ in }
      disk.wrote.wait()
    }
    #expect(disk.lines == (2...9).map { "0: \($0)" })
  }

  @Test("why something was not written is said to who asked")
  func complaint() throws {
    let heard = Mutex<[String]>([])
    let keeper = TuningKeeper(write: Disk(isFull: true).write)
    keeper.keep(try snapshot(0, bits: 8)) { answer in
      if case .notKept(let sentence) = answer { heard.withLock { $0.append(sentence) } }
    }
    keeper.finish()
    #expect(heard.withLock { $0 } == ["full"])
  }

  @Test("that another session writes too is said to who asked")
  func another() throws {
    let heard = Mutex(0)
    let keeper = TuningKeeper { _ in .besideAnother }
    keeper.keep(try snapshot(0, bits: 8)) { answer in
      if case .keptBesideAnother = answer { heard.withLock { $0 += 1 } }
    }
    keeper.finish()
    #expect(heard.withLock(\.self) == 1)
  }

  @Test("a disk that does not answer does not hold up the end for ever")
  func stuckDisk() throws {
    let never = DispatchSemaphore(value: 0)
    let keeper = TuningKeeper(patience: .milliseconds(1)) { _ in
      never.wait()
      return .alone
    }
    keeper.keep(try snapshot(0, bits: 8)) { _ in }
    keeper.finish()
    never.signal()
  }
}
