package import TerminalScreen

/// How a role looks: a foreground colour over the terminal's own background, and attributes.
package struct Paint: Hashable, Sendable {
  /// The colour's number on this terminal; nil is the terminal's own foreground.
  package var colour: UInt8?
  /// Drawn heavier, which many terminals of 8 colours show as a brighter colour.
  package var isBold: Bool
  /// Drawn fainter, where the terminal can.
  package var isDim: Bool

  /// A look; by default the terminal's own.
  package init(colour: UInt8? = nil, isBold: Bool = false, isDim: Bool = false) {
    self.colour = colour
    self.isBold = isBold
    self.isDim = isDim
  }
}

/// The look of every role on one kind of terminal.
///
/// A background is never painted, so each colour must be readable on black and on white alike.
package struct Palette: Hashable, Sendable {
  /// The looks, by ``Role/number``.
  private let paints: [Paint]

  /// The palette for a terminal.
  ///
  /// - Parameters:
  ///   - support: What the terminal shows.
  ///   - terminalColours: How many colours it has; 16 mean that bright ones have numbers.
  package init(support: ColourSupport, terminalColours: Int) {
    paints =
      switch support {
      case .none: Self.plain
      case .sixteen: Self.sixteen(hasBrightColours: (16...256) ~= terminalColours)
      case .extended: Self.extended
      }
  }

  /// The look of a role.
  package func paint(for role: Role) -> Paint { paints[role.number] }

  /// The colours by the number of their role, for those that are not the terminal's own.
  package var colours: [(number: Int, colour: UInt8)] {
    paints.enumerated().compactMap { number, paint in paint.colour.map { (number, $0) } }
  }

  /// No colours: only what need not be read steps back.
  private static let plain: [Paint] =
    [Paint(), Paint(isDim: true)] + Array(repeating: Paint(), count: Role.count - 2)

  /// The terminal's own palette, which its owner made readable: numbers 1 to 6 are red, green,
  /// yellow, blue, magenta and cyan.
  ///
  /// Plain blue is too dark to read on black in the palettes of xterm and the Linux console, so
  /// blue is bright, by number or, as `ls` does it, by weight. No text is yellow or white in its
  /// bright form, which white backgrounds swallow.
  private static func sixteen(hasBrightColours: Bool) -> [Paint] {
    let muted = hasBrightColours ? Paint(colour: 8) : Paint(isDim: true)
    let blue = hasBrightColours ? Paint(colour: 12) : Paint(colour: 4, isBold: true)
    let (red, green, yellow) = (Paint(colour: 1), Paint(colour: 2), Paint(colour: 3))
    let (magenta, cyan) = (Paint(colour: 5), Paint(colour: 6))
    return [Paint(), muted, cyan, blue, yellow, red, green]
      + [blue, blue, cyan, cyan, green, yellow, magenta, red]
  }

  /// The 6 × 6 × 6 cube and the grays of the 256-colour palette, numbers 16 to 255.
  ///
  /// Every terminal shows these the same, so they are chosen by contrast: at least 3.2 to 1 on
  /// black and on white for the roles. The heat scale goes from blue over green and amber to red
  /// with luminance rising at each step, so that its order survives in gray.
  private static let extended: [Paint] =
    [Paint()] + [244, 30, 68, 136, 167, 64].map { Paint(colour: $0) }
    + [25, 27, 30, 64, 100, 136, 202, 203].map { Paint(colour: $0) }
}

extension Role {
  /// How many different looks there are.
  package static let count = 15

  /// The place of the role in a palette, which is also the number of its colour pair.
  ///
  /// A heat past the eighth step is the eighth.
  package var number: Int {
    switch self {
    case .text: 0
    case .muted: 1
    case .accent: 2
    case .float: 3
    case .quantized: 4
    case .clipped: 5
    case .good: 6
    case .heat(let step): 7 + Int(min(step, 7))
    }
  }
}
