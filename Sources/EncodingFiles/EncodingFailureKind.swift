/// What sort of failure it is, for the program's exit code.
public enum EncodingFailureKind: Hashable, Sendable, CaseIterable {
  /// What was asked for cannot be said in that format (sysexits 64).
  case usage
  /// The contents of a file are wrong (sysexits 65).
  case badData
  /// There is no such file to read (sysexits 66).
  case noInput
  /// The file cannot be made where it was asked for (sysexits 73).
  case cannotCreate
  /// The system failed while reading or writing (sysexits 74).
  case ioError
}
