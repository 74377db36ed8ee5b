import QuantizationEngine
import Synchronization

extension StoredTensor {
  /// A tensor whose values are those of a layer.
  ///
  /// - Precondition: the description's shape is the layer's.
  init(layer: any DequantizedLayer, description: TensorDescription) {
    precondition(!layer.parts.isEmpty, "a layer has parts")
    let codes = layer.parts[0]
    self.init(
      description: description, file: codes.file, start: codes.start, form: .layered(layer))
  }

  /// The files in which it lies.
  var identities: [FileIdentity] {
    guard case .layered(let layer) = form else { return file.identity.map { [$0] } ?? [] }
    return layer.parts.compactMap(\.file.identity)
  }

  /// The values of a layer.
  ///
  /// - Throws: ``TensorFileError/notEnoughMemory(path:name:byteCount:)``, `fileShrank`, and what is
  ///   wrong with the layer.
  func layeredValues(
    in runs: [Range<Int>], of layer: any DequantizedLayer, _ goOn: (Double) -> Bool
  ) throws(TensorFileError) -> [Float] {
    let failure = Mutex<TensorFileError?>(nil)
    let values: [Float] = unsafe try filled(runs, goOn) { stretch, bytes, target in
      guard let source = bytes.baseAddress, let first = target.baseAddress else { return }
      let ends = unsafe DecodingEnds(source: source, target: first)
      forEachPiece(of: stretch) { part in
        let target = unsafe ends.target + part.lowerBound - stretch.lowerBound
        do throws(TensorFileError) {
          unsafe try layer.decode(part, into: target)
        } catch {
          failure.withLock { $0 = $0 ?? error }
          unsafe target.initialize(repeating: 0, count: part.count)
        }
      }
    }
    if values.count > LayerArea.elementLimit, values.count == description.elementCount {
      layer.releaseParts()
    }
    if let error = failure.withLock(\.self) { throw error }
    try layer.checkStillWhole()
    return values
  }
}

extension DequantizedLayer {
  /// Lets the system take back the memory under all parts, until they are read again.
  func releaseParts() {
    for part in parts { part.file.release(part.bytes) }
  }

  /// Whether zeros were read of a file that was cut short.
  var isDamaged: Bool { parts.contains { $0.file.isDamaged } }

  /// Throws if a file in which a part lies has become shorter.
  ///
  /// - Throws: ``TensorFileError/fileShrank(path:expected:found:)`` and `system`.
  func checkStillWhole() throws(TensorFileError) {
    var checked: MappedFile?
    for part in parts where part.file !== checked {
      try part.file.checkStillWhole()
      checked = part.file
    }
  }
}

extension TensorFile {
  /// Some values of a layer in float32, not rounded as the format's library rounds them; for any other
  /// tensor its values.
  func unroundedValues(of tensor: Int) throws(TensorFileError) -> TensorValues {
    let stored = try readable(tensor)
    guard case .layered(let layer) = stored.form else { return try values(of: tensor) }
    return try StoredTensor(layer: layer.unrounded, description: stored.description)
      .values(in: [0..<stored.description.elementCount])
  }
}
