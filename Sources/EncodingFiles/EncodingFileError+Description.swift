import QuantizationEngine

extension EncodingFileError: CustomStringConvertible {
  /// One sentence: what is wrong, where, what was expected, what was found.
  public var description: String {
    switch self {
    case .blockCount(let tensor, let part, let expected, let found):
      "tensor \(DisplayName(tensor)) needs \(expected) \(part.rawValue), one per block, found \(found)"
    case .rangeNotFinite(let tensor, let block, let range):
      "tensor \(DisplayName(tensor)), block \(block): clipping range must be finite, "
        + "found \(range.lower)…\(range.upper)"
    case .codesNotOfScheme(let tensor, let block, let expected, let found):
      "tensor \(DisplayName(tensor)), block \(block): codes must be the scheme's "
        + "\(Self.codes(expected)), found \(Self.codes(found))"
    case .duplicateTensor(let name):
      "tensor \(DisplayName(name)) is there twice; names must differ"
    case .tooManyBlocks(let limit, let found):
      "a file of encodings may have up to \(limit) blocks, found \(found)"
    case .axisWithoutShape(let tensor, let axis):
      "axis \(axis) of tensor \(DisplayName(tensor)) is counted from the last, and its shape is not known "
        + "(--tensors says where it is)"
    case .shapeDiffers(let tensor, let said, let found):
      "the file says the shape \(said) of tensor \(DisplayName(tensor)), which has \(found)"
    case .givenContradicts(let tensor, let said, let given):
      "the file says \(said) of tensor \(DisplayName(tensor)), and \(given) is asked for"
    case .zeroPointOutsideCodes(let tensor, let block, let codes, let found):
      "zero-point \(found) of tensor \(DisplayName(tensor)), block \(block), is not among the codes "
        + "\(Self.codes(codes)), which the file does not say (--bits, --signed, --unsigned say others)"
    case .zeroPointsNotSaid(let tensor):
      "the file says no zero-points of tensor \(DisplayName(tensor)), which asymmetric codes need "
        + "(--symmetric says others)"
    case .codesOfNoScheme(let tensor, let found):
      "codes \(Self.codes(found)) of tensor \(DisplayName(tensor)) and their zero-points are those of no "
        + "scheme: symmetric codes have theirs in the middle"
    case .signNotSaid(let tensor):
      "the zero-point 0 of tensor \(DisplayName(tensor)) may be that of codes from zero up or about zero, "
        + "and the file does not say which: say --unsigned, --signed or --symmetric"
    case .notSaid(let tensor, let member):
      "the file does not say the \(member.rawValue) of tensor \(DisplayName(tensor))"

    case .levelsNotWholeBits(let format, let tensor, let levels):
      "\(format) need 2^b levels, or 2^b − 1 about zero, for tensor \(DisplayName(tensor)), "
        + "found \(levels)"
    case .restrictedNotCentred(let format, let tensor, let block):
      "\(format) need the zero of restricted codes in the middle; "
        + "that of tensor \(DisplayName(tensor)), block \(block) is not (use signed codes)"
    case .activationNotPerTensor(let format, let tensor):
      "\(format) have one encoding per activation, and tensor \(DisplayName(tensor)) has more "
        + "(make it a parameter, or per-tensor)"
    case .groupsNotExpressible(let format, let tensor, let layout):
      "\(format) need whole groups along axis 1 of a matrix; tensor \(DisplayName(tensor)) has "
        + "\(Self.groups(layout))"
    case .notExpressible(let format, let tensor, let needs, let found):
      "\(format) have \(needs); tensor \(DisplayName(tensor)) has \(found)"
    case .shapeNeeded(let format, let tensor):
      "\(format) need the shape of tensor \(DisplayName(tensor)), which is not known "
        + "(--tensors says where it is)"
    case .nameNotExpressible(let format, let tensor, let reason):
      "\(format) cannot have the name \(DisplayName(tensor)): \(reason)"
    case .scaleOfZero(let format, let tensor, let blocks):
      "\(format) need scales above zero, and those of tensor \(DisplayName(tensor)) are 0 in "
        + (blocks.count == 1 ? "block " : "\(blocks.count) blocks: ") + blocks.words
    case .noBlocks(let format, let tensor):
      "\(format) need an encoding for tensor \(DisplayName(tensor)), which has no blocks"
    case .notEncodable(let format): "the document cannot be written as \(format)"
    case .fileTooLarge(let format, let part, let limit, let found):
      "\(part) of \(format) may take up to \(limit) bytes, and would take \(found) "
        + "(write fewer tensors to a file)"

    case .tooLarge(let limit, let found):
      "encodings may take up to \(limit) bytes, found \(found)"
    case .textTooLarge(let limit):
      "encodings may take up to \(limit) bytes besides lists of numbers, and take more"
    case .tooManyNumbers(let limit):
      "encodings may have up to \(limit) numbers in lists, and have more"
    case .tooManyMembers(let limit, let position):
      "an object may have up to \(limit) members, and has more (byte \(position))"
    case .notUTF8(let position): "not UTF-8 text (byte \(position))"
    case .syntax(let expected, let found, let position):
      "not JSON: expected \(expected.rawValue), found \(Self.words(found)) (byte \(position))"
    case .nesting(let limit, let position):
      "brackets may nest \(limit) deep, and do deeper (byte \(position))"
    case .duplicateMember(let name, let position):
      "member \(DisplayName(name)) is there twice in one object (byte \(position))"
    case .numberNotRepresentable(let position):
      "number out of the range of a float64 (byte \(position))"
    case .notFlatBuffer(let expected, let position):
      "not such a flatbuffer: expected \(expected.rawValue) (byte \(position))"
    case .lineNotRead(let number, let expected, let found):
      "line \(number) must be \(expected), found \(DisplayName(found))"
    case .missingMember(let member): "member '\(member)' is missing"
    case .wrongKind(let member, let expected):
      "member '\(member)' must be \(expected.rawValue)"
    case .notDecodable(let member):
      member.isEmpty ? "a member cannot be read" : "member '\(member)' cannot be read"
    case .notWhole(let member, let found):
      "member '\(member)' must be a whole number, found \(found)"
    case .wrongWord(let member, let expected, let found):
      "member '\(member)' must be \(expected.joined(separator: " or ")), "
        + "found \(DisplayName(found))"
    case .contradiction(let member, let expected, let found):
      "member '\(member)' must be \(expected) by what stands beside it, found \(found)"
    case .formatNotKnown(let read):
      "is of no format of encodings that is read: \(read.joined(separator: ", "))"
    case .formatAmbiguous(let formats):
      "could be \(formats.joined(separator: " or ")): say which with --from"
    case .versionNotRead(let expected, let found):
      "version must be \(expected), found \(DisplayName(found))"

    case .layout(let tensor, let reason): "tensor \(DisplayName(tensor)): \(reason)"
    case .scheme(let tensor, let reason): "tensor \(DisplayName(tensor)): \(reason)"
    case .encoding(let tensor, let block, let reason):
      "tensor \(DisplayName(tensor)), block \(block): \(reason)"
    case .bitWidth(let tensor, let found):
      "tensor \(DisplayName(tensor)): bit width must be from 1 to 16, found \(found)"
    case .zeroPointOutsideGrid(let tensor, let block, let bitWidth, let found):
      "tensor \(DisplayName(tensor)), block \(block): offset must be from "
        + "\(1 - (1 << bitWidth)) to 0 with \(bitWidth) bits, found \(found)"
    case .shiftNotRead(let tensor):
      "tensor \(DisplayName(tensor)): zero_point_shift must be 0"
    case .blockNotThere(let block, let count):
      "block must be from 0 to \(count - 1), found \(block)"
    case .rangeNotOrdered(let tensor, let block):
      "tensor \(DisplayName(tensor))\(block.map { ", block \($0)" } ?? ""): "
        + "the clipping range must be finite, its min at or below its max"
    case .tooManyRanges(let limit, let found):
      "ranges of up to \(limit) blocks are kept, found \(found)"

    case .inFile(let path, let reason): "\(path): \(reason)"
    case .unreadable(let error): error.description
    case .unwritable(let error): error.description
    case .readBackDiffers(let path):
      "\(path): what was read back differs from what was written; nothing was saved"
    }
  }

