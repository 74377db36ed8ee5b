import ArgumentParser

/// How much memory may be taken.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What a tensor may take, and what pipes and gzip may together: 8G, 512M or 50% (default: half "
        + "of the memory).", valueName: "size"))
  var memory: String?

  /// The budget that was asked for.
  func budget() throws -> MemoryBudget {
    guard let memory else { return .standard }
    guard let budget = MemoryBudget(memory) else {
      throw Failure(
        "--memory must be a size such as 8G, 512M or 50%, found '\(memory)'", exit: .usage)
    }
    return budget
  }
}
