/// The parts that layers of checkpoints are stored in; the raw value is what follows the module's name
/// and a dot.
enum CheckpointPart: String, CaseIterable, Hashable, Sendable {
  // Everything but the packed layouts.
  case weight
  // GPTQ and AWQ.
  case qweight, qzeros, scales
  case groupIndex = "g_idx"
  // compressed-tensors, FP8 and ModelOpt.
  case weightPacked = "weight_packed"
  case weightScale = "weight_scale"
  case weightScaleInverse = "weight_scale_inv"
  case weightScale2 = "weight_scale_2"
  case weightShape = "weight_shape"
  case weightZeroPoint = "weight_zero_point"
  case weightGlobalScale = "weight_global_scale"
  case weightGroupIndex = "weight_g_idx"
  case preQuantScale = "pre_quant_scale"
  case scale
  case mistralScale = "qscale_weight"
  // bitsandbytes.
  case rowMaxima = "SCB"
  case weightFormat = "weight_format"
  case absmax = "weight.absmax"
  case quantMap = "weight.quant_map"
  case nestedAbsmax = "weight.nested_absmax"
  case nestedQuantMap = "weight.nested_quant_map"
  case quantStateNF4 = "weight.quant_state.bitsandbytes__nf4"
  case quantStateFP4 = "weight.quant_state.bitsandbytes__fp4"
  // torchao.
  case torchCodes = "_weight_qdata"
  case torchScale = "_weight_scale"
  case torchZeroPoint = "_weight_zero_point"
  case torchTensorScale = "_weight_per_tensor_scale"
  // gpt-oss, whose names go on with an underscore.
  case blocks = "_blocks"
  case blockScales = "_scales"
  // Layouts that are told and not read.
  case codebooks, trellis
  case quipIndices = "Qidxs"
  case hqqWords = "W_q"
  case exl2Words = "q_weight"
  case marlinWords = "B"
  case marlinScales = "s"

  private static let named = Dictionary(
    uniqueKeysWithValues: allCases.map { (ExactText($0.rawValue), $0) })

  /// The module and the part that a tensor is called by; nil where it is called by something else.
  static func split(_ name: String) -> (module: String, part: CheckpointPart)? {
    let utf8 = name.utf8
    for part in [blocks, .blockScales] where utf8.count > part.rawValue.utf8.count {
      let suffix = part.rawValue.utf8
      if utf8.suffix(suffix.count).elementsEqual(suffix) {
        return (String(Substring(utf8.dropLast(suffix.count))), part)
      }
    }
    var end = utf8.endIndex
    // The names of the parts themselves have two dots at most.
    for _ in 0..<3 {
      guard let dot = utf8[..<end].lastIndex(of: UInt8(ascii: ".")) else { return nil }
      let suffix = String(Substring(utf8[utf8.index(after: dot)...]))
      if let part = named[ExactText(suffix)], dot > utf8.startIndex {
        return (String(Substring(utf8[..<dot])), part)
      }
      end = dot
    }
    return nil
  }
}
