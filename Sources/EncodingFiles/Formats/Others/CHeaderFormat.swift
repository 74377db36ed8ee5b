import QuantizationEngine

/// A C header with the scales and zero-points of each tensor, and each scale as integer kernels have it.
///
///     scale = multiplier · 2^(shift − 31),      2^30 ≤ multiplier < 2^31
///
/// as TensorFlow Lite and CMSIS-NN take them, a positive shift to the left. CMSIS-NN's `input_offset` is minus
/// the zero-point of an input, its `output_offset` is the zero-point of an output; both stand in the text of a
/// tensor with one encoding. Names are made of the tensor's by writing `_` for what C does not take.
///
/// Source: TensorFlow Lite, `kernels/internal/quantization_util.cc`; CMSIS-NN, `arm_nn_types.h`.
public struct CHeaderFormat: EncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "c-header"
  /// The name for people.
  public let title = "C header"
  /// Who reads it.
  public let reader = "C: TensorFlow Lite Micro, CMSIS-NN and kernels of one's own"
  /// What file names end in.
  public let fileExtension = "h"
  /// What a file tells.
  public let says: Set<TensorMember> = [.role, .shape, .granularity, .axis, .codes, .signedness]

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    try NameKeys.checkObjects(of: document)
    let limits = FormatLimits(format: title, bitWidths: [], codes: .any, granularities: .groups)
    for tensor in document.tensors { try limits.check(tensor) }
    var names = IdentifierNames()
    var groups: [[String]] = []
    for tensor in document.tensors {
      groups.append(CHeaderTensor(tensor, identifier: names.name(for: tensor.name)).lines)
    }
    let heading = [
      "/* Encodings written by qviz \(document.producerVersion). */",
      "#pragma once", "", "#include <stdint.h>",
    ]
    try TextLines.write(groups.lazy.joined(), under: heading, take)
  }
}
