import Glibc
import QuantizationEngine
import Testing

@testable import EncodingFiles

@Suite struct ErrorSentenceTests {
  private static let aimet = Aimet100Format().title

  static let sentences: [(EncodingFileError, EncodingFailureKind, String)] = [
    (
      .blockCount(tensor: "w", part: .clippingRanges, expected: 4, found: 3), .usage,
      "tensor 'w' needs 4 clipping ranges, one per block, found 3"
    ),
    (
      .rangeNotFinite(tensor: "w", block: 2, range: ClippingRange(lower: -.infinity, upper: 1)),
      .usage, "tensor 'w', block 2: clipping range must be finite, found -inf…1.0"
    ),
    (
      .codesNotOfScheme(tensor: "w", block: 0, expected: 0...255, found: -128...127), .usage,
      "tensor 'w', block 0: codes must be the scheme's 0…255, found -128…127"
    ),
    (.duplicateTensor("a'b"), .usage, #"tensor 'a\'b' is there twice; names must differ"#),
    (
      .notSaid(tensor: "w", member: .clippingRange), .usage,
      "the file does not say the clipping range of tensor 'w'"
    ),
    (
      .axisWithoutShape(tensor: "w", axis: -1), .usage,
      "axis -1 of tensor 'w' is counted from the last, and its shape is not known "
        + "(--tensors says where it is)"
    ),
    (
      .shapeNeeded(format: "X tables", tensor: "w"), .usage,
      "X tables need the shape of tensor 'w', which is not known (--tensors says where it is)"
    ),
    (
      .shapeDiffers(tensor: "w", said: [4, 8], found: [8, 4]), .usage,
      "the file says the shape [4, 8] of tensor 'w', which has [8, 4]"
    ),
    (
      .givenContradicts(tensor: "w", said: "the axis 0", given: "axis 1"), .usage,
      "the file says the axis 0 of tensor 'w', and axis 1 is asked for"
    ),
    (
      .zeroPointOutsideCodes(tensor: "w", block: 1, codes: 0...255, found: -3), .usage,
      "zero-point -3 of tensor 'w', block 1, is not among the codes 0…255, which the file does not "
        + "say (--bits, --signed, --unsigned say others)"
    ),
    (
      .zeroPointsNotSaid(tensor: "x"), .usage,
      "the file says no zero-points of tensor 'x', which asymmetric codes need "
        + "(--symmetric says others)"
    ),
    (
      .codesOfNoScheme(tensor: "x", found: -3...90), .badData,
      "codes -3…90 of tensor 'x' and their zero-points are those of no scheme: symmetric codes have "
        + "theirs in the middle"
    ),
    (
      .formatNotKnown(read: ["a", "b"]), .badData,
      "is of no format of encodings that is read: a, b"
    ),
    (.formatAmbiguous(["a", "b"]), .badData, "could be a or b: say which with --from"),
    (
      .levelsNotWholeBits(format: aimet, tensor: "w", levels: 9), .usage,
      "AIMET/QNN encodings 1.0.0 need 2^b levels, or 2^b − 1 about zero, for tensor 'w', found 9"
    ),
    (
      .restrictedNotCentred(format: aimet, tensor: "w", block: 3), .usage,
      "AIMET/QNN encodings 1.0.0 need the zero of restricted codes in the middle; "
        + "that of tensor 'w', block 3 is not (use signed codes)"
    ),
    (
      .activationNotPerTensor(format: aimet, tensor: "x"), .usage,
      "AIMET/QNN encodings 1.0.0 have one encoding per activation, and tensor 'x' has more "
        + "(make it a parameter, or per-tensor)"
    ),
    (
      .groupsNotExpressible(
        format: aimet, tensor: "w",
        layout: layout([8, 4], .perGroup(axis: 0, size: 2))), .usage,
      "AIMET/QNN encodings 1.0.0 need whole groups along axis 1 of a matrix; "
        + "tensor 'w' has shape [8, 4] in groups of 2 along axis 0"
    ),
    (
      .noBlocks(format: aimet, tensor: "w"), .usage,
      "AIMET/QNN encodings 1.0.0 need an encoding for tensor 'w', which has no blocks"
    ),
    (
      .notExpressible(format: "X tables", tensor: "w", needs: "8 bits", found: "4"), .usage,
      "X tables have 8 bits; tensor 'w' has 4"
    ),
    (
      .nameNotExpressible(format: "X tables", tensor: "a b", reason: "it has a space"), .usage,
      "X tables cannot have the name 'a b': it has a space"
    ),
    (
      .lineNotRead(number: 3, expected: "NAME:AMAX above zero", found: "a\u{1B}"), .badData,
      #"line 3 must be NAME:AMAX above zero, found 'a\u{1b}'"#
    ),
    (
      .fileTooLarge(format: "X models", part: "the header", limit: 8, found: 9), .usage,
      "the header of X models may take up to 8 bytes, and would take 9 (write fewer tensors to a file)"
    ),
    (
      .notFlatBuffer(expected: .vector, position: 12), .badData,
      "not such a flatbuffer: expected a vector that ends in the file (byte 12)"
    ),
    (.notEncodable(format: "X"), .usage, "the document cannot be written as X"),
    (.tooLarge(limit: 10, found: 11), .badData, "encodings may take up to 10 bytes, found 11"),
    (
      .tooManyBlocks(limit: 8, found: 9), .usage,
      "a file of encodings may have up to 8 blocks, found 9"
    ),
    (
      .textTooLarge(limit: 9), .badData,
      "encodings may take up to 9 bytes besides lists of numbers, and take more"
    ),
    (
      .tooManyNumbers(limit: 9), .badData,
      "encodings may have up to 9 numbers in lists, and have more"
    ),
    (
      .tooManyMembers(limit: 9, position: 40), .badData,
      "an object may have up to 9 members, and has more (byte 40)"
    ),
    (.notUTF8(position: 7), .badData, "not UTF-8 text (byte 7)"),
    (
      .syntax(expected: .commaOrBrace, found: 0x5D, position: 9), .badData,
      "not JSON: expected ',' or '}', found ']' (byte 9)"
    ),
    (
      .syntax(expected: .value, found: nil, position: 9), .badData,
      "not JSON: expected a value, found the end (byte 9)"
    ),
    (
      .syntax(expected: .character, found: 0x1B, position: 9), .badData,
      "not JSON: expected a character, or an escape for a control character, "
        + "found byte value 27 (byte 9)"
    ),
    (
      .nesting(limit: 32, position: 40), .badData,
      "brackets may nest 32 deep, and do deeper (byte 40)"
    ),
    (
      .duplicateMember("na\u{1B}me", position: 5), .badData,
      #"member 'na\u{1b}me' is there twice in one object (byte 5)"#
    ),
    (
      .numberNotRepresentable(position: 5), .badData,
      "number out of the range of a float64 (byte 5)"
    ),
    (.missingMember("tensors[0].role"), .badData, "member 'tensors[0].role' is missing"),
    (
      .wrongKind(member: "version", expected: .string), .badData,
      "member 'version' must be a string"
    ),
    (.notDecodable(member: "a"), .badData, "member 'a' cannot be read"),
    (.notDecodable(member: ""), .badData, "a member cannot be read"),
    (
      .notWhole(member: "a.bw", found: 8.5), .badData,
      "member 'a.bw' must be a whole number, found 8.5"
    ),
    (
      .wrongWord(member: "a", expected: ["b", "c"], found: String(repeating: "x", count: 50)),
      .badData, "member 'a' must be b or c, found '\(String(repeating: "x", count: 40))…'"
    ),
    (
      .contradiction(member: "a.bits", expected: 4, found: 8), .badData,
      "member 'a.bits' must be 4 by what stands beside it, found 8.0"
    ),
    (
      .versionNotRead(expected: "1.0.0", found: "2.0.0"), .badData,
      "version must be 1.0.0, found '2.0.0'"
    ),
    (
      .layout(tensor: "w", reason: .groupSizeNotPositive(0)), .badData,
      "tensor 'w': group size must be at least 1, found 0"
    ),
    (
      .scheme(tensor: "w", reason: .levelCountOutOfRange(1)), .badData,
      "tensor 'w': number of levels must be from 2 to 65536, found 1"
    ),
    (
      .encoding(tensor: "w", block: 5, reason: .scaleNotPositive(0)), .badData,
      "tensor 'w', block 5: scale must be a positive finite number, found 0.0"
    ),
    (
      .bitWidth(tensor: "w", found: 32), .badData,
      "tensor 'w': bit width must be from 1 to 16, found 32"
    ),
    (
      .zeroPointOutsideGrid(tensor: "w", block: 0, bitWidth: 8, found: 102), .badData,
      "tensor 'w', block 0: offset must be from -255 to 0 with 8 bits, found 102"
    ),
    (
      .blockNotThere(block: 8, count: 8), .badData, "block must be from 0 to 7, found 8"
    ),
    (
      .rangeNotOrdered(tensor: "w", block: 3), .badData,
      "tensor 'w', block 3: the clipping range must be finite, its min at or below its max"
    ),
    (
      .rangeNotOrdered(tensor: "w", block: nil), .badData,
      "tensor 'w': the clipping range must be finite, its min at or below its max"
    ),
    (
      .tooManyRanges(limit: 10, found: 11), .badData, "ranges of up to 10 blocks are kept, found 11"
    ),
    (.shiftNotRead(tensor: "w"), .badData, "tensor 'w': zero_point_shift must be 0"),
    (
      .inFile(path: "a.json", reason: .notUTF8(position: 7)), .badData,
      "a.json: not UTF-8 text (byte 7)"
    ),
    (
      .unreadable(.notRegular(path: "/dev/null")), .noInput, "/dev/null: is no regular file"
    ),
    (
      .unreadable(.system(path: "a", errorNumber: ENOENT)), .noInput,
      "a: cannot be read: No such file or directory"
    ),
    (
      .unreadable(.system(path: "a", errorNumber: EIO)), .ioError,
      "a: cannot be read: Input/output error"
    ),
    (.unwritable(.exists(path: "a")), .cannotCreate, "a: file exists"),
    (.unwritable(.folder(path: "a")), .cannotCreate, "a: is a folder, expected a file name"),
    (
      .unwritable(.notRegular(path: "a")), .cannotCreate,
      "a: is no regular file, and cannot be replaced by one"
    ),
    (.unwritable(.readOnly(path: "a")), .cannotCreate, "a: file is read-only"),
    (
      .unwritable(.system(path: "a", step: .create, errorNumber: EACCES)), .cannotCreate,
      "a: creating a temporary file beside it failed: Permission denied"
    ),
    (
      .unwritable(.system(path: "a", step: .write, errorNumber: ENOSPC)), .ioError,
      "a: writing failed: No space left on device"
    ),
    (
      .readBackDiffers(path: "a"), .ioError,
      "a: what was read back differs from what was written; nothing was saved"
    ),
  ]

  private static func layout(_ shape: [Int], _ granularity: Granularity) -> BlockLayout {
    do {
      return try BlockLayout(shape: shape, granularity: granularity)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  @Test("every failure has its sentence and its kind", arguments: sentences)
  func sentence(error: EncodingFileError, kind: EncodingFailureKind, text: String) {
    #expect(error.description == text)
    #expect(error.kind == kind)
  }

  @Test(
    "each step of writing belongs to creating the file or to the disk",
    arguments: WritingStep.allCases)
  func steps(step: WritingStep) {
    let error = AtomicFileError.system(path: "a", step: step, errorNumber: EIO)
    let creating: [WritingStep] = [.inspect, .resolveLink, .create, .place]
    #expect(error.kind == (creating.contains(step) ? .cannotCreate : .ioError))
    #expect(error.description == "a: \(step.rawValue) failed: Input/output error")
  }
}
