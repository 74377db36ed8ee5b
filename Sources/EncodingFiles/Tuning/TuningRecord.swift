public import QuantizationEngine

/// What was tuned of one tensor, and of which: what survives the end of the program.
///
/// Invariants, which ``init(producerVersion:subject:time:layout:scheme:toolchain:ranges:)`` checks:
/// every block that has a range of its own is one of `layout`; every bound is finite; no lower bound
/// is above its upper one; at most ``rangeLimit`` blocks have a range of their own.
public struct TuningRecord: Hashable, Sendable {
  /// The tensor that was tuned, and the file that it was in.
  public struct Subject: Hashable, Sendable {
    /// The path of the file, from the root.
    public let path: String
    /// The tensor's name in the file.
    public let tensorName: String
    /// What the elements are stored as.
    public let elementType: String
    /// The size of the file in bytes.
    public let byteCount: Int
    /// When the file was changed last, in nanoseconds since 1970.
    public let modified: Int

    /// A tensor in a file.
    public init(
      path: String, tensorName: String, elementType: String, byteCount: Int, modified: Int
    ) {
      self.path = path
      self.tensorName = tensorName
      self.elementType = elementType
      self.byteCount = byteCount
      self.modified = modified
    }
  }

  /// The version of qviz that wrote it.
  public let producerVersion: String
  /// What was tuned.
  public let subject: Subject
  /// When it was tuned last, in seconds since 1970.
  public let time: Int
  /// The shape, and which elements share an encoding.
  public let layout: BlockLayout
  /// Codes, symmetry and arithmetic; the rule is qviz's own where ``toolchain`` is nil, and that of
  /// the tool to be put in its place where it is not.
  public let scheme: Scheme
  /// The name of the tool whose rule makes encodings; nil for qviz's own.
  public let toolchain: String?
  /// The ranges asked for.
  public let ranges: SparseRanges
  /// What chose them, such as a calibrator; nil where nobody knows.
  public var rangeOrigin: String?
  /// What the person has written about the tensor; nil for nothing.
  public var note: String?
  /// What was tuned did this to the values; nil where nobody measured it.
  public var error: RecordedError?

  /// How many blocks may have a range of their own.
  public static let rangeLimit = 65_536

  /// A record, checked; the rule of `scheme` is left out, for `toolchain` says it.
  ///
  /// - Throws: ``EncodingFileError/tooManyRanges(limit:found:)``,
  ///   ``EncodingFileError/blockNotThere(block:count:)``,
  ///   ``EncodingFileError/rangeNotOrdered(tensor:block:)``.
  public init(
    producerVersion: String, subject: Subject, time: Int, layout: BlockLayout, scheme: Scheme,
    toolchain: String?, ranges: SparseRanges
  ) throws(EncodingFileError) {
    guard ranges.chosen.count <= TuningRecord.rangeLimit else {
      throw .tooManyRanges(limit: TuningRecord.rangeLimit, found: ranges.chosen.count)
    }
    guard ranges.common.isOrdered else {
      throw .rangeNotOrdered(tensor: subject.tensorName, block: nil)
    }
    for (block, bounds) in ranges.chosen {
      guard (0..<layout.blockCount).contains(block) else {
        throw .blockNotThere(block: block, count: layout.blockCount)
      }
      guard bounds.isOrdered else {
        throw .rangeNotOrdered(tensor: subject.tensorName, block: block)
      }
    }
    self.producerVersion = producerVersion
    self.subject = subject
    self.time = time
    self.layout = layout
    self.scheme = scheme.with(arithmetic: scheme.arithmetic, rule: .standard)
      .with(valueType: .float32).with(scope: .tensor)
    self.toolchain = toolchain
    self.ranges = ranges
  }
}

extension SparseRanges.Bounds {
  /// Whether what is said is finite, and in order.
  fileprivate var isOrdered: Bool {
    (lower?.isFinite ?? true) && (upper?.isFinite ?? true)
      && (lower ?? -.infinity) <= (upper ?? .infinity)
  }
}
