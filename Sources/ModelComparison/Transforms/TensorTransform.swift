/// What a converter did to a tensor besides storing its values in fewer bits.
///
/// A comparison undoes what moved values, so that both sides are in the original's order, and does
/// to the original what changed values, in float32 as the converter does.
public enum TensorTransform: Hashable, Sendable {
  /// Nothing.
  case asIs
  /// The last two axes are exchanged: [out, in] is stored as [in, out], each matrix of a stack
  /// alone.
  case transposed
  /// Channels are last: [out, in, height, width] is stored as [out, height, width, in].
  case channelsLast
  /// The rows of each head are interleaved for rotary embedding. With d rows a head, the stored row
  /// h·d + 2i + s is the original's h·d + s·(d/2) + i, for s of 0 and 1 and i < d/2.
  case interleavedRows(heads: Int)
  /// The rows of each head are put back as they were before ``interleavedRows(heads:)``: the stored row
  /// h·d + s·(d/2) + i is the original's h·d + 2i + s.
  case separatedRows(heads: Int)
  /// The original has q, k and v together head by head, and all q come first in what is stored: the
  /// stored row p·(H·d) + h·d + i is the original's (3h + p)·d + i, for p of 0 to 2.
  case groupedRows(heads: Int)
  /// 1 was added to each value.
  case plusOne
  /// 1 was taken from each value.
  case minusOne
  /// Each value a became −exp(a).
  case negatedExponential
  /// Each column of a matrix was divided by a factor that a norm before it was multiplied by, as AWQ
  /// does with the scales of a layer's inputs; the name is that of the norm.
  case foldedColumns(norm: String)

  /// The name in reports, which never changes.
  public var name: String {
    switch self {
    case .asIs: "as-is"
    case .transposed: "transposed"
    case .channelsLast: "channels-last"
    case .interleavedRows: "interleaved-rows"
    case .separatedRows: "separated-rows"
    case .groupedRows: "grouped-rows"
    case .plusOne: "plus-one"
    case .minusOne: "minus-one"
    case .foldedColumns: "folded-columns"
    case .negatedExponential: "negated-exponential"
    }
  }

  /// How many heads the rows are those of; nil where heads play no part.
  public var headCount: Int? {
    switch self {
    case .interleavedRows(let heads), .separatedRows(let heads), .groupedRows(let heads): heads
    default: nil
    }
  }

  /// What the original's value became, in float32.
  @inline(__always)
  func stored(_ value: Float) -> Float {
    switch self {
    case .plusOne: value + 1
    case .minusOne: value - 1
    case .negatedExponential: -exponential(value)
    default: value
    }
  }

  /// Whether values change, beside their places.
  public var changesValues: Bool {
    switch self {
    case .plusOne, .minusOne, .negatedExponential: true
    case .asIs, .transposed, .channelsLast, .interleavedRows, .separatedRows, .groupedRows,
      .foldedColumns:
      false
    }
  }
}

extension TensorTransform: CustomStringConvertible {
  /// A few words for a person.
  public var description: String {
    switch self {
    case .asIs: "as is"
    case .transposed: "transposed"
    case .channelsLast: "channels last"
    case .interleavedRows(let heads): "rows of \(heads) head\(heads == 1 ? "" : "s") interleaved"
    case .separatedRows(let heads):
      "interleaved rows of \(heads) head\(heads == 1 ? "" : "s") put back"
    case .groupedRows(let heads): "q, k and v of \(heads) head\(heads == 1 ? "" : "s") grouped"
    case .plusOne: "1 added"
    case .minusOne: "1 taken away"
    case .foldedColumns(let norm): "input scales that are in \(norm)"
    case .negatedExponential: "−exp of it"
    }
  }
}
