import CNcurses
import TerminalScreen

extension Key {
  /// The key that ncurses names by a code above the bytes; nil for one that means nothing to us.
  init?(functionCode: Int32) {
    switch functionCode {
    case KEY_LEFT: self = .arrow(.left, shift: .up)
    case KEY_RIGHT: self = .arrow(.right, shift: .up)
    case KEY_UP: self = .arrow(.up, shift: .up)
    case KEY_DOWN: self = .arrow(.down, shift: .up)
    case KEY_SLEFT: self = .arrow(.left, shift: .down)
    case KEY_SRIGHT: self = .arrow(.right, shift: .down)
    // Scroll reverse and scroll forward: what terminals send for Shift with up and down.
    case KEY_SR: self = .arrow(.up, shift: .down)
    case KEY_SF: self = .arrow(.down, shift: .down)
    case KEY_HOME, KEY_SHOME, KEY_A1: self = .home
    case KEY_END, KEY_SEND, KEY_C1: self = .end
    case KEY_PPAGE, KEY_SPREVIOUS, KEY_A3: self = .pageUp
    case KEY_NPAGE, KEY_SNEXT, KEY_C3: self = .pageDown
    case KEY_ENTER: self = .enter
    case KEY_BTAB: self = .backTab
    case KEY_BACKSPACE: self = .backspace
    case KEY_DC, KEY_SDC: self = .delete
    // The Linux console's description names Ctrl-Z a key of its own.
    case KEY_SUSPEND: self = .control("z")
    default:
      // Keys with modifiers have no constants: their codes are given out when the terminal's
      // description is read, but their names are settled (terminfo, user_caps(5)).
      guard let name = unsafe keyname(functionCode) else { return nil }
      self.init(extendedName: unsafe String(cString: name))
    }
  }
}
