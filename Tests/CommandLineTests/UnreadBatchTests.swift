import Calibration
import Foundation
import QuantizationEngine
import Synchronization
import TensorFiles
import Testing

@testable import Explorer
@testable import qviz

/// A calibrator whose batches cannot be read has an answer, so that its row does not wait for ever.
@Suite struct UnreadBatchTests {
  @Test("where the file was cut the row says so")
  func cut() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(NpyArray.file((0..<5000).map(Float.init)), to: "w.npy")
    let catalogue = Catalogue(paths: [path], layout: RawLayout(), budget: .standard)
    let tensor = TensorDistribution(
      [1, 2, 3] as [Float], layout: BlockLayout(elementCount: 3))
    #expect(truncate(path, 4096) == 0)
    let calibrator = try CalibratorCatalog.calibrator(named: "aimet-percentile")
    let answers = Mutex<[Answer]>([])
    EffectHandler(catalogue, firstPicture: .everything).perform(
      .compute(
        .calibration(calibrator, over: Batches(of: 0, count: 2), tensor, .standard, nil),
        Ticket(topic: .calibration, number: 1)), .none
    ) { answer in answers.withLock { $0.append(answer) } }
    guard case .computed(.calibration(let row)) = answers.withLock({ $0.first }),
      case .notApplicable(let error) = row.outcome
    else {
      Issue.record("there is no row")
      return
    }
    #expect("\(error)".hasPrefix("\(path): was cut to 4096 bytes"))
  }
}
