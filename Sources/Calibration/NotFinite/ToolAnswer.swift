/// What a tool itself answers where its answer is no encoding that anybody could use.
public enum ToolAnswer: Hashable, Sendable {
  /// It ends in an error, with these words.
  case fails(String)
  /// It answers with a scale, usually NaN or infinite, and a zero-point where it gives one.
  case encoding(scale: Float, zeroPoint: Int?)
  /// What it answers is not defined, and why, such as a conversion of NaN to an integer in C++.
  case undefined(String)

  /// What it does, as a sentence without its beginning.
  var words: String {
    switch self {
    case .fails(let words): "fails: \(words)"
    case .encoding(let scale, let zeroPoint):
      "answers scale \(Self.text(scale))" + (zeroPoint.map { ", zero-point \($0)" } ?? "")
    case .undefined(let reason): "has no defined answer: \(reason)"
    }
  }

  /// A number as people write it.
  private static func text(_ number: Float) -> String {
    number.isNaN ? "NaN" : number.isInfinite ? "infinity" : "\(number)"
  }
}

extension ToolAnswer {
  /// Whether two answers are the same, a NaN being the same as another.
  public static func == (first: ToolAnswer, second: ToolAnswer) -> Bool {
    switch (first, second) {
    case (.fails(let first), .fails(let second)), (.undefined(let first), .undefined(let second)):
      first == second
    case (.encoding(let scale, let zeroPoint), .encoding(let other, let otherPoint)):
      (scale == other || scale.isNaN && other.isNaN) && zeroPoint == otherPoint
    default: false
    }
  }

  /// The words, which equal answers share.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words)
  }
}
