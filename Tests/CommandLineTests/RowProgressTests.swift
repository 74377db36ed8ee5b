import Calibration
import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import qviz

/// The line on a terminal's standard error that says how much of a calibrator's row is done.
@Suite struct RowProgressTests {
  private static func progress(
    on terminal: PseudoTerminal, after wait: Duration = .zero
  ) throws -> RowProgress {
    try #require(
      RowProgress(
        rowCount: 7, on: StandardStream(descriptor: terminal.programEnd), after: wait))
  }

  @Test("the line names the row and its share, and is taken away once")
  func line() throws {
    let terminal = try PseudoTerminal()
    let progress = try Self.progress(on: terminal)
    progress.monitor(of: MeanSquaredErrorCalibrator(), row: 2).report(0.256)
    #expect(terminal.takeSent() == "\r\u{1B}[K3 of 7 · mse · 25 %")
    progress.clear()
    #expect(terminal.takeSent() == "\r\u{1B}[K")
    progress.clear()
    #expect(terminal.takeSent() == "")
  }

  @Test("it changes at most ten times a second, and never says that all is done")
  func interval() async throws {
    let terminal = try PseudoTerminal()
    let progress = try Self.progress(on: terminal)
    let monitor = progress.monitor(of: MinMaxCalibrator(), row: 0)
    let start = ContinuousClock.now
    var lineCount = 0
    while ContinuousClock.now - start < RowProgress.interval * 5 / 2 {
      monitor.report(1)
      lineCount += terminal.takeSent().count { $0 == "\r" }
    }
    // A slow machine may miss one.
    #expect((1...3).contains(lineCount))
    try await Task.sleep(for: RowProgress.interval)
    monitor.report(1)
    #expect(terminal.takeSent().hasSuffix("1 of 7 · min-max · 99 %"))
  }

  @Test("nothing is said before somebody has begun to wait, nor where there is no terminal")
  func silence() throws {
    let terminal = try PseudoTerminal()
    let progress = try Self.progress(on: terminal, after: .seconds(3600))
    let monitor = progress.monitor(of: MinMaxCalibrator(), row: 0)
    monitor.report(0.5)
    progress.clear()
    #expect(terminal.takeSent() == "" && !monitor.isCancelled)
    let pipe = Pipe().fileHandleForWriting
    #expect(RowProgress(rowCount: 7, on: StandardStream(descriptor: pipe.fileDescriptor)) == nil)
  }
}
