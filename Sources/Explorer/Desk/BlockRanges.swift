public import QuantizationEngine

/// The clipping range asked for each block: those of a base that many tunings share, but for the
/// blocks that have a range of their own.
///
/// A tensor may have a million blocks, and every key copies and compares what is tuned; so a change
/// of one block costs as much as that block.
///
/// *Invariants:* an own range differs from that of the base, so two tunings on one base are equal
/// where their own ranges are.
public struct BlockRanges: RandomAccessCollection, Sendable {
  /// Ranges that are shared and never change: those at the ends of the values, given ones, or what a
  /// calibrator chose.
  public final class Base: Sendable {
    /// How many blocks there are.
    public let count: Int
    /// One range for each block, or one for all.
    private let ranges: [ClippingRange]
    /// What chose the ranges, in the words of the command line; nil where nobody knows any more.
    let origin: String?

    /// A range for each block.
    public init(_ ranges: [ClippingRange], from origin: String? = nil) {
      count = ranges.count
      self.ranges = ranges
      self.origin = origin
    }

    /// The same range for so many blocks.
    public init(_ range: ClippingRange, count: Int, from origin: String? = nil) {
      self.count = count
      ranges = count > 0 ? [range] : []
      self.origin = origin
    }

    /// The range of a block.
    ///
    /// - Precondition: there is such a block.
    public subscript(block: Int) -> ClippingRange {
      ranges.count == 1 ? ranges[0] : ranges[block]
    }

    /// The range of each block; as long in the making as there are blocks.
    var all: [ClippingRange] { (0..<count).map { self[$0] } }

    /// What it takes in memory.
    var byteCount: Int { ranges.count * MemoryLayout<ClippingRange>.stride }
  }

  /// The ranges that others share.
  public private(set) var base: Base
  /// The ranges of the blocks that have one of their own.
  public private(set) var own: [Int: ClippingRange] = [:]

  /// The ranges of a base.
  public init(_ base: Base) {
    self.base = base
  }

  /// A range for each block.
  public init(_ ranges: [ClippingRange] = [], from origin: String? = nil) {
    base = Base(ranges, from: origin)
  }

  /// What chose the ranges, such as `min-max`, a calibrator with its settings, `by hand` or `file`.
  ///
  /// Where only some blocks have what was chosen it says how many have not; it is nil where nobody
  /// knows.
  var origin: String? {
    guard !own.isEmpty else { return base.origin }
    guard let origin = base.origin, own.count < count else { return RangeOrigin.byHand }
    return "\(origin), \(own.count) of \(count) blocks \(RangeOrigin.byHand)"
  }

  /// A range for each block, or where there is none that of other ranges, of as many blocks.
  init(_ ranges: [ClippingRange?], orOf others: BlockRanges, from origin: String? = nil) {
    self.init(
      ranges.indices.map { block in
        ranges[block]
          ?? (others.indices.contains(block)
            ? others[block] : ClippingRange(lower: 0, upper: 0))
      }, from: origin)
  }

  /// The first block, 0.
  public var startIndex: Int { 0 }
  /// How many blocks there are.
  public var endIndex: Int { base.count }

  /// The range of a block.
  public subscript(block: Int) -> ClippingRange {
    get { own[block] ?? base[block] }
    set { own[block] = newValue == base[block] ? nil : newValue }
  }

  /// What its own ranges take in memory, about.
  var ownByteCount: Int { own.count * 2 * MemoryLayout<(Int, ClippingRange)>.stride }

  /// Goes with the values from one set of ends to another: what stood at an old end of its block
  /// stands at the new one, and everything else stays.
  ///
  /// A bound that was given, and is an old end by chance, stays too.
  mutating func follow(from old: Base, to new: Base, except given: ClippingRange?) {
    let kept = own
    if base === old { base = new }
    own = [:]
    for (block, range) in kept where block < new.count && block < base.count {
      self[block] = range.following(from: old[block], to: new[block], except: given)
    }
  }
}

extension BlockRanges: Equatable {
  /// Whether every block has the same range in both.
  public static func == (first: BlockRanges, second: BlockRanges) -> Bool {
    first.base === second.base ? first.own == second.own : first.elementsEqual(second)
  }
}

extension ClippingRange {
  /// The range with each bound that is one of `old` moved to that of `new`, but for a given one.
  func following(
    from old: ClippingRange, to new: ClippingRange, except given: ClippingRange?
  ) -> ClippingRange {
    let lower = self.lower == old.lower && self.lower != given?.lower ? new.lower : self.lower
    let upper = self.upper == old.upper && self.upper != given?.upper ? new.upper : self.upper
    // A block with nothing in the sample had both its ends at zero.
    return lower <= upper ? ClippingRange(lower: lower, upper: upper) : self
  }
}
