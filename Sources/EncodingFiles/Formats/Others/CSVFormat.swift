import QuantizationEngine

/// A table for spreadsheets and scripts: a row for each block, with everything that is known of it.
///
/// Fields are separated by commas, lines by line feeds; a name with a comma, a quote or the end of a line is in
/// quotes, its own doubled (RFC 4180). Numbers are in the shortest form that reads back.
public struct CSVFormat: EncodingFormat {
  private static let columns = [
    "name", "role", "dtype", "shape", "granularity", "axis", "group_size", "block", "levels",
    "signed", "symmetry", "rounding", "quant_min", "quant_max", "scale", "zero_point", "min", "max",
    "clip_min", "clip_max", "range_from",
  ]

  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "csv"
  /// The name for people.
  public let title = "CSV, a row a block"
  /// Who reads it.
  public let reader = "spreadsheets and scripts"
  /// What file names end in.
  public let fileExtension = "csv"
  /// Everything but how values meet the scale, and the type of the scales.
  public let says = Set(TensorMember.allCases).subtracting([.scaling, .scaleType, .note, .error])

  /// Writes the text of a document.
  ///
  /// - Throws: what `take` throws.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let rows = document.tensors.lazy.flatMap { tensor in
      let (before, after) = Self.shared(tensor)
      return tensor.encodings.indices.lazy.map { block in
        (before + ["\(block)"] + after + Self.fields(tensor, block) + [
          Self.quoted(tensor.rangeOrigin ?? "")
        ]).joined(separator: ",")
      }
    }
    try TextLines.write(rows, under: [Self.columns.joined(separator: ",")], take)
  }

  /// What all blocks of a tensor share, before and after their number.
  private static func shared(_ tensor: TensorEncodings) -> ([String], [String]) {
    let scheme = tensor.scheme
    let (word, size): (String, Int?) =
      switch tensor.granularity {
      case .perTensor: ("per_tensor", nil)
      case .perChannel: ("per_channel", nil)
      case .perGroup(_, let size): ("per_group", size)
      }
    let before = [
      quoted(tensor.name), tensor.role.rawValue, quoted(tensor.elementType ?? ""),
      (tensor.shape ?? []).map(String.init).joined(separator: "x"), word,
      tensor.granularity.axis.map(String.init) ?? "", size.map(String.init) ?? "",
    ]
    let after = [
      "\(scheme.levelCount)", "\(scheme.signedness == .signed)", scheme.symmetry.rawValue,
      scheme.arithmetic.rounding.rawValue, "\(scheme.quantMin)", "\(scheme.quantMax)",
    ]
    return (before, after)
  }

  private static func fields(_ tensor: TensorEncodings, _ block: Int) -> [String] {
    let encoding = tensor.encodings[block]
    let (levels, asked) = (encoding.representableRange, tensor.clippingRanges[block])
    return [
      "\(encoding.scale)", "\(encoding.zeroPoint)", "\(Float(levels.lower))",
      "\(Float(levels.upper))", "\(asked.lower)", "\(asked.upper)",
    ]
  }

  private static func quoted(_ text: String) -> String {
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    guard text.unicodeScalars.contains(where: special.contains) else { return text }
    return "\"" + text.unicodeScalars.map { $0 == "\"" ? "\"\"" : "\($0)" }.joined() + "\""
  }
}
