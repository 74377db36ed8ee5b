import CNcurses

/// Puts the bytes of the locale's encoding together to characters, however they trickle in.
struct CharacterAssembler {
  private var state = mbstate_t()

  /// The character that a byte completes; nil if more bytes must come, or if it fits nowhere.
  mutating func scalar(adding byte: UInt8) -> Unicode.Scalar? {
    var wide: wchar_t = 0
    var unit = CChar(bitPattern: byte)
    let status = unsafe mbrtowc(&wide, &unit, 1, &state)
    // No character begins like this: start anew with the next byte.
    if status == -1 { state = mbstate_t() }
    return status >= 0 ? Unicode.Scalar(UInt32(bitPattern: wide)) : nil
  }
}
