/// Which values are left out on purpose, such as those of a mask or of padding.
///
/// A value is left out if it is below one bound, above the other, or one of a list. It is compared as a
/// float32, as the tools see it: an infinity is above every upper bound, and NaN is left out where the
/// list has it.
public struct IgnoreRule: Hashable, Sendable {
  /// Values below it are left out; nil where none are.
  public let below: Float?
  /// Values above it are left out; nil where none are.
  public let above: Float?
  /// Values that are left out wherever they lie.
  public let values: [Float]

  /// A rule; without arguments nothing is left out.
  public init(below: Float? = nil, above: Float? = nil, values: [Float] = []) {
    self.below = below
    self.above = above
    self.values = values
  }

  /// Whether nothing is left out.
  public var isEmpty: Bool { below == nil && above == nil && values.isEmpty }

  /// Whether a value is left out.
  @inline(__always)
  public func contains(_ value: Float) -> Bool {
    if let below, value < below { return true }
    if let above, value > above { return true }
    return values.contains { $0 == value || $0.isNaN && value.isNaN }
  }
}

extension IgnoreRule {
  /// What stands for a value that is left out: a NaN that no other has, once ``mark(_:count:)`` has been
  /// there.
  public static let mark = Float.ignoredMark

  /// Puts the mark in the place of each value that is left out, and the plain NaN in that of each other
  /// NaN.
  func mark<Element: LaneElement>(_ numbers: UnsafeMutablePointer<Element>, count: Int) {
    for index in 0..<count {
      let number = unsafe numbers[index].rounded32
      if contains(number) {
        unsafe numbers[index] = Element.ignoredMark
      } else if number.isNaN {
        unsafe numbers[index] = Element.nan
      }
    }
  }

  /// Puts the mark in the place of each value that is left out.
  public func mark(_ numbers: inout [Float]) {
    guard !isEmpty else { return }
    let count = numbers.count
    unsafe numbers.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      unsafe mark(start, count: count)
    }
  }

  /// Puts the mark in the place of each value that is left out.
  public func mark(_ numbers: inout [Double]) {
    guard !isEmpty else { return }
    let count = numbers.count
    unsafe numbers.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      unsafe mark(start, count: count)
    }
  }
}

extension ElementStream {
  /// The same elements as float32 or float64 numbers, with the mark in the place of each that a rule
  /// leaves out; the stream itself where it leaves out none.
  public func ignoring(_ rule: IgnoreRule) -> ElementStream {
    guard !rule.isEmpty else { return self }
    return elementType.fitsFloat32
      ? marked(by: rule, as: Float.self, .float32) : marked(by: rule, as: Double.self, .float64)
  }

  private func marked<Element: LaneElement>(
    by rule: IgnoreRule, as type: Element.Type, _ elementType: ElementType
  ) -> ElementStream {
    ElementStream(elementType: elementType, byteOrder: .native, count: count) {
      [self] elements, body in
      // A piece at a time is asked for, so this is small.
      var numbers = [Element](repeating: 0, count: elements.count)
      unsafe numbers.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        unsafe decode(elements, to: start)
        unsafe rule.mark(start, count: elements.count)
      }
      unsafe numbers.withUnsafeBytes { unsafe body(RawSpan(_unsafeBytes: $0)) }
    }
  }
}
