import Calibration
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite struct CalibratorTableTests {
  /// A table with rows of known badness: `mse` is the least, `entropy` the worst, by MSE.
  private func table() throws -> CalibratorTable {
    let values: [Float] = (0..<4000).map { Float($0 % 97) * 0.01 - 0.2 } + [9]
    let layout = try BlockLayout(shape: [values.count], granularity: .perTensor)
    let tensor = TensorDistribution(values, layout: layout)
    var table = CalibratorTable(calibrators: CalibratorCatalog.own)
    while let row = table.next {
      table.ask(row)
      table.answer(
        CalibrationRow(
          table.calibrators[row], on: tensor, scheme: .standard,
          reference: DivergenceReference(tensor)))
    }
    return table
  }

  private func numbers(_ screen: CalibratorsScreen, _ table: CalibratorTable) -> [Double] {
    screen.arranged(table).compactMap { row in table.choice(row).flatMap(screen.order.badness) }
  }

  @Test("rows sorted by a number ascend in badness, and every row is there once")
  func sorting() throws {
    var table = try table()
    var screen = CalibratorsScreen()
    #expect(screen.arranged(table) == Array(table.calibrators.indices))
    for order in [RowOrder.meanSquaredError, .signalToNoise, .divergence] {
      screen.reorder(&table)
      #expect(screen.order == order)
      #expect(numbers(screen, table) == numbers(screen, table).sorted())
      #expect(numbers(screen, table).count == table.calibrators.count)
      #expect(screen.arranged(table).sorted() == Array(table.calibrators.indices))
    }
    screen.reorder(&table)
    #expect(screen.order == .tool)
  }

  @Test("sorting by a number selects the best row, and by tool leaves the selection")
  func selection() throws {
    var table = try table()
    var screen = CalibratorsScreen()
    table.select(2)
    for order in [RowOrder.meanSquaredError, .signalToNoise, .divergence] {
      screen.reorder(&table)
      #expect(screen.selectedPlace(table) == 0)
      #expect(table.choice(table.selection).flatMap(order.badness) == numbers(screen, table).min())
    }
    let best = table.selection
    screen.reorder(&table)
    #expect(screen.order == .tool)
    #expect(table.selection == best)
    #expect(screen.selectedPlace(table) == best)
  }

  @Test("going down follows the rows as they are shown, up to the ends")
  func moving() throws {
    var table = try table()
    var screen = CalibratorsScreen()
    screen.reorder(&table)
    screen.select(by: -100, in: &table)
    #expect(table.selection == screen.arranged(table).first)
    screen.select(by: 1, in: &table)
    #expect(table.selection == screen.arranged(table)[1])
    screen.select(by: 100, in: &table)
    #expect(table.selection == screen.arranged(table).last)
  }

  @Test("rows without a number come last")
  func waitingRowsLast() {
    var table = CalibratorTable(calibrators: CalibratorCatalog.own)
    var screen = CalibratorsScreen()
    screen.reorder(&table)
    #expect(screen.arranged(table) == Array(table.calibrators.indices))
  }

  @Test("a mark is set on the selected row and taken away from it")
  func marking() throws {
    var table = try table()
    var screen = CalibratorsScreen()
    table.select(1)
    screen.toggleMark(table)
    #expect(screen.marked == 1)
    table.select(3)
    screen.toggleMark(table)
    #expect(screen.marked == 3)
    screen.toggleMark(table)
    #expect(screen.marked == nil)
  }
}
