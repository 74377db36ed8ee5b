internal import TerminalScreen

extension Model {
  /// Takes in what the mouse did.
  mutating func mouse(_ action: Key.MouseAction, column: Int, row: Int) -> [Effect] {
    switch action {
    case .wheelUp, .wheelDown:
      if overlay != nil { return perform(.scroll(action == .wheelUp ? -3 : 3)) }
      return granted(screens[onScreen].mouse(action, column: column, row: row, on: &sheet))
    case .press:
      sheet.status = nil
      guard overlay == nil else { return [] }
      if let name = tabBar.screen(atColumn: column, row: row) { return perform(.show(name)) }
      // A press begins a change of its own, and a release ends it.
      sheet.desk.history.endRun()
      pressedScreen = onScreen
      return granted(screens[onScreen].mouse(action, column: column, row: row, on: &sheet))
    case .drag:
      guard let pressedScreen else { return [] }
      return granted(screens[pressedScreen].mouse(action, column: column, row: row, on: &sheet))
    case .release:
      sheet.desk.history.endRun()
      guard let pressed = pressedScreen else { return [] }
      pressedScreen = nil
      return granted(screens[pressed].mouse(action, column: column, row: row, on: &sheet))
    }
  }
}
