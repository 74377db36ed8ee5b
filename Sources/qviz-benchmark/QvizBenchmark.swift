import ArgumentParser

/// The program: it measures rows, or answers another program's questions about one file.
@main
struct QvizBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qviz-benchmark",
    abstract: "Measure what qviz promises, beside baselines timed in the same run.",
    usage: """
      qviz-benchmark                        all rows as one table
      qviz-benchmark --quick                smaller tensors, for a first look
      qviz-benchmark --row move --row mse   just these
      qviz-benchmark --json                 for programs
      """,
    subcommands: [RowsCommand.self, PeersCommand.self],
    defaultSubcommand: RowsCommand.self)
}
