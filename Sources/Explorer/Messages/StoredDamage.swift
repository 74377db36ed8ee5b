/// What a tensor lost that a quantized model holds in its place.
public struct StoredDamage: Hashable, Sendable {
  /// Something that a person should look at.
  public struct Flag: Hashable, Sendable {
    /// Its name, such as `clipped`.
    public let name: String
    /// Why it was raised, in one sentence.
    public let reason: String

    /// A flag with its reason.
    public init(name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  /// The entry of axis 0 that lost most.
  public struct Channel: Hashable, Sendable {
    /// Which.
    public let index: Int
    /// ‖x − y‖ / ‖x‖ of its values.
    public let relativeError: Double

    /// An entry of axis 0.
    public init(index: Int, relativeError: Double) {
      self.index = index
      self.relativeError = relativeError
    }
  }

  /// The few numbers of the row.
  public let damage: Damage
  /// The cosine of the angle between the two; nil where there is none.
  public var cosine: Double?
  /// The mean error in units of the RMS of the values; nil where there is none.
  public var relativeMeanError: Double?
  /// The RMSE in steps of the local scale; nil where no scale is known.
  public var rootMeanSquaredErrorInSteps: Double?
  /// Where the largest error is, counted row-major.
  public var largestErrorIndex: Int?
  /// The entry of axis 0 that lost most; nil where there are none to tell apart.
  public var worstChannel: Channel?
  /// How many dB it is above what the format usually gives at least; nil where nothing is usual.
  public var decibelsAboveUsual: Double?
  /// How many codes are used, of how many; nil where there are none.
  public var codesUsed: (count: Int, of: Int)? {
    get { usedCodes.map { ($0.lowerBound, $0.upperBound) } }
    set { usedCodes = newValue.map { $0.count...max($0.of, $0.count) } }
  }
  private var usedCodes: ClosedRange<Int>?
  /// What a person should look at, the gravest first.
  public var flags: [Flag] = []
  /// What a converter did besides; nil where it did nothing.
  public var change: String?
  /// How the two were found to belong together.
  public var match = ""
  /// How many tensors of the original are one in the quantized model.
  public var partCount = 1

  /// What was lost.
  public init(_ damage: Damage) {
    self.damage = damage
  }
}

/// What came of a comparison of a tensor with its counterpart.
public enum StoredOutcome: Hashable, Sendable {
  /// This was lost.
  case compared(StoredDamage)
  /// One of the two could not be read, and why, in one sentence.
  case unread(String)
}
