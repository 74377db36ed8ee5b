import TerminalScreen
import Testing

@testable import Explorer

@Suite("the table of keys")
struct KeymapTests {
  @Test("no key means two things at one place")
  func unambiguous() {
    for place in Keymap.everywhere {
      let keys = Keymap.lines.filter { $0.places.contains(place) }.flatMap {
        $0.bindings.map(\.key)
      }
      #expect(Set(keys).count == keys.count, "\(place)")
    }
  }

  @Test("every line is in the help, with its keys and its words")
  func help() {
    let help = HelpText.lines(columns: 200).map(\.string)
    for line in Keymap.lines {
      #expect(help.contains { $0.contains(line.keys) && $0.contains(line.help) }, "\(line.keys)")
    }
    for command in Command.all {
      #expect(help.contains { $0.contains(":" + command.usage) && $0.contains(command.help) })
    }
  }

  @Test("the groups have an order, and every key does what the table says")
  func complete() {
    #expect(
      Keymap.groups.map(\.title) == [
        "thresholds", "scheme", "tensors", "picture", "calibrators", "formats", "program",
        "typing", "export, help and questions",
      ])
    for line in Keymap.lines {
      for place in line.places {
        for binding in line.bindings {
          #expect(Keymap.action(for: binding.key, in: place) == binding.action)
        }
      }
    }
  }

  @Test("no key that types a character means anything else where text is typed")
  func typing() {
    for line in Keymap.lines where !line.places.isDisjoint(with: Place.typing) {
      for binding in line.bindings {
        if case .character(let character) = binding.key {
          Issue.record("\(character) cannot be typed")
        }
      }
    }
  }

  @Test("no command has the name of another")
  func commands() {
    let names = Command.all.flatMap(\.names)
    #expect(Set(names).count == names.count)
  }

  @Test("the help fits every width", arguments: [34, 54, 55, 75, 140])
  func width(columns: Int) {
    for line in HelpText.lines(columns: columns) {
      #expect(line.columns <= columns, "\(line.string)")
    }
  }
}
