import Foundation
import NcursesBackend
import TerminalScreen
import Testing

@Suite("Palette")
struct PaletteTests {
  static let roles: [Role] = [.text, .muted, .accent, .float, .quantized, .clipped, .good]
  static let heats: [Role] = (0..<8).map { .heat($0) }

  @Test("every role has a number of its own, and a heat past the last is the last")
  func numbers() {
    #expect((Self.roles + Self.heats).map(\.number) == Array(0..<Role.count))
    #expect(Role.heat(255).number == Role.heat(7).number)
  }

  @Test("256 colours are readable on black and on white: 3.2 to 1 for words, 2.9 to 1 for heat")
  func contrast() throws {
    let palette = Palette(support: .extended, terminalColours: 256)
    for (roles, least) in [(Self.roles.dropFirst(), 3.2), (Self.heats[...], 2.9)] {
      for role in roles {
        let luminance = try luminance(#require(palette.paint(for: role).colour))
        #expect((luminance + 0.05) / 0.05 >= least, "\(role) on black")
        #expect(1.05 / (luminance + 0.05) >= least, "\(role) on white")
      }
    }
  }

  @Test("the heat scale of 256 colours brightens at every step, so its order survives in gray")
  func heatOrder() throws {
    let palette = Palette(support: .extended, terminalColours: 256)
    let luminances = try Self.heats.map { try luminance(#require(palette.paint(for: $0).colour)) }
    #expect(luminances == luminances.sorted())
    #expect(Set(luminances).count == 8)
  }

  @Test("text is the terminal's own foreground everywhere", arguments: ColourSupport.allCases)
  func text(support: ColourSupport) {
    #expect(Palette(support: support, terminalColours: 256).paint(for: .text) == Paint())
  }

  @Test("8 colours use numbers below 8, and 16 use no yellow or white in its bright form")
  func sixteen() {
    let eight = Palette(support: .sixteen, terminalColours: 8)
    #expect(eight.colours.allSatisfy { $0.colour < 8 })
    #expect(eight.paint(for: .muted) == Paint(isDim: true))
    let sixteen = Palette(support: .sixteen, terminalColours: 16)
    #expect(sixteen.colours.allSatisfy { ![7, 11, 15].contains($0.colour) })
    #expect(sixteen.paint(for: .muted) == Paint(colour: 8))
    // A terminal whose colour numbers mean red, green and blue has the first eight alone.
    #expect(Palette(support: .sixteen, terminalColours: 1 << 24) == eight)
  }

  @Test("without colours there are none, and muted is dim")
  func plain() {
    let palette = Palette(support: .none, terminalColours: 0)
    #expect(palette.colours.isEmpty)
    #expect(palette.paint(for: .muted) == Paint(isDim: true))
    #expect(palette.paint(for: .clipped) == Paint())
  }

  /// The relative luminance of a colour of the 256 (WCAG 2.2, "relative luminance").
  private func luminance(_ colour: UInt8) throws -> Double {
    try #require(colour >= 16, "the first 16 are the terminal's own")
    let steps = [0, 95, 135, 175, 215, 255]
    let cube = Int(colour) - 16
    let channels =
      colour < 232
      ? [steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6]]
      : Array(repeating: 8 + 10 * (Int(colour) - 232), count: 3)
    let linear = channels.map { channel in
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
