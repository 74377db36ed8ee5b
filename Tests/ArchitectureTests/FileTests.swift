import Foundation
import Testing

@Suite struct FileTests {
  /// The longest a file of code may be without saying why.
  private let lineLimit = 300

  /// The files that may be longer, each with its reason.
  private let longFiles: [String: String] = [:]

  @Test("a file of code has one idea and at most 300 lines")
  func filesAreShort() throws {
    for path in try codeFiles() {
      let count =
        try Repository.text(path).split(
          separator: "\n", omittingEmptySubsequences: false
        ).count - 1
      if longFiles[path] == nil {
        #expect(count <= lineLimit, "\(path) has \(count) lines")
      } else {
        #expect(count > lineLimit, "\(path) needs no exception any more")
      }
    }
  }

  @Test("nothing is forced, disabled, or left for later")
  func nothingIsForced() throws {
    // Written in two halves, so that this file does not find itself.
    let forbidden = [
      "try" + "!", "as" + "!", "fatal" + "Error(", ".disa" + "bled(", "TO" + "DO", "FIX" + "ME",
    ]
    for path in try codeFiles() {
      let text = try Repository.text(path)
      for word in forbidden {
        #expect(!text.contains(word), "\(path) has \(word)")
      }
    }
  }

  @Test("no file names a place on somebody's machine")
  func noMachinePaths() throws {
    let folders = ["ro" + "ot", "ho" + "me", "Us" + "ers", "wo" + "rk", "mn" + "t"].map {
      "/\($0)/"
    }
    let endings = [
      ".swift", ".h", ".c", ".md", ".py", ".json", ".txt", ".screen", ".modulemap", "run",
      "terminal",
    ]
    // Samples of other programs' files are theirs.
    let paths = try Repository.files().filter { !$0.contains("/Fixtures/foreign/") }
    for path in paths where endings.contains(where: path.hasSuffix) {
      let text = try Repository.text(path)
      for folder in folders {
        // In the middle of a longer path such a folder is nobody's machine.
        let places = text.ranges(of: folder).filter { range in
          guard range.lowerBound > text.startIndex else { return true }
          let before = text[text.index(before: range.lowerBound)]
          return !before.isLetter && !before.isNumber && !"._-}/".contains(before)
        }
        #expect(places.isEmpty, "\(path) names \(folder)")
      }
    }
  }

  @Test("the lines of text files end well")
  func linesEndWell() throws {
    for path in try Repository.files() where path.hasSuffix(".md") || path.hasSuffix(".swift") {
      let text = try Repository.text(path)
      #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(path)")
      #expect(!text.contains("\r") && !text.contains(" \n"), "\(path)")
    }
  }

  private func codeFiles() throws -> [String] {
    try ["Sources", "Tests"].flatMap {
      try Repository.files(in: $0, endingIn: [".swift", ".h", ".c", ".py"])
    }
  }
}
