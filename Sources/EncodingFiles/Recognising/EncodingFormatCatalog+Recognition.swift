extension EncodingFormatCatalog {
  /// The format that a text is in, by its signs.
  ///
  /// - Parameter bytes: The text.
  /// - Returns: The one format whose signs it has; the text may still be refused by it, and then for its reason.
  /// - Throws: ``EncodingFileError/formatNotKnown(read:)``, ``EncodingFileError/formatAmbiguous(_:)``, and what is
  ///   wrong with a text that begins as JSON.
  public static func format(
    of bytes: [UInt8]
  ) throws(EncodingFileError) -> any ReadableEncodingFormat {
    let signs = try FormatSigns(bytes)
    let known = readable.filter { $0.isKnown(by: signs) }
    guard let format = known.first else {
      throw .formatNotKnown(read: readable.map(\.identifier))
    }
    guard known.count == 1 else { throw .formatAmbiguous(known.map(\.identifier)) }
    return format
  }
}
