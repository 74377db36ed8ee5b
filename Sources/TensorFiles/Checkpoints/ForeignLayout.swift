/// Layouts that are told by a part that only they have, and not read.
enum ForeignLayout: CheckpointLayout {
  /// The parts, and what they are of.
  private static let methods: [(part: CheckpointPart, method: String)] = [
    (.codebooks, "AQLM, codes of learned codebooks"),
    (.quipIndices, "QuIP#, codes of lattices"),
    (.hqqWords, "HQQ"),
    (.exl2Words, "EXL2, mixed widths for a graphics processor"),
    (.trellis, "EXL3, a trellis"),
  ]

  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    for (part, method) in methods where module[part] != nil {
      throw .method(layer: module.layerName, method: method)
    }
    if module[.marlinWords] != nil, module[.marlinScales] != nil {
      throw .method(layer: module.layerName, method: "Marlin, tiles for a graphics processor")
    }
    return nil
  }
}
