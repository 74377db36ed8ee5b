/// The screens, in the order of their tabs.
enum ScreenList {
  /// Every screen as it is at first: a new one is a new folder, and a line here.
  static let all: [any Screen] = [
    TensorsScreen(),
    ExploreScreen(),
    TradeOffScreen(),
    CalibratorsScreen(),
    FormatsScreen(),
  ]
}
