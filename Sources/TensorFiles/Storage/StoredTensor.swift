import NumberFormats
import QuantizationEngine

/// A tensor and where its elements lie in a mapped file.
///
/// Invariant: `bytes` lies within `file`, or within the inflated member.
/// Whoever makes one has checked it; reading relies on it.
struct StoredTensor: Sendable {
  /// What the program is told.
  let description: TensorDescription
  /// The bytes in which it lies; those of another file where a file names others as its parts.
  let file: MappedFile
  /// The position of the first byte in the file.
  let start: Int
  /// How the elements lie in the bytes.
  let form: StoredForm
  /// What makes the bytes that `start` counts when somebody reads them, a member of an archive say.
  var deflated: (any DeferredBytes)?

  /// The bytes of all elements, and those between them where they lie apart.
  var bytes: Range<Int> {
    switch form {
    case .strided(_, let walk):
      start..<start + walk.extent * description.elementType.byteCount
    case .quantized(let codes, _): codes.bytes
    case .layered(let layer): layer.parts.first?.bytes ?? start..<start
    case .elements, .packed, .blocks, .unread: start..<start + description.byteCount
    }
  }

  /// The same tensor where its bytes can be read: those of a deflated member are inflated.
  ///
  /// - Throws: ``TensorFileError``, the cases of ``DeferredBytes/inflated()``.
  func readable() throws(TensorFileError) -> StoredTensor {
    guard let deflated else { return self }
    if case .quantized(let codes, let encoding) = form {
      return StoredTensor(quantized: try codes.readable(), by: encoding)
    }
    return StoredTensor(
      description: description, file: try deflated.inflated(), start: start, form: form)
  }
}

/// How the elements of a tensor lie in its bytes.
indirect enum StoredForm: Sendable {
  /// Each element in whole bytes of its own.
  case elements(ByteOrder, ElementOrder)
  /// Each element in whole bytes of its own, with others between them or some of them more than once.
  case strided(ByteOrder, StridedWalk)
  /// Elements of fewer than 8 bits, row-major, the first in the lowest bits.
  case packed(PackedElements)
  /// Blocks of values with scales of their own, row-major.
  case blocks(BlockFormat)
  /// Codes that stand for real values, in one of the ways above.
  case quantized(codes: StoredTensor, StoredEncoding)
  /// Codes of a checkpoint's layer, whose scales and other parts lie in tensors of their own.
  case layered(any DequantizedLayer)
  /// A way that is not read, and why: the tensor can be listed and not opened, and its bytes need not
  /// be in the file.
  case unread(TensorFileError)
}

/// Which neighbour of an element comes next.
public enum ElementOrder: Hashable, Sendable {
  /// The last index moves fastest: C, and what the reader hands out.
  case rowMajor
  /// The first index moves fastest: Fortran.
  ///
  /// `shape` is the stored one; the description may have a shape the person asked for.
  case columnMajor(shape: [Int])
}

extension StoredForm {
  /// The order of the elements.
  var elementOrder: ElementOrder {
    if case .elements(_, let order) = self { order } else { .rowMajor }
  }

  /// The order of the bytes of an element in a stream of the elements.
  var byteOrder: ByteOrder {
    switch self {
    case .elements(let order, _), .strided(let order, _): order
    case .packed, .blocks, .quantized, .layered, .unread: .native
    }
  }

  /// How whole-byte elements lie; nil where elements have none of their own.
  var way: ElementWay? {
    switch self {
    case .elements(let byteOrder, .rowMajor): ElementWay(byteOrder: byteOrder)
    case .elements(let byteOrder, .columnMajor(let shape)):
      ElementWay(byteOrder: byteOrder, walk: StridedWalk(columnMajor: shape))
    case .strided(let byteOrder, let walk): ElementWay(byteOrder: byteOrder, walk: walk)
    case .packed, .blocks, .quantized, .layered, .unread: nil
    }
  }

  /// Whether elements that are neighbours in row-major order are neighbours in the file.
  var isSequential: Bool {
    if case .quantized(let codes, _) = self { codes.form.isSequential } else { way?.walk == nil }
  }
}
