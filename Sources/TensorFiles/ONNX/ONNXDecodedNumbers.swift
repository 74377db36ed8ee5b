import QuantizationEngine
import Synchronization

/// The numbers of a field as little-endian bytes of one size, decoded when somebody reads them.
///
/// They take at most eight times the bytes of the file, for a number has at least one there.
final class ONNXDecodedNumbers: DeferredBytes {
  private let numbers: ProtobufNumbers
  private let file: MappedFile
  private let description: TensorDescription
  private let numberByteCount: Int
  private let shelf: InflatedShelf
  private let turn = Mutex(())

  /// What is decoded again whenever it is asked for: less than this costs less than keeping it.
  private static let keptByteCount = 1 << 16
  /// How many numbers are decoded between two questions whether to go on.
  private static let stretchLength = 1 << 20

  /// The numbers of which a tensor consists.
  init(
    _ numbers: ProtobufNumbers, in file: MappedFile, of description: TensorDescription,
    numberByteCount: Int, shelf: InflatedShelf
  ) {
    self.numbers = numbers
    self.file = file
    self.description = description
    self.numberByteCount = numberByteCount
    self.shelf = shelf
  }

  func inflated(while goOn: (Double) -> Bool) throws(TensorFileError) -> MappedFile? {
    // One reader decodes, the others wait for it.
    try turn.withLock { _ throws(TensorFileError) in
      if let memory = shelf.memory(of: self) { return memory }
      var isWanted = true
      let memory = unsafe try MappedFile(
        path: file.path, name: description.name, byteCount: description.byteCount, spare: 8
      ) { target throws(TensorFileError) in
        unsafe isWanted = try fill(target, while: goOn)
      }
      try file.checkStillWhole()
      guard isWanted else { return nil }
      if description.byteCount >= Self.keptByteCount { shelf.put(memory, of: self) }
      return memory
    }
  }

  /// Writes all numbers; false if `goOn` said no.
  private func fill(
    _ target: UnsafeMutableRawBufferPointer, while goOn: (Double) -> Bool
  ) throws(TensorFileError) -> Bool {
    let expected = description.byteCount / numberByteCount
    var found = 0
    var isWanted = true
    var isWhole = true
    let isWalked = numbers.forEachRun(in: file) { run in
      guard isWanted, isWhole else { return }
      unsafe file.withUnsafeBytes(in: run) { bytes in
        var next = 0
        while next < bytes.count {
          if found.isMultiple(of: Self.stretchLength) {
            isWanted = isWanted && goOn(Double(found) / Double(max(expected, 1)))
          }
          guard isWanted, found < expected,
            let number = unsafe Self.number(in: bytes, at: next, numbers.kind)
          else {
            isWhole = false
            return
          }
          unsafe store(number.value, found, in: target)
          next += number.byteCount
          found += 1
        }
      }
    }
    guard isWanted else { return false }
    guard isWalked, isWhole, found == expected else {
      try file.checkStillWhole()
      throw .onnx(
        path: file.path,
        .decodedCount(
          name: description.name, expected: expected, position: numbers.message.lowerBound))
    }
    return true
  }

  @inline(__always)
  private static func number(
    in bytes: UnsafeRawBufferPointer, at place: Int, _ kind: ProtobufNumbers.Kind
  ) -> (value: UInt64, byteCount: Int)? {
    switch kind {
    case .varint:
      return unsafe ProtobufVarint.first(in: UnsafeRawBufferPointer(rebasing: bytes[place...]))
    case .fixed32:
      guard bytes.count - place >= 4 else { return nil }
      let bits = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
      return (UInt64(UInt32(littleEndian: bits)), 4)
    case .fixed64:
      guard bytes.count - place >= 8 else { return nil }
      let bits = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      return (UInt64(littleEndian: bits), 8)
    }
  }

  /// Writes the low bytes of a number; as onnx does, what is above them is dropped.
  @inline(__always)
  private func store(_ value: UInt64, _ index: Int, in target: UnsafeMutableRawBufferPointer) {
    let place = index * numberByteCount
    switch numberByteCount {
    case 1:
      let mask: UInt8 = description.elementType.bitCount == 6 ? 0x3F : 0xFF
      unsafe target[place] = UInt8(truncatingIfNeeded: value) & mask
    case 2:
      unsafe target.storeBytes(
        of: UInt16(truncatingIfNeeded: value).littleEndian, toByteOffset: place, as: UInt16.self)
    case 4:
      unsafe target.storeBytes(
        of: UInt32(truncatingIfNeeded: value).littleEndian, toByteOffset: place, as: UInt32.self)
    default:
      unsafe target.storeBytes(of: value.littleEndian, toByteOffset: place, as: UInt64.self)
    }
  }
}

extension ONNXValueField {
  /// The number of the field and how a number lies in it; nil for those of bytes.
  var numbers: (field: Int, kind: ProtobufNumbers.Kind)? {
    switch self {
    case .raw, .external: nil
    case .float: (4, .fixed32)
    case .int32: (5, .varint)
    case .int64: (7, .varint)
    case .double: (10, .fixed64)
    case .uint64: (11, .varint)
    }
  }
}
