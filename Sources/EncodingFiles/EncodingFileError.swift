public import QuantizationEngine

/// Why encodings could not be put in a document, written to a file, or read from one.
///
/// Positions count bytes from 0 at the start of the text; members are named by their path in the
/// document, such as `tensors[2].scheme`. The sentence of each case is in ``description``.
public enum EncodingFileError: Error, Equatable, Sendable {
  // MARK: A document

  /// A tensor has too few or too many of something.
  case blockCount(tensor: String, part: BlockPart, expected: Int, found: Int)
  /// A clipping range is NaN or infinite at an end.
  case rangeNotFinite(tensor: String, block: Int, range: ClippingRange)
  /// An encoding has other codes than its scheme.
  case codesNotOfScheme(
    tensor: String, block: Int, expected: ClosedRange<Int>, found: ClosedRange<Int>)
  /// Two tensors have the same name.
  case duplicateTensor(String)
  /// A document has more blocks than a file may.
  case tooManyBlocks(limit: Int, found: Int)
  /// An axis is counted from the last one of a shape that nobody knows.
  case axisWithoutShape(tensor: String, axis: Int)
  /// A tensor has another shape than the file says.
  case shapeDiffers(tensor: String, said: [Int], found: [Int])
  /// Something is given beside a file that says otherwise.
  case givenContradicts(tensor: String, said: String, given: String)
  /// A zero-point is not among the codes, which the file does not say.
  case zeroPointOutsideCodes(tensor: String, block: Int, codes: ClosedRange<Int>, found: Int)
  /// Codes that are not symmetric need zero-points, and the file says none.
  case zeroPointsNotSaid(tensor: String)
  /// No scheme has the codes that a file says.
  case codesOfNoScheme(tensor: String, found: ClosedRange<Int>)
  /// A file does not say something that a document needs.
  case notSaid(tensor: String, member: TensorMember)

  // MARK: What a format cannot say

  /// The levels are not those of a whole bit width.
  case levelsNotWholeBits(format: String, tensor: String, levels: Int)
  /// The zero of a restricted scheme is not the middle code.
  case restrictedNotCentred(format: String, tensor: String, block: Int)
  /// An activation has several encodings.
  case activationNotPerTensor(format: String, tensor: String)
  /// The groups do not run as the format has them run.
  case groupsNotExpressible(format: String, tensor: String, layout: BlockLayout)
  /// The format has words for less than a tensor has.
  case notExpressible(format: String, tensor: String, needs: String, found: String)
  /// A zero-point of 0 is there, and nobody says whether codes go up from it or lie about it.
  case signNotSaid(tensor: String)
  /// The format has words only for tensors whose shape is known.
  case shapeNeeded(format: String, tensor: String)
  /// A name cannot be written so that it is read back.
  case nameNotExpressible(format: String, tensor: String, reason: String)
  /// Some blocks have a scale of 0.
  case scaleOfZero(format: String, tensor: String, ListedBlocks)
  /// A tensor has no encoding at all.
  case noBlocks(format: String, tensor: String)
  /// The library refused to make text of a document.
  case notEncodable(format: String)
  /// A part of a file would have more bytes than its format allows.
  case fileTooLarge(format: String, part: String, limit: Int, found: Int)

  // MARK: A text that is not what it should be

