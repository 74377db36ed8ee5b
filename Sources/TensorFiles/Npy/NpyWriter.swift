/// The bytes of a `.npy` file, version 1.0: C order, little-endian.
///
/// Source: `numpy.lib.format`, version 1.0; the header is padded so that the values begin at a
/// multiple of 64 bytes.
public enum NpyWriter {
  /// The file that holds some values in row-major order.
  ///
  /// - Parameters:
  ///   - values: as many values as the shape has elements.
  ///   - shape: the dimensions; empty for a single value.
  /// - Returns: the whole file.
  /// - Precondition: the number of values is the product of the shape.
  public static func bytes<Element: NpyElementType>(
    of values: [Element], shape: [Int]
  ) -> [UInt8] {
    precondition(shape.reduce(1, *) == values.count, "values and shape differ in number")
    var bytes = header(descr: Element.descr, shape: shape)
    bytes.reserveCapacity(bytes.count + values.count * MemoryLayout<Element>.size)
    // Every machine that Swift runs on here is little-endian, as the header says.
    unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Everything before the values: signature, version, header.
  ///
  /// At most 64 dimensions of 20 digits each: version 1.0 has room for that.
  static func header(descr: String, isFortranOrder: Bool = false, shape: [Int]) -> [UInt8] {
    let dimensions = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let order = isFortranOrder ? "True" : "False"
    var header = "{'descr': '\(descr)', 'fortran_order': \(order), 'shape': (\(dimensions)), }"
    let prefix = 10
    let padding = (64 - (prefix + header.utf8.count + 1) % 64) % 64
    header += String(repeating: " ", count: padding) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0]
      + [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)] + header.utf8
  }
}

/// A type of element that ``NpyWriter`` writes.
public protocol NpyElementType: BitwiseCopyable {
  /// The type as numpy spells it, with its byte order.
  static var descr: String { get }
}

extension Float: NpyElementType {
  /// Little-endian float32.
  public static var descr: String { "<f4" }
}

extension UInt8: NpyElementType {
  /// Unsigned bytes.
  public static var descr: String { "|u1" }
}

extension Int8: NpyElementType {
  /// Signed bytes.
  public static var descr: String { "|i1" }
}

extension Int32: NpyElementType {
  /// Little-endian signed 32-bit integers.
  public static var descr: String { "<i4" }
}

extension UInt16: NpyElementType {
  /// Little-endian unsigned 16-bit integers.
  public static var descr: String { "<u2" }
}

extension Int16: NpyElementType {
  /// Little-endian signed 16-bit integers.
  public static var descr: String { "<i2" }
}
