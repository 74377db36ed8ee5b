@testable import TensorFiles

/// An `.npy` file written out by hand, right or wrong.
struct NpyBytes {
  var version: [UInt8] = [1, 0]
  var header: String
  var data: [UInt8] = []
  /// How many spaces follow the dictionary; numpy takes what makes the data start at 64·n.
  var padding: Padding = .aligned
  /// What the length field says, if not the truth.
  var claimedLength: Int?

  enum Padding {
    case aligned
    case spaces(Int)
  }

  /// The header numpy writes.
  static func header(descr: String, isFortranOrder: Bool = false, shape: [Int]) -> String {
    let items = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let order = isFortranOrder ? "True" : "False"
    return "{'descr': '\(descr)', 'fortran_order': \(order), 'shape': (\(items)), }"
  }

  /// The whole file.
  var bytes: [UInt8] {
    let lengthSize = version[0] == 1 ? 2 : 4
    var text = Array(header.utf8)
    switch padding {
    case .aligned:
      let unpadded = 8 + lengthSize + text.count + 1
      text += Array(repeating: 0x20, count: (64 - unpadded % 64) % 64)
    case .spaces(let count):
      text += Array(repeating: 0x20, count: count)
    }
    text.append(0x0A)
    let length = claimedLength ?? text.count
    let lengthField = (0..<lengthSize).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return [0x93] + Array("NUMPY".utf8) + version + lengthField + text + data
  }

  /// Where the values begin.
  var dataStart: Int { bytes.count - data.count }
}

extension NpyBytes {
  init(
    descr: String, isFortranOrder: Bool = false, shape: [Int], data: [UInt8] = [],
    version: [UInt8] = [1, 0]
  ) {
    self.init(
      version: version,
      header: Self.header(descr: descr, isFortranOrder: isFortranOrder, shape: shape), data: data)
  }
}
