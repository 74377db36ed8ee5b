import NumberFormats
import QuantizationEngine

/// A tensor and where its elements lie in a mapped file.
///
/// Invariant: `start + description.byteCount` is at most the size of `file`, or of the inflated member.
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
  /// The member of an archive whose inflated bytes `start` counts, until somebody reads them.
  var deflated: DeflatedMember?

  /// The bytes of all elements.
  var bytes: Range<Int> { start..<start + description.byteCount }

  /// The same tensor where its bytes can be read: those of a deflated member are inflated.
  ///
  /// - Throws: ``TensorFileError``, the cases of ``DeflatedMember/inflated()``.
  func readable() throws(TensorFileError) -> StoredTensor {
    guard let deflated else { return self }
    return StoredTensor(
      description: description, file: try deflated.inflated(), start: start, form: form)
  }
}

/// How the elements of a tensor lie in its bytes.
enum StoredForm: Sendable {
  /// Each element in whole bytes of its own.
  case elements(ByteOrder, ElementOrder)
  /// Elements of fewer than 8 bits without gaps, row-major, the first in the lowest bits.
  case packed
  /// Blocks of values with scales of their own, row-major.
  case blocks(BlockFormat)
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
    if case .elements(let order, _) = self { order } else { .native }
  }
}
