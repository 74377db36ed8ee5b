import QuantizationEngine
import Synchronization
import TestSupport
import Testing

@testable import Calibration

/// Says that nobody wants an answer any more after some questions, and counts those that follow.
private final class Impatience: Sendable {
  private let asked = Mutex(0)
  private let patience: Int

  init(after patience: Int) { self.patience = patience }

  var monitor: ProgressMonitor {
    ProgressMonitor(
      isCancelled: {
        self.asked.withLock { asked in
          asked += 1
          return asked > self.patience
        }
      }, report: { _ in })
  }

  /// How often it was asked.
  var questions: Int { asked.withLock { $0 } }
}

/// Long computations end when nobody wants them any more, and are as before while somebody does.
@Suite struct WatchedTests {
  private static func tensor(channels: Int, length: Int) throws -> TensorDistribution {
    var random = SplitMix64(seed: 1616)
    return TensorDistribution(
      (0..<channels * length).map { _ in Float(random.nextNormal()) },
      layout: try BlockLayout(shape: [channels, length], granularity: .perChannel(axis: 0)))
  }

  /// Those that try many staircases or grids for one block.
  static let watched = CalibratorCatalog.all.filter { $0 is any WatchedCalibrator }.map(\.name)

  @Test("a search within one block asks on its way and stops when told", arguments: watched)
  func oneBlock(_ name: String) throws {
    let calibrator = try CalibratorCatalog.calibrator(named: name)
    let block = try Self.tensor(channels: 1, length: 3000).blocks[0]
    let scheme = try Scheme(bitWidth: 4)
    let patient = Impatience(after: .max)
    let expected = try calibrator.calibrated(block, scheme: scheme)
    #expect(
      try calibrator.watched(by: patient.monitor).calibrated(block, scheme: scheme) == expected)
    #expect(patient.questions > 2)
    for patience in [0, 1, patient.questions / 2] {
      let impatient = Impatience(after: patience)
      #expect(throws: CalibrationError.cancelled) {
        try calibrator.watched(by: impatient.monitor).calibrated(block, scheme: scheme)
      }
      #expect(impatient.questions == patience + 1)
    }
  }

  @Test("the searches of qviz's own and of papers over staircases are watched")
  func kinds() {
    #expect(Self.watched == ["entropy", "mse", "js", "admm", "cosine", "magnitude-weighted"])
  }

  @Test(
    "a row, a reference, a curve and a map stop when told, and ask each block or place once more")
  func cancelled() throws {
    let tensor = try Self.tensor(channels: 300, length: 40)
    let scheme = try Scheme(bitWidth: 8)
    let reference = try #require(DivergenceReference(tensor))
    let block = tensor.blocks[0]
    let range = ClippingRange(lower: -2, upper: 2)
    let places = (0..<20).map { Double($0) / 10 }
    let runs: [(String, (ProgressMonitor) throws(CancellationError) -> Void)] = [
      (
        "row",
        { monitor throws(CancellationError) in
          _ = try CalibrationRow(
            MinMaxCalibrator(), on: tensor, scheme: scheme, reference: reference, monitor: monitor)
        }
      ),
      (
        "float8",
        { monitor throws(CancellationError) in
          _ = try CalibrationRow(
            OrtFloat8Calibrator(), on: tensor, scheme: scheme, reference: reference,
            monitor: monitor)
        }
      ),
      (
        "error",
        { monitor throws(CancellationError) in
          _ = try tensor.error(reference: reference, monitor: monitor) { _ in
            Staircase(nearest: [-1, 0, 1])
          }
        }
      ),
      (
        "reference",
        { monitor throws(CancellationError) in
          _ = try DivergenceReference(tensor, monitor: monitor)
        }
      ),
      (
        "curve",
        { monitor throws(CancellationError) in
          _ = try TradeOffCurve(
            of: block, scheme: scheme, moving: .both, from: range, over: 0.1...2, pointCount: 30,
            reference: nil, monitor: monitor)
        }
      ),
      (
        "map",
        { monitor throws(CancellationError) in
          _ = try TradeOffMap(
            of: block, scheme: scheme, lowers: places.map { -$0 }, uppers: places, monitor: monitor)
        }
      ),
    ]
    for (name, run) in runs {
      let patient = Impatience(after: .max)
      try run(patient.monitor)
      #expect(patient.questions >= 20, "\(name)")
      let impatient = Impatience(after: patient.questions / 2)
      #expect(throws: CancellationError.self, "\(name)") { try run(impatient.monitor) }
      #expect(impatient.questions <= patient.questions, "\(name)")
    }
  }

  @Test("a row tells the share of its blocks that are done, some at a time, up to nine tenths")
  func shares() throws {
    let tensor = try Self.tensor(channels: 3000, length: 8)
    let told = Mutex<[Double]>([])
    let monitor = ProgressMonitor(
      isCancelled: { false }, report: { share in told.withLock { $0.append(share) } })
    let row = try CalibrationRow(
      MinMaxCalibrator(), on: tensor, scheme: .standard, reference: nil, monitor: monitor)
    let shares = told.withLock { $0 }
    #expect(shares.count > 20)
    #expect(shares == shares.sorted())
    #expect(shares.last == 0.9)
    // Each is a whole number of the turns that the processors take.
    let turns = Double(Parallel.turns(of: 3000).count)
    #expect(
      shares.allSatisfy { abs(($0 / 0.9 * turns).rounded() - $0 / 0.9 * turns) < 1e-6 })
    guard case .chosen(let watched) = row.outcome,
      case .chosen(let plain) = CalibrationRow(
        MinMaxCalibrator(), on: tensor, scheme: .standard, reference: nil
      ).outcome
    else {
      Issue.record("min-max chose nothing")
      return
    }
    #expect(watched.ranges == plain.ranges)
    #expect(watched.error == plain.error)
  }

  @Test("errors made block after block are those of all staircases at once")
  func inTurns() throws {
    let tensor = try Self.tensor(channels: 70, length: 500)
    let reference = try #require(DivergenceReference(tensor))
    let scheme = try Scheme(levelCount: 70)
    let quantizers = try MinMaxCalibrator().calibratedBlocks(of: tensor, scheme: scheme)
      .map(\.quantizer)
    let staircases = quantizers.map(\.staircase)
    let found = tensor.error(on: staircases, reference: reference)
    let sums = zip(tensor.blocks, staircases).map { ErrorSums(of: $0, on: $1) }
    #expect(found.sums == sums.reduce(ErrorSums(), +))
    #expect(found.divergence == reference.divergence(on: staircases))
  }
}
