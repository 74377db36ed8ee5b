extension ForeignFormat {
  /// What a zip archive without arrays is, by the names of its members.
  init(archiveOf members: [String], fileExtension: String) {
    let known: [(member: String, format: ForeignFormat)] = [
      (
        "model.weights.h5",
        ForeignFormat("a Keras model", "keras reads it; save its weights as .npy or .safetensors")
      ),
      (
        "dlc.metadata",
        ForeignFormat("an SNPE container", "open the model that it was converted from")
      ),
      ("[Content_Types].xml", ForeignFormat("an Office document", "there are no tensors in it")),
      ("META-INF/MANIFEST.MF", ForeignFormat("a Java archive", "there are no tensors in it")),
      (
        "AndroidManifest.xml",
        ForeignFormat("an Android package", "unpack it and open what is in it")
      ),
    ]
    let match = known.first { entry in
      members.contains { $0 == entry.member || $0.hasSuffix("/" + entry.member) }
    }
    self = match?.format ?? ForeignSign.named(fileExtension) ?? .zip
  }
}