  /// There are more bytes than are read.
  case tooLarge(limit: Int, found: Int)
  /// There are more bytes besides lists of numbers than are read.
  case textTooLarge(limit: Int)
  /// There are more numbers in lists than are read.
  case tooManyNumbers(limit: Int)
  /// An object has more members than are read.
  case tooManyMembers(limit: Int, position: Int)
  /// The bytes are not UTF-8.
  case notUTF8(position: Int)
  /// The text is not JSON; `found` is nil at its end.
  case syntax(expected: JSONToken, found: UInt8?, position: Int)
  /// Brackets nest too deep.
  case nesting(limit: Int, position: Int)
  /// An object has two members of one name.
  case duplicateMember(String, position: Int)
  /// A number is out of the range of a Double.
  case numberNotRepresentable(position: Int)
  /// The bytes are no flatbuffer of the tables that they should be.
  case notFlatBuffer(expected: FlatBufferToken, position: Int)
  /// A line of a text that is not JSON is not what it should be.
  case lineNotRead(number: Int, expected: String, found: String)
  /// A member is not there.
  case missingMember(String)
  /// A member is of the wrong kind.
  case wrongKind(member: String, expected: JSONKind)
  /// The library refused to make a value of a member.
  case notDecodable(member: String)
  /// A number should be whole.
  case notWhole(member: String, found: Double)
  /// A word is none of those known.
  case wrongWord(member: String, expected: [String], found: String)
  /// A number is not what the rest of the text makes it.
  case contradiction(member: String, expected: Int, found: Double)
  /// The text has the signs of no format that is read.
  case formatNotKnown(read: [String])
  /// The text has the signs of several formats.
  case formatAmbiguous([String])
  /// The file is of a version that is not read.
  case versionNotRead(expected: String, found: String)

  // MARK: A text that says what cannot be

  /// The granularity does not fit the shape.
  case layout(tensor: String, reason: GranularityError)
  /// The scheme cannot be.
  case scheme(tensor: String, reason: EncodingError)
  /// The encoding of a block cannot be.
  case encoding(tensor: String, block: Int, reason: EncodingError)
  /// The bit width is not one that qviz knows.
  case bitWidth(tensor: String, found: Int)
  /// The zero-point lies outside the codes.
  case zeroPointOutsideGrid(tensor: String, block: Int, bitWidth: Int, found: Int)
  /// A block has a range of its own that the tensor does not have.
  case blockNotThere(block: Int, count: Int)
  /// A range is not finite, or its ends are out of order; block nil is what blocks have in common.
  case rangeNotOrdered(tensor: String, block: Int?)
  /// More blocks have ranges of their own than a record holds.
  case tooManyRanges(limit: Int, found: Int)
  /// The grid is moved by a fraction of a step.
  case shiftNotRead(tensor: String)

  // MARK: A file

  /// What is wrong is in this file.
  indirect case inFile(path: String, reason: EncodingFileError)
  /// There is no such file to read.
  case unreadable(FileReadingError)
  /// The file could not be written.
  case unwritable(AtomicFileError)
  /// What was read back is not what was written; the file has been taken away again.
  case readBackDiffers(path: String)
}

extension EncodingFileError {
  /// What sort of failure this is.
  public var kind: EncodingFailureKind {
    switch self {
    case .blockCount, .rangeNotFinite, .codesNotOfScheme, .duplicateTensor, .tooManyBlocks,
      .notSaid, .axisWithoutShape, .shapeNeeded, .givenContradicts, .zeroPointOutsideCodes,
      .zeroPointsNotSaid, .signNotSaid, .shapeDiffers,
      .levelsNotWholeBits, .restrictedNotCentred, .activationNotPerTensor, .groupsNotExpressible,
      .notExpressible, .nameNotExpressible,
      .scaleOfZero, .noBlocks, .notEncodable, .fileTooLarge:
      .usage
    case .tooLarge, .textTooLarge, .tooManyNumbers, .tooManyMembers, .notUTF8, .syntax, .nesting,
      .duplicateMember, .numberNotRepresentable, .lineNotRead, .notFlatBuffer,
      .missingMember, .wrongKind, .notDecodable, .notWhole, .wrongWord, .contradiction,
      .versionNotRead, .formatNotKnown, .formatAmbiguous, .codesOfNoScheme, .layout, .scheme,
      .encoding, .bitWidth, .zeroPointOutsideGrid,
      .shiftNotRead, .blockNotThere, .rangeNotOrdered, .tooManyRanges, .inFile:
      .badData
    case .readBackDiffers: .ioError
    case .unreadable(let error): error.kind
    case .unwritable(let error): error.kind
    }
  }
}
