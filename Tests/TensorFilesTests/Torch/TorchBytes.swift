/// Pickles and checkpoints written out by hand, right or wrong.
enum TorchBytes {
  /// A text.
  static func text(_ text: String) -> [UInt8] {
    [0x58] + number(text.utf8.count, 4) + Array(text.utf8)
  }

  /// A whole number.
  static func integer(_ integer: Int) -> [UInt8] { [0x8A, 8] + number(integer, 8) }

  /// A name, module and name apart by a space.
  static func global(_ name: String) -> [UInt8] {
    let parts = name.split(separator: " ", maxSplits: 1)
    return [0x63] + Array(parts[0].utf8) + [0x0A] + Array(parts[1].utf8) + [0x0A]
  }

  /// A tuple of values.
  static func tuple(_ items: [[UInt8]]) -> [UInt8] { [0x28] + items.joined() + [0x74] }

  /// A dictionary with texts for keys.
  static func dictionary(_ entries: [(String, [UInt8])]) -> [UInt8] {
    [0x7D, 0x28] + entries.flatMap { text($0.0) + $0.1 } + [0x75]
  }

  /// A call.
  static func call(_ name: String, _ arguments: [[UInt8]]) -> [UInt8] {
    global(name) + tuple(arguments) + [0x52]
  }

  /// An object of a class, with a state.
  static func object(_ name: String, state: [UInt8]) -> [UInt8] {
    global(name) + [0x29, 0x81] + state + [0x62]
  }

  /// A reference to a storage.
  static func storage(
    _ type: String = "torch FloatStorage", key: String = "0", count: Int = 4,
    device: String = "cpu", more: [[UInt8]] = []
  ) -> [UInt8] {
    tuple([text("storage"), global(type), text(key), text(device), integer(count)] + more) + [0x51]
  }

  /// A tensor over a storage.
  static func tensor(
    _ storage: [UInt8] = storage(), offset: Int = 0, _ shape: [Int] = [4], _ strides: [Int] = [1]
  ) -> [UInt8] {
    call(
      "torch._utils _rebuild_tensor_v2",
      [
        storage, integer(offset), tuple(shape.map(integer)), tuple(strides.map(integer)), [0x89],
        call("collections OrderedDict", []),
      ])
  }

  /// A pickle of a value.
  static func pickle(_ value: [UInt8]) -> [UInt8] { [0x80, 2] + value + [0x2E] }

  /// The four float32 1, 2, 3 and 4.
  static let fourFloats: [UInt8] = (1...4).flatMap { number(Int(Float($0).bitPattern), 4) }

  /// A storage of the legacy form: its number of items and its bytes.
  static func legacyStorage(_ count: Int = 4, _ bytes: [UInt8] = fourFloats) -> [UInt8] {
    number(count, 8) + bytes
  }

  /// A checkpoint of the legacy form.
  static func legacy(
    _ value: [UInt8], keys: [String] = ["0"], storages: [[UInt8]] = [legacyStorage()],
    version: Int = 1001
  ) -> [UInt8] {
    let magic: [UInt8] = [
      0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
    ]
    return magic + pickle(integer(version)) + pickle([0x7D]) + pickle(value)
      + pickle([0x5D, 0x28] + keys.flatMap(text) + [0x65]) + storages.joined()
  }

  /// A checkpoint of the zip form.
  static func archive(
    _ value: [UInt8], members: [(String, [UInt8])] = [("data/0", fourFloats)]
  ) -> ZipBytes {
    ZipBytes(
      members: [.init(name: "w/data.pkl", contents: pickle(value))]
        + members.map { .init(name: "w/" + $0.0, contents: $0.1) })
  }

  /// The bytes of a number, the least significant first.
  static func number(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
