extension ForeignFormat {
  /// The foreign format of a file, and what tells it, or `nil` where nothing does.
  ///
  /// - Parameters:
  ///   - glimpse: The file.
  ///   - evidence: What is looked at.
  init?(_ glimpse: FileGlimpse, by evidence: ForeignEvidence) {
    let format: ForeignFormat? =
      switch evidence {
      case .contents:
        ForeignSign.all.first { $0.isFound(in: glimpse) }?.format
          ?? TextLook(glimpse)?.kind(fileExtension: glimpse.fileExtension)
      case .fileExtension: ForeignSign.named(glimpse.fileExtension)
      case .companion: CompanionFile.format(of: glimpse)
      }
    guard let format else { return nil }
    self = format
  }
}
