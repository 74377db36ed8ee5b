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

  @Test("quick rows are asked first, then the selected one, then mse, and what takes long last")
  func order() throws {
    var table = CalibratorTable(calibrators: CalibratorCatalog.own)
    let names = table.calibrators.map(\.name)
    table.select(try #require(names.firstIndex(of: "js")))
    var asked: [String] = []
    while let row = table.next {
      asked.append(names[row])
      table.ask(row)
      #expect(table.next == nil, "one at a time")
      #expect(!table.isYardstickKnown || asked.dropLast().contains("mse"))
      table.answer(
        CalibrationRow(table.calibrators[row], failing: .noFiniteValues))
    }
    #expect(asked == ["min-max", "percentile", "js", "mse", "entropy"])
    #expect(table.isYardstickKnown)
  }

  @Test("no row is the best before mse is known, and a row of float8 never is")
  func badge() throws {
    let choice = try #require(try table().choice(0))
    #expect(CalibratorColumn.multiple.text(choice, block: 0, least: nil) == "…")
    let values: [Float] = (0..<500).map { Float($0 % 97) * 0.01 - 0.2 }
    let layout = try BlockLayout(shape: [values.count], granularity: .perTensor)
    let row = CalibrationRow(
      try CalibratorCatalog.calibrator(named: "ort-float8"),
      on: TensorDistribution(values, layout: layout), scheme: .standard, reference: nil)
    guard case .chosen(let float8) = row.outcome else {
      Issue.record("ort-float8 chose nothing")
      return
    }
    #expect(
      CalibratorColumn.multiple.text(float8, block: 0, least: 1) == NumberText.missing)
    #expect(RowOrder.allCases.allSatisfy { $0.badness(of: float8) == nil })
    // Below mse only by another arithmetic: the least there is here, and no more.
    let error = try #require(choice.error.meanSquaredError)
    #expect(CalibratorColumn.multiple.text(choice, block: 0, least: error) == "best")
    #expect(
      CalibratorColumn.multiple.text(choice, block: 0, least: error, isProven: false) == "least")
    #expect(
      CalibratorColumn.multiple.text(choice, block: 0, least: error / 2, isProven: false)
        == NumberText.multiple(2))
  }

  @Test("a row has its tool's name already, so its reason has none")
  func reasons() {
    let counts = NonFiniteCounts(nan: 2)
    let answer = CalibrationError.toolAnswers(
      tool: "torch-minmax", .encoding(scale: .nan, zeroPoint: 0), counts)
    #expect(answer.reasonInRow == "it answers scale NaN, zero-point 0 (of the elements 2 NaN)")
    let failure = CalibrationError.toolFailsOnType(
      tool: "ort", type: .bfloat16, reason: "ValueError")
    #expect(failure.reasonInRow == "it fails on bfloat16: ValueError")
    #expect(CalibrationError.noFiniteValues.reasonInRow == "\(CalibrationError.noFiniteValues)")
  }

  @Test("a row that leaves channels out is compared with no other")
  func partial() throws {
    let values: [Float] = [.nan, 1, 2, 3, 0.5, -1, 4, 2, 8]
    let layout = try BlockLayout(shape: [3, 3], granularity: .perChannel(axis: 0))
    let row = CalibrationRow(
      try CalibratorCatalog.calibrator(named: "torch-per-channel-minmax"),
      on: TensorDistribution(values, layout: layout), scheme: .standard, reference: nil)
    guard case .chosen(let choice) = row.outcome else {
      Issue.record("it chose nothing")
      return
    }
    #expect(choice.failures.blocks == [0] && choice.leftOutCount == 2 && !choice.isComparable)
    #expect(CalibratorColumn.multiple.text(choice, block: 1, least: 1) == NumberText.missing)
    #expect(RowOrder.allCases.allSatisfy { $0.badness(of: choice) == nil })
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
