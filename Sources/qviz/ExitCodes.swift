/// The exit codes of the program: those of `sysexits.h`.
enum ProgramExit: Int32 {
  /// All went well.
  case success = 0
  /// The command line was not understood.
  case usage = 64
  /// The contents of a file are wrong.
  case badData = 65
  /// A file is not there, or cannot be read.
  case noInput = 66
  /// An output file cannot be made.
  case cannotCreate = 73
  /// The system failed while reading or writing.
  case ioError = 74
  /// Something else the program needs is not there, such as a usable terminal.
  case unavailable = 69
}
