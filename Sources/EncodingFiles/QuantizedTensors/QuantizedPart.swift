public import QuantizationEngine

/// A part of a file of quantized tensors, whose size is known before its bytes are made.
///
/// Tensors are named by their places in the document. Numbers are little-endian, in row-major order.
public enum QuantizedPart: Hashable, Sendable {
  /// Bytes as they are.
  case bytes([UInt8])
  /// The scale of each block of a tensor, as float32.
  case scales(tensor: Int)
  /// The zero-point of each block of a tensor, as integers of a type.
  case zeroPoints(tensor: Int, ElementType)
  /// The code of each element of a tensor, as integers of a type.
  ///
  /// Those of fewer than 8 bits lie without gaps, the first in the lowest bits, and the last byte is filled
  /// up with zeros.
  case codes(tensor: Int, ElementType)

  /// How many bytes it takes.
  ///
  /// - Parameter document: The tensors.
  /// - Returns: The number of bytes.
  /// - Precondition: the document has the tensor.
  func byteCount(in document: EncodingDocument) -> Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .scales(let tensor): 4 * document.tensors[tensor].encodings.count
    case .zeroPoints(let tensor, let type):
      PackedCodes.byteCount(document.tensors[tensor].encodings.count, type)
    case .codes(let tensor, let type):
      PackedCodes.byteCount(document.tensors[tensor].layout?.elementCount ?? 0, type)
    }
  }
}

/// Integers of 2, 4, 8 or 16 bits as bytes.
enum PackedCodes {
  /// How many numbers are made at a time: whole bytes of every type.
  static let pieceLength = 1 << 18

  /// How many bytes so many integers of a type take.
  static func byteCount(_ count: Int, _ type: ElementType) -> Int {
    // The count may be near the largest there is, its bits are not counted.
    let perByte = max(8 / type.bitCount, 1)
    return type.bitCount > 8 ? count * 2 : count / perByte + (count % perByte == 0 ? 0 : 1)
  }

  /// The bytes of some integers.
  ///
  /// - Precondition: the type has each of them.
  static func bytes(_ codes: some Collection<Int32>, as type: ElementType) -> [UInt8] {
    precondition(
      codes.allSatisfy { type.codes.contains(Int($0)) }, "codes are integers of their type")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount(codes.count, type))
    switch type.bitCount {
    case 16:
      for code in codes {
        bytes.append(UInt8(truncatingIfNeeded: code))
        bytes.append(UInt8(truncatingIfNeeded: code >> 8))
      }
    case 8: for code in codes { bytes.append(UInt8(truncatingIfNeeded: code)) }
    default:
      let (width, perByte) = (type.bitCount, 8 / type.bitCount)
      var (byte, filled): (UInt8, Int) = (0, 0)
      let mask = (1 << UInt8(width)) - 1 as UInt8
      for code in codes {
        byte |= (UInt8(truncatingIfNeeded: code) & mask) << UInt8(filled * width)
        filled += 1
        guard filled == perByte else { continue }
        bytes.append(byte)
        (byte, filled) = (0, 0)
      }
      if filled > 0 { bytes.append(byte) }
    }
    return bytes
  }
}

extension ElementType {
  /// The codes of an integer type of at most 16 bits.
  var codes: ClosedRange<Int> {
    switch self {
    case .int2, .int4, .int8, .int16: -(1 << (bitCount - 1))...(1 << (bitCount - 1)) - 1
    default: 0...(1 << bitCount) - 1
    }
  }

  /// The narrowest of some types that has all codes of a scheme; nil if none has.
  ///
  /// - Parameters:
  ///   - scheme: The scheme.
  ///   - types: Types of integers, narrow ones first.
  /// - Returns: The type.
  static func narrowest(holding scheme: Scheme, of types: [ElementType]) -> ElementType? {
    types.first { type in
      (type.codes.lowerBound < 0) == (scheme.quantMin < 0)
        && type.codes.contains(scheme.quantMin) && type.codes.contains(scheme.quantMax)
    }
  }
}
