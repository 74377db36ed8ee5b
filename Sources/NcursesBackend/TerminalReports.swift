/// What the terminal is asked to report beside keys, as the bytes that ask for it.
struct TerminalReports {
  /// The bytes that turn it on.
  let on: [UInt8]
  /// The bytes that turn it off.
  let off: [UInt8]

  /// What is reported where the person wants it and the terminal can.
  init(_ options: TerminalOptions, _ description: TerminalDescription) {
    var modes: [Int] = []
    // Buttons and movement with a button down, places in decimal (xterm, "Mouse Tracking").
    if options.mouse == .on, description.hasMouse { modes += [1002, 1006] }
    // Where a paste begins and ends (xterm, "Bracketed Paste Mode").
    if description.hasControlSequences { modes.append(2004) }
    on = modes.flatMap { Array("\u{1B}[?\($0)h".utf8) }
    off = modes.flatMap { Array("\u{1B}[?\($0)l".utf8) }
  }
}
