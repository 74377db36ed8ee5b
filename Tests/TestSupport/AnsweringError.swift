/// An error that tells what a tool answers where that is nothing to go by.
public protocol AnsweringError: Error {
  /// What differs from what the tool answered; nil if the error tells of no answer.
  func differences(from golden: ToolGolden) -> [String]?
}
