/// The distributions, the thresholds and all the numbers.
struct ExploreScreen: Screen {
  /// What its own keys ask for.
  enum OwnAction: Hashable, Sendable {
    /// Logarithmic or linear counts.
    case toggleCounts
    /// See less of the line, around the active threshold, or more of it.
    case zoom(Desk.Zoom)
    /// See all of the line.
    case fit
    /// What is in force, and the scheme, in turns.
    case flip
  }

  /// What the mouse holds between press and release.
  enum Grab: Hashable, Sendable {
    /// A threshold, by its mark on the axis.
    case mark
    /// A threshold, by its slider.
    case slider
  }

  /// What the mouse holds.
  var grabbed: Grab?
}

extension ScreenName {
  /// The distributions, the thresholds and all the numbers.
  static let explore = ScreenName(number: 1, title: "explore")
}
