import Foundation

/// The checked-out tree that these tests are about.
enum Repository {
  /// Its top folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file, by its path from the top.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The paths from the top, sorted, of all files that are kept: nothing built, nothing of git's.
  static func files() throws -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: root.path) else {
      throw CocoaError(.fileReadNoSuchFile)
    }
    var paths: [String] = []
    for case let path as String in walk {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let isFolder = walk.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
      if name == ".git" || name == ".swiftpm" || name.hasPrefix(".build") {
        walk.skipDescendants()
      } else if !isFolder {
        paths.append(path)
      }
    }
    return paths.sorted()
  }

  /// The paths of the files in a folder whose names end in one of some ways.
  static func files(in folder: String, endingIn endings: [String]) throws -> [String] {
    try files().filter { path in
      path.hasPrefix(folder + "/") && endings.contains { path.hasSuffix($0) }
    }
  }

  /// The commands that a Markdown file tells people to paste: the lines of its `sh` blocks.
  static func commands(in path: String) throws -> [String] {
    var commands: [String] = []
    var isInside = false
    for line in try text(path).split(separator: "\n").map(String.init) {
      if line.hasPrefix("```") {
        isInside = line == "```sh"
      } else if isInside {
        commands.append(line)
      }
    }
    return commands
  }

  /// The rows of the tables under a heading of a Markdown file, each cut into its cells.
  static func tableRows(in path: String, under heading: String) throws -> [[String]] {
    let lines = try text(path).split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: Substring(heading)) else { return [] }
    let level = heading.prefix { $0 == "#" }.count
    let section = lines[(start + 1)...].prefix { line in
      !line.hasPrefix("#") || line.prefix { $0 == "#" }.count > level
    }
    return section.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }
}
