@testable import Explorer

extension Model {
  /// The tensor that is open.
  var desk: Desk { sheet.desk }
  /// What is said in the status line.
  var status: Status? { sheet.status }

  /// The list of tensors.
  var list: TensorsScreen? { part() }
  /// The explore screen.
  var explore: ExploreScreen? { part() }
  /// The trade-off screen.
  var tradeOff: TradeOffScreen? { part() }
  /// The calibrators screen.
  var calibrators: CalibratorsScreen? { part() }

  private func part<Part: Screen>() -> Part? {
    screens.lazy.compactMap { $0 as? Part }.first
  }
}
