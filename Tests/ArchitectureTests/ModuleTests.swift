import Foundation
import Testing

@Suite struct ModuleTests {
  private let graph: ModuleGraph

  init() throws {
    graph = ModuleGraph(manifest: try Repository.text("Package.swift"))
  }

  @Test("the manifest is understood by these tests")
  func manifestIsUnderstood() throws {
    let folders = try Set(
      Repository.files(in: "Sources", endingIn: [".swift", ".h"])
        .map { $0.split(separator: "/").prefix(2).joined(separator: "/") })
    #expect(Set(graph.shipped.map(\.folder)) == folders)
    let explorer = try #require(graph.modules.first { $0.name == "Explorer" })
    #expect(
      explorer.dependencies == [
        "Calibration", "NumberFormats", "QuantizationEngine", "TerminalScreen",
      ])
    let program = try #require(graph.modules.first { $0.name == "qviz" })
    #expect(program.dependencies.contains("ArgumentParser"))
  }

  @Test("a module imports what it declares, and declares what it imports")
  func importsAgree() throws {
    // What the toolchain brings needs no declaration.
    let system: Set = [
      "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing",
    ]
    for module in graph.modules {
      let files = try Repository.files(in: module.folder, endingIn: [".swift"])
      guard !files.isEmpty else { continue }
      let imported = try files.reduce(into: Set<String>()) {
        $0.formUnion(imports(of: try Repository.text($1)))
      }
      let named = imported.subtracting(system).subtracting([module.name])
      #expect(named.isSubset(of: module.dependencies), "\(module.name)")
      // Tests may depend on a program without importing it.
      #expect(module.isTest || named == module.dependencies, "\(module.name)")
    }
  }

  @Test("no module that ships needs all of Foundation, which takes long to load")
  func noFoundation() throws {
    for path in try Repository.files(in: "Sources", endingIn: [".swift"]) {
      #expect(!imports(of: try Repository.text(path)).contains("Foundation"), "\(path)")
    }
  }

  @Test("each C module is known behind its door only")
  func cStaysBehindItsDoor() throws {
    let doors = [
      "CNcurses": "NcursesBackend", "CTerminalRestore": "NcursesBackend", "CZlib": "TensorFiles",
      "CJansson": "TensorFiles", "CMappedFault": "TensorFiles",
    ]
    for path in try Repository.files(in: "Sources", endingIn: [".swift"]) {
      let names = imports(of: try Repository.text(path)).filter {
        $0.hasPrefix("C") && $0 != "Calibration"
      }
      for name in names {
        let door = try #require(doors[name], "\(path): \(name)")
        #expect(path.hasPrefix("Sources/\(door)/"), "\(path): \(name)")
      }
    }
  }

  @Test("a view knows no maths and no system")
  func viewsArePictures() throws {
    let views = try Repository.files(
      in: "Sources/Explorer", endingIn: ["View.swift", "Views.swift"])
    #expect(!views.isEmpty)
    for path in views {
      let names = imports(of: try Repository.text(path))
      #expect(
        names.isDisjoint(with: ["Foundation", "FoundationEssentials", "Glibc", "Dispatch"]),
        "\(path)")
    }
  }

  @Test("a screen is a room: nobody names what is in it but the list of screens")
  func screensAreRooms() throws {
    let files = try Repository.files(in: "Sources/Explorer", endingIn: [".swift"])
    let declaration = /(?m)^(?:struct|enum|class|protocol) (\w+)/
    let screens = "Sources/Explorer/Screens/"
    let rooms = Set(
      files.compactMap { path -> String? in
        let parts = path.dropFirst(screens.count).split(separator: "/")
        return path.hasPrefix(screens) && parts.count == 2 ? "\(screens)\(parts[0])/" : nil
      })
    #expect(rooms.count >= 3)
    for room in rooms {
      let inside = try files.filter { $0.hasPrefix(room) }.map(Repository.text)
      let names = Set(inside.flatMap { $0.matches(of: declaration).map { String($0.1) } })
      #expect(!names.isEmpty, "\(room)")
      for path in files where !path.hasPrefix(room) && path != screens + "ScreenList.swift" {
        let words = try Repository.text(path).matches(of: /\w+/).map { String($0.0) }
        let named = names.intersection(words)
        #expect(named.isEmpty, "\(path)")
      }
    }
  }

  @Test("every module that ships has a README about it")
  func modulesHaveReadmes() throws {
    for module in graph.shipped {
      let lines = try Repository.text("\(module.folder)/README.md").split(separator: "\n")
      #expect(lines.first == "# \(module.name)")
      #expect(lines.count > 3, "\(module.name)")
    }
  }

  @Test("the module table of Sources/README.md is the manifest's")
  func moduleTableIsTrue() throws {
    let rows = try Repository.tableRows(in: "Sources/README.md", under: "## The modules")
      .dropFirst()
    let told = Dictionary(
      rows.map { row in
        let names = row[2].matches(of: /`(\w+)`/).map { String($0.1) }
        return (row[0].trimmingCharacters(in: ["`"]), Set(names))
      }, uniquingKeysWith: { first, _ in first })
    #expect(
      told == Dictionary(uniqueKeysWithValues: graph.shipped.map { ($0.name, $0.dependencies) }))
  }
}
