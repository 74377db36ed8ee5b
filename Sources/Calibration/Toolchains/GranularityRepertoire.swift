public import QuantizationEngine

/// The granularities that a tool has, beside the schemes of its ``Repertoire``.
///
///     GranularityRepertoire(channels: .any)                                   // tensors and channels
///     GranularityRepertoire(groups: Groups([32, 64], fit: .dividesAxis))      // tensors and groups
public struct GranularityRepertoire: Hashable, Sendable {
  /// Whether it has one encoding for a whole tensor.
  let hasTensors: Bool
  /// The axes that its channels may lie along; nil where it has no channels.
  let channels: Axes?
  /// The symmetries of the codes of its channels.
  let channelSymmetries: [Symmetry]
  /// Its groups; nil where it has none.
  let groups: Groups?
  /// Who has what it lacks, in words: by what it lacks.
  let elsewhere: [Kind: String]

  /// The granularities with these parts; without arguments whole tensors alone.
  ///
  /// - Parameters:
  ///   - hasTensors: whether it has one encoding for a whole tensor.
  ///   - channels: the axes that channels may lie along; nil where it has none.
  ///   - channelSymmetries: the symmetries of the codes of channels.
  ///   - groups: which groups it has; nil where it has none.
  ///   - elsewhere: who has what it lacks, as a clause such as `ort-blocked has groups`.
  public init(
    hasTensors: Bool = true, channels: Axes? = nil,
    channelSymmetries: [Symmetry] = Symmetry.allCases, groups: Groups? = nil,
    elsewhere: [Kind: String] = [:]
  ) {
    self.hasTensors = hasTensors
    self.channels = channels
    self.channelSymmetries = channelSymmetries
    self.groups = groups
    self.elsewhere = elsewhere
  }

  /// What may share an encoding, whatever its axis and its size.
  public enum Kind: Hashable, Sendable {
    /// All elements of a tensor.
    case tensors
    /// Each index along an axis.
    case channels
    /// Each run of elements along an axis.
    case groups
  }

  /// The axes that a tool's channels or groups may lie along.
  public enum Axes: Hashable, Sendable {
    /// Each axis.
    case any
    /// Axis 0.
    case first
    /// The last axis.
    case last
    /// Axis 0 or the last one, as the operator has them.
    case firstOrLast

    /// Whether they have an axis of so many.
    func has(_ axis: Int, of count: Int) -> Bool {
      switch self {
      case .any: true
      case .first: axis == 0
      case .last: axis == count - 1
      case .firstOrLast: axis == 0 || axis == count - 1
      }
    }

    /// The axes in words, where they are not all.
    var words: String {
      switch self {
      case .any: "any axis"
      case .first: "axis 0"
      case .last: "the last axis"
      case .firstOrLast: "axis 0 or the last one"
      }
    }
  }

  /// Which groups a tool has.
  public struct Groups: Hashable, Sendable {
    /// The sizes; nil for every one.
    let sizes: [Int]?
    /// What becomes of an axis that is no whole number of groups.
    let fit: Fit
    /// The axes that they may lie along.
    let axes: Axes
    /// How many dimensions a tensor of groups has; nil for any number.
    let dimensionCount: Int?

    /// What becomes of an axis that is no whole number of groups.
    public enum Fit: Hashable, Sendable {
      /// It is refused.
      case dividesAxis
      /// The last group is shorter.
      case lastMayBeShorter
    }

    /// Groups of some sizes, or of any.
    public init(
      _ sizes: [Int]? = nil, fit: Fit, axes: Axes = .any, dimensionCount: Int? = nil
    ) {
      self.sizes = sizes
      self.fit = fit
      self.axes = axes
      self.dimensionCount = dimensionCount
    }
  }

  /// What shares an encoding where nobody says so: a whole tensor, unless the tool has none.
  public var standard: GranularityChoice {
    if hasTensors { return .tensor }
    if channels != nil { return completed(.channel(axis: nil)) }
    return .group(axis: nil, size: groups?.sizes?.first ?? 32)
  }

  /// The choice with the axis that the tool has, where none was asked for and it has only one.
  public func completed(_ choice: GranularityChoice) -> GranularityChoice {
    guard case .channel(nil) = choice else { return choice }
    switch channels {
    case .first: return .channel(axis: 0)
    case .last: return .channel(axis: -1)
    case .any, .firstOrLast, nil: return choice
    }
  }
}

extension GranularityChoice {
  /// What it is, whatever its axis and its size.
  var kind: GranularityRepertoire.Kind {
    switch self {
    case .tensor: .tensors
    case .channel: .channels
    case .group: .groups
    }
  }
}
