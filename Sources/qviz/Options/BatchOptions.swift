import ArgumentParser

/// Into how many batches a tensor is cut for calibrators whose tools collect one after another, or
/// whether each file is one.
struct BatchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Let calibrators see the values as n batches, one after another, where their tools do"
        + " (default: one, and eight for moving averages); or files: each path is a batch of one"
        + " tensor, in the order of the paths.", valueName: "n|files"))
  var batches: BatchChoice?

  /// The number that was asked for; nil for the usual one, and where files are batches.
  func count() throws -> Int? {
    guard case .count(let count) = batches else { return nil }
    guard (1...1024).contains(count) else {
      throw Failure("--batches must be from 1 to 1024, found \(count)", exit: .usage)
    }
    return count
  }
}

/// What makes batches.
enum BatchChoice: Hashable, Sendable, ExpressibleByArgument {
  /// A tensor is cut into so many.
  case count(Int)
  /// Each file is one.
  case files

  /// What the command line names.
  init?(argument: String) {
    if argument == "files" {
      self = .files
    } else if let count = Int(argument) {
      self = .count(count)
    } else {
      return nil
    }
  }
}