  private static func codes(_ codes: ClosedRange<Int>) -> String {
    "\(codes.lowerBound)…\(codes.upperBound)"
  }

  private static func groups(_ layout: BlockLayout) -> String {
    guard case .perGroup(let axis, let size) = layout.granularity else {
      return "shape \(layout.shape)"
    }
    return "shape \(layout.shape) in groups of \(size) along axis \(axis)"
  }

  private static func words(_ byte: UInt8?) -> String {
    guard let byte else { return "the end" }
    return (0x20..<0x7F).contains(byte)
      ? "'\(Character(Unicode.Scalar(byte)))'" : "byte value \(byte)"
  }
}

/// Text out of a file, fit for a sentence: in quotes, short, and printable.
struct DisplayName: CustomStringConvertible {
  /// The text with its quotes.
  let description: String

  /// A text as it is shown: up to 40 characters, all of them printable ASCII.
  init(_ text: String) {
    let limit = 40
    let shown = text.unicodeScalars.prefix(limit).map { scalar in
      switch scalar {
      case "\\", "'": "\\\(scalar)"
      case " "..."~": String(scalar)
      default: "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    let isCut = text.unicodeScalars.dropFirst(limit).first != nil
    description = "'\(shown.joined())\(isCut ? "…" : "")'"
  }
}
