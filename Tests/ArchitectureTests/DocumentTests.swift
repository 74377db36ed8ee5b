import Foundation
import Testing

@testable import Explorer

@Suite struct DocumentTests {
  @Test("the README gives two commands: one opens a sample, one runs the tests")
  func twoCommands() throws {
    let commands = try Repository.commands(in: "README.md")
    #expect(commands.filter { $0.contains("swift run") }.count == 1)
    #expect(commands.filter { $0.contains("swift test") }.count == 1)
    for command in commands {
      for sample in command.matches(of: /samples\/[\w.-]+/) {
        #expect(try Repository.files().contains(String(sample.0)), "\(sample.0)")
      }
    }
  }

  @Test(".ci/run takes the test command out of the README and has none of its own")
  func testCommandIsThePrintedOne() throws {
    let script = try Repository.text(".ci/run")
    #expect(script.contains("readme_command 'swift test'"))
    let others = script.split(separator: "\n").filter {
      $0.hasPrefix("swift test") && !$0.contains("--sanitize")
    }
    #expect(others.isEmpty)
  }

  @Test("what a command of the README installs is what the tests and the package need")
  func installedPackages() throws {
    let commands = try Repository.commands(in: "README.md")
    let manifest = try Repository.text("Package.swift")
    let libraries = manifest.matches(of: /\.apt\(\["([^"]+)"\]\)/).map { String($0.1) }
    #expect(libraries.contains("libncurses-dev"))
    for command in commands.filter({ $0.contains("apt-get") }) {
      for library in libraries {
        #expect(command.ranges(of: library).count == 2, "\(library) in \(command)")
      }
      #expect(command.contains("tmux") == command.contains("swift test"))
    }
  }

  @Test("the key tables of the README are the program's")
  func keyTables() throws {
    for group in Keymap.groups {
      let heading = "### " + group.title.prefix(1).uppercased() + group.title.dropFirst()
      var expected = Keymap.lines.filter { $0.group == group }.map { line in
        [
          line.bindings.map { "`\(KeyText.spelling(of: $0.key))`" }.joined(separator: " "),
          line.help,
        ]
      }
      if group == .thresholds {
        expected.append(["mouse", "drag a mark or a slider; the wheel zooms"])
      }
      let told = try Repository.tableRows(in: "README.md", under: heading).dropFirst()
      #expect(Array(told) == expected, "\(heading)")
    }
  }

  @Test("the command table of the README is the program's")
  func commandTable() throws {
    let told = try Repository.tableRows(in: "README.md", under: "## Commands").dropFirst()
    #expect(Array(told) == Command.all.map { ["`:\($0.usage)`", $0.help] })
  }

  @Test("every sample is described, and everything described is there")
  func samplesAreDescribed() throws {
    let files = try Set(
      Repository.files(in: "samples", endingIn: [".npy", ".bin"])
        .map { String($0.dropFirst("samples/".count)) })
    let rows = try Repository.tableRows(in: "samples/README.md", under: "## The files")
    let told = rows.dropFirst().compactMap { $0.first?.trimmingCharacters(in: ["`"]) }
    #expect(Set(told) == files)
    #expect(told.count == files.count)
  }
}
