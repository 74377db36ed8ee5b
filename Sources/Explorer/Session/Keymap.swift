internal import TerminalScreen

/// The one table of keys: what each does, where, and what the help says about it.
///
/// It is put together from the keys of the desk, of each screen, and of what surrounds them.
enum Keymap {
  /// Every line, in the order of the help.
  static let lines: [KeyLine] =
    Desk.tuningKeys.map { $0.placed(in: screens { $0 == .tunes }) }
    + Desk.keys.map { $0.placed(in: screens { $0 != .none }) }
    + ScreenList.all.flatMap { screen in
      screen.keys.map { $0.placed(in: [.screen(screen.name)]) }
    }
    + programLines + typingLines + dialogLines

  /// The headings of the help, in order.
  static let groups: [KeyGroup] = {
    var groups: [KeyGroup] = []
    for line in lines where !groups.contains(line.group) { groups.append(line.group) }
    return groups
  }()

  /// Every screen.
  static let screens = screens { _ in true }
  /// Every screen about the tensor on the desk.
  static let deskScreens = screens { $0 != .none }
  /// Everywhere.
  static let everywhere = screens.union(Place.overlays)

  private static func screens(_ isMeant: (DeskUse) -> Bool) -> Set<Place> {
    Set(ScreenList.all.filter { isMeant($0.deskUse) }.map { .screen($0.name) })
  }

  /// What a key asks for at a place; nil if it means nothing there.
  static func action(for key: Key, in place: Place) -> Action? {
    actions[Press(key: key, place: place)]
  }

  private struct Press: Hashable {
    let key: Key
    let place: Place
  }

  private static let actions: [Press: Action] = {
    var actions: [Press: Action] = [:]
    for line in lines {
      for place in line.places {
        for binding in line.bindings {
          actions[Press(key: binding.key, place: place)] = binding.action
        }
      }
    }
    return actions
  }()
}
