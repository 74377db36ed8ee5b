extension NumberFormat {
  /// The formats whose blocks are scaled by a small number: microscaling (MX) and NVFP4.
  ///
  /// What comes after the colon is the rule of the scale, or whose arithmetic it is.
  static let microscalingFormats: [NumberFormat] =
    microscaling("mxfp8-e4m3", .e4m3) + microscaling("mxfp8-e5m2", .e5m2)
    + microscaling("mxfp6-e2m3", .e2m3) + microscaling("mxfp6-e3m2", .e3m2)
    + microscaling("mxfp4", .e2m1) + [
      NumberFormat("mxfp4:modelopt", .row(32), MXFP4ModelOpt(), source: "ModelOpt MXFP4QTensor"),
      NumberFormat(
        "mxint8", .row(32), MicroscalingInt8(), source: "OCP Microscaling Formats 1.0, MXINT8"),
      NumberFormat(
        "nvfp4", .row(16), NVFP4TorchAO(levels: .two), source: "torchao nvfp4_quantize"),
      NumberFormat(
        "nvfp4:single", .row(16), NVFP4TorchAO(levels: .one),
        source: "torchao nvfp4_quantize without a factor of the tensor"),
      NumberFormat("nvfp4:modelopt", .row(16), NVFP4ModelOpt(), source: "ModelOpt NVFP4QTensor"),
      NumberFormat(
        "nvfp4:compressed-tensors", .row(16), NVFP4CompressedTensors(),
        source: "compressed-tensors NVFP4PackedCompressor"),
    ]

  /// The formats of one element, one for each rule; the specification's has no suffix.
  private static func microscaling(
    _ name: String, _ element: MicroscalingElement
  ) -> [NumberFormat] {
    MicroscalingScale.allCases.map { scale in
      NumberFormat(
        scale == .floor ? name : "\(name):\(scale)", .row(32),
        Microscaling(element: element, scale: scale),
        source: scale == .floor
          ? "OCP Microscaling Formats 1.0; torchao to_mx" : "torchao to_mx, \(scale) scales")
    }
  }
}
