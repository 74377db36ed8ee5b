import QuantizationEngine

@testable import TensorFiles

/// The formats that describe themselves, each at its own door: no other format gets the bytes.
extension FuzzTarget {
  static let npy = FuzzTarget(name: "npy") { bytes in
    read(bytes, as: .npy, path: "hostile.npy")
    // What a person says about the bytes beside the header, a different thing for each length.
    let types = ElementType.allCases
    let layout = RawLayout(
      elementType: types[bytes.count % types.count],
      byteOrder: bytes.count.isMultiple(of: 2) ? .big : nil,
      shape: bytes.count.isMultiple(of: 3) ? [bytes.count / 8, -1 + bytes.count % 5] : nil)
    read(bytes, as: .npy, path: "hostile.npy", layout: layout)
  }

  static let npz = FuzzTarget(name: "npz") { read($0, as: .npz, path: "hostile.npz") }

  static let safetensors = FuzzTarget(name: "safetensors") {
    read($0, as: .safetensors, path: "hostile.safetensors")
  }

  /// The shards beside the index are files of the repository.
  static let safetensorsIndex = FuzzTarget(name: "safetensors-index") {
    read($0, as: .safetensorsIndex, path: "Tests/Fuzz/Shards/model.safetensors.index.json")
  }

  /// The first of three parts; the two beside it are files of the repository.
  static let gguf = FuzzTarget(name: "gguf") {
    read(
      $0, as: .gguf,
      path: "Tests/TensorFilesTests/Fixtures/gguf/model-00001-of-00003.gguf")
  }

  /// The zip form of a checkpoint, which comes by the door of archives.
  static let torch = FuzzTarget(name: "torch") { read($0, as: .npz, path: "hostile.pt") }

  /// The legacy form, in which the pickles lie open.
  static let torchLegacy = FuzzTarget(name: "torch-legacy") {
    read($0, as: .torch, path: "hostile.pt")
  }

  static let tflite = FuzzTarget(name: "tflite") {
    read($0, as: .tflite, path: "hostile.tflite")
  }

  /// A model beside whose path there are files that it may name.
  static let onnx = FuzzTarget(name: "onnx") {
    read($0, as: .onnx, path: "Tests/TensorFilesTests/Fixtures/onnx/hostile.onnx")
  }

  static let onnxTensor = FuzzTarget(name: "onnx-tensor") {
    read($0, as: .onnxTensor, path: "Tests/TensorFilesTests/Fixtures/onnx/hostile.pb")
  }

  /// Headerless values, of which the first bytes say what a person would.
  static let raw = FuzzTarget(name: "raw") { bytes in
    var rest = bytes[...]
    let layout = RawLayout(takenFrom: &rest)
    read(Array(rest), as: .raw, path: "hostile.bin", layout: layout)
  }

  private static func read(
    _ bytes: [UInt8], as format: TensorFileFormat, path: String, layout: RawLayout = RawLayout()
  ) {
    do throws(TensorFileError) {
      let hostile = try HostileFile(bytes, path: path)
      // Under no name at all the bytes may be of any format.
      _ = try? TensorFileFormat.of(hostile.file, layout: layout)
      Reading.everything(in: try TensorFile(hostile.file, layout: layout, of: format))
    } catch {
      Reading.check(error)
    }
  }
}

extension RawLayout {
  /// A byte for the type, one for the order, one for the number of dimensions, one for each of them,
  /// or nine where the first of those is 255.
  ///
  /// What is more than there is of something stands for nothing said.
  fileprivate init(takenFrom bytes: inout ArraySlice<UInt8>) {
    func byte() -> Int { Int(bytes.popFirst() ?? 255) }
    func integer() -> Int {
      Int((0..<8).reduce(0 as Int64) { $0 | Int64(byte()) << Int64(8 * $1) })
    }
    let types = ElementType.allCases
    let type = byte()
    let orders: [ByteOrder] = [.little, .big]
    let order = byte()
    let rank = byte()
    self.init(
      elementType: types.indices.contains(type) ? types[type] : nil,
      byteOrder: orders.indices.contains(order) ? orders[order] : nil,
      shape: rank > 70
        ? nil
        : (0..<rank).map { _ in
          let dimension = byte()
          return dimension == 255 ? integer() : dimension
        })
  }
}
