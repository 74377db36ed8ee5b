import Calibration
import Foundation
import QuantizationEngine
import TensorFiles
import Testing

@testable import qviz

/// Every way in which values are read of a file that is cut short meanwhile: a sentence, no zeros.
@Suite struct CutFileTests {
  private static let count = 1 << 20

  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// A loader of a file of ones, and a monitor that cuts the file when it is first asked.
  private func loader(
    _ type: ElementType, memory: Int = 1 << 30
  ) throws -> (loader: TensorLoader, monitor: ProgressMonitor) {
    let url = try scratch.newFile("ones.bin")
    try Data(repeating: 1, count: Self.count).write(to: url)
    let path = url.path
    let file = try TensorFile.open(path: path, layout: RawLayout(elementType: type))
    let open = OpenTensor(
      path: path, file: file, position: 0, budget: MemoryBudget(byteCount: memory))
    let monitor = ProgressMonitor(
      isCancelled: { truncate(path, 4096) != 0 }, report: { _ in })
    return (TensorLoader(open), monitor)
  }

  private func expectCut(
    _ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let failure = #expect(throws: Failure.self, sourceLocation: sourceLocation) { try body() }
    #expect(
      failure?.sentence.hasSuffix("ones.bin: was cut to 4096 bytes while open, expected 1048576")
        == true, sourceLocation: sourceLocation)
    #expect(failure?.exit == .ioError, sourceLocation: sourceLocation)
  }

  @Test(
    "sorted, counted and sketched",
    arguments: [(ElementType.float32, 1 << 30), (.uint8, 1 << 30), (.float32, 1)])
  func distributions(type: ElementType, memory: Int) throws {
    let (loader, monitor) = try loader(type, memory: memory)
    let layout = try loader.layout(.perTensor)
    expectCut { _ = try loader.distribution(layout, monitor: monitor) }
  }

  @Test("a sketch for a file")
  func sketch() throws {
    let (loader, monitor) = try loader(.float32)
    expectCut { _ = try loader.sketch(monitor: monitor) }
  }

  @Test(
    "batches of bounds and of values",
    arguments: [(ElementType.float32, BatchDetail.bounds), (.float32, .values), (.uint8, .values)])
  func batches(type: ElementType, detail: BatchDetail) throws {
    let (loader, monitor) = try loader(type)
    expectCut { _ = try loader.batches(4, detail, monitor: monitor) }
  }
}
