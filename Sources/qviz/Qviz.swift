import ArgumentParser
import Glibc

/// The program: it parses the command line, runs a command, and says what went wrong.
@main
struct Qviz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qviz",
    abstract: "Explore what quantization does to a tensor.",
    usage: """
      qviz weights.npy                                  explore a tensor
      qviz activation.bin --shape 1,33,384              headerless float32
      qviz weights.npy --bits 4 --symmetric             another scheme
      qviz measure weights.npy --min -0.5 --max 0.5     the facts as text
      qviz measure weights.npy --calibrator mse --json  and for programs
      qviz calibrate weights.npy                        each tool's choice
      """,
    version: "qviz \(Program.version)",
    subcommands: [
      ExploreCommand.self, ListCommand.self, MeasureCommand.self, CalibrateCommand.self,
      FormatsCommand.self, CompareCommand.self, PlanCommand.self, ConvertCommand.self,
      ExtractCommand.self,
      SnapshotCommand.self,
      SketchCommand.self,
      MergeCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)

  static func main() {
    // A reader that went away is then an error of writing, which ends the program quietly.
    _ = signal(SIGPIPE, SIG_IGN)
    // So is a file that may not grow any more: one that says so.
    _ = signal(SIGXFSZ, SIG_IGN)
    StandardStream.reserveClosed()
    do {
      try FileSupply.check()
      var command = try parseAsRoot(try CommandWords.ofProcess())
      try command.run()
    } catch let failure as Failure {
      failure.say()
      Glibc.exit(failure.exit.rawValue)
    } catch {
      leave(with: error)
    }
  }

  /// Prints help, the version or a mistake on the command line, and exits.
  private static func leave(with error: any Error) -> Never {
    let code = exitCode(for: error)
    guard code != .success else {
      standardOutput.write(fullMessage(for: error) + "\n")
      Glibc.exit(ProgramExit.success.rawValue)
    }
    let sentence = ParsingSentence(message(for: error)).text
    standardError.write("qviz: \(DisplaySentence.of(sentence)) (see 'qviz --help')\n")
    Glibc.exit(ProgramExit.usage.rawValue)
  }
}
