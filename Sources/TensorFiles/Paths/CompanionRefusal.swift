/// Why the name of a companion is refused; the raw value is its word.
public enum CompanionRefusal: String, CaseIterable, Hashable, Sendable {
  /// It begins with a slash.
  case absolute = "is absolute"
  /// It has a part that leads up.
  case parent = "has a part '..'"
  /// It has a control character, which as a part of a path would reach whoever reads a sentence.
  case controlCharacter = "has a control character"
  /// It does not have the extension of its format.
  case foreign = "does not end in '.safetensors'"
  /// The file that names it came through a pipe or a redirection, and so from no folder.
  case noFolder = "has no folder to lie in, for what names it came as a stream"
  /// With its links followed it lies somewhere else.
  case outside = "leads out of the folder"
}
