import ArgumentParser
import FilePaths
import Glibc

/// Whether what is tuned survives the end of the program.
struct StateOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Neither keep what is tuned for the next time nor offer what was.",
      discussion: "QVIZ_NO_STATE=1 says the same."))
  var noState = false

  /// Where records of what was tuned are; nil where there are to be none.
  var store: TuningStore? {
    let variables = { (name: String) -> String? in
      unsafe getenv(name).map { unsafe String(systemPath: $0) }
    }
    guard !noState, (variables("QVIZ_NO_STATE") ?? "").isEmpty else { return nil }
    return TuningStore(StateFolder(variables: variables))
  }
}
