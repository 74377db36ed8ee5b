/// The names by which the constants of a model are listed.
///
/// A tensor has the name that the model gives it, where only one does. Names that several constants
/// have are told apart by their graphs, `decoder:weights`, and within a graph by their places in it,
/// `decoder:weights#12`; a constant without a name is called by its place alone, `#12`. A graph is called
/// by its number where another has its name.
struct TFLiteNaming {
  /// The names, in the order of the constants.
  let names: [String]

  /// The names of some constants.
  ///
  /// - Complexity: O(length of all names).
  init(_ constants: [TFLiteConstant]) {
    var names = constants.map { constant in
      constant.name.isEmpty
        ? "#\(constant.index)" : String(decoding: constant.name, as: UTF8.self)
    }
    var graphs: [ExactText: Set<Int>] = [:]
    for constant in constants {
      graphs[ExactText(constant.subgraph), default: []].insert(constant.number)
    }
    for number in Self.repeated(in: names) {
      let constant = constants[number]
      let isShared = graphs[ExactText(constant.subgraph), default: []].count > 1
      let graph = isShared ? String(constant.number) : constant.subgraph
      names[number] = graph + ":" + names[number]
    }
    for number in Self.repeated(in: names) where !constants[number].name.isEmpty {
      names[number] += "#\(constants[number].index)"
    }
    self.names = names
  }

  /// Which names are not the only ones of their kind.
  private static func repeated(in names: [String]) -> [Int] {
    var counts: [ExactText: Int] = [:]
    for name in names { counts[ExactText(name), default: 0] += 1 }
    return names.indices.filter { counts[ExactText(names[$0]), default: 0] > 1 }
  }
}
