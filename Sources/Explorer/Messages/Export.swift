/// A format in which encodings can be taken home.
public struct ExportFormat: Hashable, Sendable {
  /// Its name on the command line, such as `qviz-json`.
  public let identifier: String
  /// Its name on the screen.
  public let title: String
  /// Who reads it: programs, their options, or people.
  public let reader: String
  /// What file names end in, without the first dot, such as `encodings.json`.
  public let fileExtension: String

  /// A format by its names.
  public init(identifier: String, title: String, reader: String, fileExtension: String) {
    self.identifier = identifier
    self.title = title
    self.reader = reader
    self.fileExtension = fileExtension
  }
}

/// Everything that an export writes, and where.
public struct ExportRequest: Sendable {
  /// The format.
  public let format: ExportFormat
  /// The file to write, as the person typed it.
  public let path: String
  /// What is tuned in this session, in the order of the tensors.
  public let tensors: [TunedTensor]
  /// Which tensors are to be written as an earlier session has kept them.
  public let kept: [Int]

  init(format: ExportFormat, path: String, tensors: [TunedTensor], kept: [Int] = []) {
    self.format = format
    self.path = path
    self.tensors = tensors
    self.kept = kept
  }
}

/// What an export would write, for a person to look at.
public struct ExportPreview: Hashable, Sendable {
  /// The lines, or as many of them as are worth a look.
  public let lines: [String]
  /// What whoever loads the file wants besides, and what it may stumble over, a sentence each.
  public let remarks: [String]
  /// What is known of the tensors and the format has no words for, in a few words; nil for nothing.
  public let lost: String?

  /// A preview of these lines.
  public init(lines: [String], remarks: [String] = [], lost: String? = nil) {
    self.lines = lines
    self.remarks = remarks
    self.lost = lost
  }
}

/// What an export does where a file of its name exists.
public enum ExistingFilePolicy: Hashable, Sendable {
  /// Leave it and answer ``Answer/exportNeedsConfirmation(path:found:)``.
  case ask
  /// Replace it, for the person has agreed: this one, and none that came there since.
  case replace(FoundFile)
}

/// What stood under a name when the person was asked about it, in the program's own words.
public struct FoundFile: Hashable, Sendable {
  /// What the program knows it by.
  public let text: String

  /// A file known by some text.
  public init(text: String) {
    self.text = text
  }
}
