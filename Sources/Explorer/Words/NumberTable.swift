/// The numbers under the picture, whatever is in force.
protocol NumberTable: Hashable, Sendable {
  /// The numbers in three columns of four.
  var columns: [[Fact]] { get }
  /// The eight that matter most, the first ones first.
  var foremost: [Fact] { get }
}
