import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("bounded numbers")
struct BoundTests {
  @Test(
    "a bound is rounded up to one digit",
    arguments: [
      (0, "0"), (2e-9, "2e-9"), (2.0001e-9, "3e-9"), (9.5e-3, "1e-2"), (0.1, "1e-1"), (7, "7e0"),
      (123, "2e2"), (.infinity, "∞"),
    ])
  func rounding(distance: Double, text: String) {
    #expect(NumberText.bound(distance) == text)
  }

  /// A session on the sketch of a tensor.
  private func session(_ size: ScreenSize) throws -> Session {
    let tensor = TestTensor.activation
    var session = Session(tensor, size: size, isLoaded: false)
    guard case .load(_, _, let ticket)? = session.kept.first else { return session }
    let sketch = TensorSketch(tensor.values)
    let layout = try BlockLayout(shape: tensor.shape, granularity: .perTensor)
    let sketched = TensorDistribution([sketch], layout: layout)
    session.send(
      .answer(.loaded(LoadedTensor(sketched, reference: DivergenceReference(sketched))), ticket))
    return session
  }

  @Test("the header says that numbers are bounded, and no bound is cut")
  func screens() throws {
    let bound = /±\d+e-?\d+($| )/
    for (columns, rows) in [(80, 24), (100, 30), (120, 40), (160, 50)] {
      let screen = try session(ScreenSize(columns: columns, rows: rows)).screen()
      #expect(screen[0].contains("± bounded"))
      for row in screen.dropFirst() {
        let marks = row.count { $0 == "±" }
        #expect(row.matches(of: bound).count == marks, "\(row)")
      }
    }
    let wide = try session(ScreenSize(columns: 120, rows: 40)).screen()
    #expect(wide.contains { $0.contains("KL") && $0.contains("±") })
  }
}
