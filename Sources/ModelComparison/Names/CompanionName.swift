/// The names of tensors that say how another is stored: scales, zero-points, orders, code tables.
enum CompanionName {
  private static let endings = [
    "_quantized_scale", "_quantized_zero_point", "_DQ_scales", "_DQ_zero_points", "_zero_points",
    "_zero_point", "_scales", "_scale",
    "._weight_scale", "._weight_zero_point", "._weight_per_tensor_scale", ".weight_scale_inv",
    ".weight_scale_2", ".weight_global_scale", ".input_global_scale", ".input_scale",
    ".weight_scale", ".weight_zero_point", ".weight_shape", ".weight_g_idx", ".pre_quant_scale",
    ".output_scale", ".k_scale", ".v_scale", ".q_scale", ".qzeros", ".scales", ".scale", ".g_idx",
    ".weight.absmax", ".weight.quant_map", ".weight.nested_absmax", ".weight.nested_quant_map",
    ".weight.quant_state.bitsandbytes__nf4", ".weight.quant_state.bitsandbytes__fp4", ".SCB",
    ".weight_format", ".qscale_weight", ".qscale_act",
  ]

  /// The names of tensors that one of this name may belong to; empty if it is no companion's.
  ///
  /// More than one ending may fit: `m.weight_scale` is that of `m.weight` and, as another tool
  /// writes it, of `m`.
  static func owners(of name: String) -> [String] {
    endings.flatMap { ending -> [String] in
      guard name.ends(in: ending), name.utf8.count > ending.utf8.count else { return [] }
      let stem = name.withoutLast(ending.utf8.count)
      return [stem, stem + ".weight"]
    }
  }
}
