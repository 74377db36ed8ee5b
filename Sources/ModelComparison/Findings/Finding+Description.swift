import Glibc

extension Finding: CustomStringConvertible {
  /// What is wrong and what may be the cause, in one sentence without a full stop.
  public var description: String {
    switch self {
    case .collapsed:
      "all stored values are one and the same: a scale is far too large, or the data was not "
        + "written"
    case .oneCode:
      "all elements have one code: a scale is far too large, or the data was not written"
    case .collapsedRows(let count, let first):
      "\(Self.counted(count, "entry", "entries")) of axis 0 became a single value, the first at "
        + "\(first): their scales are far too large, or zero"
    case .nonFiniteChanged(let changes):
      Self.sentence(of: changes)
    case .overflowed(let count, let storedAs):
      "\(Self.counted(count, "value")) overflowed to infinity: \(storedAs) has a shorter range "
        + "than the original's type"
    case .underflowed(let zeros, let subnormal, let storedAs):
      "\(Self.counted(zeros, "value")) became zero and \(subnormal) are subnormal: too small for "
        + "\(storedAs)"
    case .notIdentical(let values, let bits, let count):
      values == 0
        ? "\(bits) of \(count) elements differ in the sign of zero alone, where nothing was "
          + "quantized"
        : "\(values) of \(count) values differ, where nothing was quantized"
    case .wrongCounterpart(let error, let cosine):
      "unrelated to the original (relative error \(Self.short(error)), cosine "
        + "\(Self.short(cosine))): the wrong counterpart, or its rows in another order"
    case .wrongSign(let cosine):
      "opposite in sign to the original (cosine \(Self.short(cosine))): a scale or a code is read "
        + "with the wrong sign"
    case .wrongScale(let factor):
      "right but for a factor of \(Self.short(factor)): a scale, its convention or the order of "
        + "packed codes is wrong"
    case .shifted(let mean):
      "the mean moved by \(Self.short(100 * mean.magnitude)) % of the RMS: a zero-point is off, or "
        + "values were cut and not rounded; correcting the bias would repair it"
    case .clipped(let rmse, let share):
      "the RMSE is \(Self.short(rmse)) steps where rounding makes 0.289: values are clipped"
        + (share.map { ", \(Self.short(100 * $0)) % have an outermost code" } ?? "")
    case .beyondRounding(let rmse, let share):
      "the RMSE is \(Self.short(rmse)) steps where rounding makes 0.289, and the "
        + "\(Self.short(100 * share)) % with an outermost code are not to blame: values were computed "
        + "in another way, or by another scale"
    case .notInterleaved:
      "rows lie as in the original, and llama.cpp expects those of each head interleaved for this "
        + "architecture: what loads the file computes something else"
    case .folded(let matrices):
      "holds the input scales of \(Self.counted(matrices, "matrix", "matrices")) after it, which are "
        + "compared with them"
    case .belowUsual(let decibels, let usual, let storedAs):
      "\(Self.short(decibels)) dB where \(storedAs) usually gives \(Self.short(usual)) dB or more"
    case .extraRows(let rows):
      rows > 0
        ? "\(Self.counted(rows, "row")) more than the original, such as padding; not compared"
        : "\(Self.counted(-rows, "row")) fewer than the original; the others are compared"
    }
  }

  private static func sentence(of changes: ElementChanges) -> String {
    let parts = [
      (changes.becameInfinite, "became infinite"), (changes.becameNaN, "became NaN"),
      (changes.becameFinite, "became finite"), (changes.becameOther, "became another infinity"),
    ].filter { $0.0 > 0 }
    guard let first = parts.first else { return "no value changed whether it is finite" }
    let rest = parts.dropFirst().map { ", \($0.0) \($0.1)" }.joined()
    return "\(counted(first.0, "value")) \(first.1)\(rest)"
  }

  private static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }

  /// Three significant digits, without an exponent where there is no need of one.
  static func short(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return number == 0 ? "0" : "\(number)" }
    let digits = 2 - Int(log10(number.magnitude).rounded(.down))
    guard (0...8).contains(digits) else {
      return digits < 0
        ? "\(Int(exactly: number.rounded()).map(String.init) ?? "\(number)")"
        : "\(number)"
    }
    let scale = pow(10, Double(digits))
    let rounded = (number * scale).rounded(.toNearestOrEven) / scale
    let text = "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
