extension Worksheet {
  /// What is tuned of each tensor of this session, or noted, in their order.
  var tuned: [TunedTensor] {
    ([desk] + shelf.all)
      .filter { $0.isWorthKeeping && !$0.showsSample }
      .compactMap(\.tuned)
      .sorted { $0.tensor < $1.tensor }
  }

  /// The tensors of which an earlier session has kept something, and this one has tuned nothing.
  var keptAlone: [Int] {
    let own = Set(tuned.map(\.tensor))
    return memory.kept.subtracting(own).sorted()
  }

  /// How many tensors a worksheet would have.
  var worksheetCount: Int { Set(tuned.map(\.tensor)).union(memory.kept).count }

  /// Remembers what is being exported, until it is known what became of it.
  mutating func noteExport(of tensors: [Int]) {
    for tensor in tensors {
      change(deskOf: tensor) { $0.exported = ($0.granularity, $0.tuning) }
    }
    exporting = tensors
  }

  /// Hears that what was being exported is saved.
  mutating func keepExported() {
    for tensor in exporting { change(deskOf: tensor) { $0.keepExported() } }
    exporting = []
  }
}
