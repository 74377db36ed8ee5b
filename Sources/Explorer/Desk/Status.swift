/// What happened, in one line.
struct Status: Hashable, Sendable {
  /// Whether it is good or bad news.
  enum Tone: Hashable, Sendable {
    case plain, good, bad
  }

  /// The sentence.
  var text: String
  /// Whether it is good or bad news.
  var tone: Tone
  /// Whether it is not worth taking the place of what is being said.
  var givesWay = false
}
