/// What is wrong with a PyTorch checkpoint, or with one tensor in it.
///
/// Positions count bytes from 0 at the start of the pickle's file, or of its member.
public enum TorchFault: Error, Hashable, Sendable {
  // MARK: The file

  /// The file is neither an archive nor begins as the legacy form does.
  case signature(found: [UInt8])
  /// The file is of the form before the legacy one.
  case tar
  /// The pickle is wrong, or asks for what is not done.
  case pickle(PickleFault)
  /// A pickle is longer than any that is read.
  case pickleTooLong(found: Int, limit: Int)
  /// The order of bytes is said to be neither of the two.
  case byteOrder(found: String)
  /// The legacy form's protocol is another.
  case legacyProtocol(position: Int)
  /// The legacy form's list of storages is none, or names one that is not described.
  case legacyKeys(position: Int)
  /// A storage has another number of items than the pickle says.
  case legacyStorage(key: String, expected: Int, found: Int, position: Int)
  /// A storage ends past the file.
  case legacyEnd(key: String, expected: Int, found: Int, position: Int)
  /// There are bytes behind the last storage.
  case legacyTrailing(Int, position: Int)
  /// Values hold each other deeper than is followed.
  case nesting(limit: Int)
  /// There are more names, or longer ones, than are kept.
  case names(limit: Int)
  /// There is no tensor in it.
  case noTensors
  /// A type or a shape is asked for.
  case layout

  // MARK: A tensor

  /// The tensor is not described as PyTorch does it.
  case arguments(name: String, position: Int)
  /// The type of the elements is not known.
  case type(name: String, type: String, position: Int)
  /// The type of the elements is not read.
  case undecoded(name: String, type: String, position: Int)
  /// The tensor holds no numbers in a row.
  case unread(name: String, TorchUnread, position: Int)
  /// The tensor's bytes are not in the file.
  case missing(name: String, key: String, position: Int)
  /// The bytes are not those of the storage that is described.
  case storageSize(name: String, key: String, expected: Int, found: Int, position: Int)
  /// A dimension, a stride or the offset is negative, or the tensor cannot be counted.
  case numbers(name: String, shape: [Int], strides: [Int], offset: Int, position: Int)
  /// The tensor reaches past the end of its storage.
  case outside(name: String, end: Int, available: Int, position: Int)
  /// The tensor has elements of fewer than 8 bits that do not lie one after another.
  case scattered(name: String, type: String, position: Int)
  /// What is said of a quantized tensor's scales and zero-points does not suit its shape.
  case encoding(name: String, position: Int)
  /// The tensor repeats a few elements too many times.
  case repeated(name: String, elementCount: Int, limit: Int, position: Int)
}
