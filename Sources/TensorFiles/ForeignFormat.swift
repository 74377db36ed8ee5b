/// A container that is recognised only to be refused.
///
/// Without it a model file whose size happens to be a multiple of four would open as raw float32
/// and show noise as if it were a tensor.
public enum ForeignFormat: String, CaseIterable, Hashable, Sendable {
  /// An ONNX model.
  case onnx = "ONNX"
  /// A PyTorch checkpoint.
  case torch = "PyTorch"
  /// A zip archive without any `.npy` in it.
  case zip = "a zip archive"
  /// A TensorFlow Lite model.
  case tflite = "TensorFlow Lite"
  /// An HDF5 file.
  case hdf5 = "HDF5"

  /// The extensions, in lower case and without the dot.
  var fileExtensions: Set<String> {
    switch self {
    case .onnx: ["onnx"]
    case .torch: ["pt", "pth"]
    case .zip: ["zip"]
    case .tflite: ["tflite"]
    case .hdf5: ["h5", "hdf5"]
    }
  }

  /// The beginnings that no tensor of raw values is likely to have.
  var signatures: [[UInt8]] {
    switch self {
    case .hdf5: [[0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]]
    // The first four bytes of these are lengths or offsets, which any value can look like.
    // A zip archive is looked into before it is refused.
    case .onnx, .torch, .tflite, .zip: []
    }
  }
}
