import Foundation

/// The modules that `Package.swift` declares and what each may name.
struct ModuleGraph {
  /// A target of the package.
  struct Module: Hashable {
    let name: String
    /// The folder of its files, from the top of the tree.
    let folder: String
    /// The modules of this package, and the products of others, that it names.
    let dependencies: Set<String>

    /// Whether it is part of the proofs and does not ship.
    var isTest: Bool { folder.hasPrefix("Tests/") }
  }

  /// All targets, in the order of the manifest.
  let modules: [Module]

  /// Reads the manifest: every call of a target function, with the words between its quotes.
  init(manifest: String) {
    let calls = manifest.matches(
      of: /\.(target|executableTarget|systemLibrary|testTarget)\(\s*name: "([\w-]+)"/)
    modules = calls.enumerated().map { index, call in
      let end =
        index + 1 < calls.count ? calls[index + 1].range.lowerBound : manifest.endIndex
      let body = manifest[call.range.upperBound..<end]
      let name = String(call.2)
      let home = call.1 == "testTarget" ? "Tests" : "Sources"
      let folder = body.firstMatch(of: /path: "([^"]+)"/).map { String($0.1) } ?? "\(home)/\(name)"
      return Module(name: name, folder: folder, dependencies: Self.dependencies(in: body))
    }
  }

  /// The names in the first list of dependencies; a product stands by its name, not its package's.
  private static func dependencies(in body: Substring) -> Set<String> {
    guard let list = body.firstMatch(of: /dependencies: \[([^\]]*)\]/) else { return [] }
    let names = list.1.replacing(/,\s*package: "[^"]+"/, with: "").matches(of: /"(\w+)"/)
    return Set(names.map { String($0.1) })
  }

  /// The modules that ship.
  var shipped: [Module] { modules.filter { !$0.isTest } }
}

/// The modules that a Swift file imports.
func imports(of text: String) -> Set<String> {
  let lines = text.matches(
    of:
      /(?m)^(?:@\w+ )*(?:public |internal |package |private |fileprivate )?import (?:(?:struct|enum|class|func|var|protocol|typealias) )?(\w+)/
  )
  return Set(lines.map { String($0.1) })
}
