/// A block coder that stores something relative to a number which all blocks of the tensor determine.
///
/// The tensor is gone through once before: each part of it says a number, and those, in the order of
/// the tensor, make the one that ``TensorSummary/meanScale`` then has.
protocol SurveyingBlockCoder: BlockCoder {
  /// How many values a part has; blocks are a whole number of parts, and the last may be short.
  var surveyedCount: Int { get }
  /// What a part says.
  func surveyed(_ values: Span<Float>) -> Float
  /// What all parts together say.
  func concluded(_ surveyed: Span<Float>) -> Float
}

extension SurveyingBlockCoder {
  /// That is what it is about.
  var needsTensorSummary: Bool { true }

  /// What the parts of some values say, the first of which begins one.
  func surveyedParts(of values: Span<Float>) -> [Float] {
    stride(from: 0, to: values.count, by: surveyedCount).map { start in
      surveyed(values.extracting(start..<min(start + surveyedCount, values.count)))
    }
  }
}
