extension String {
  /// Whether the bytes end in those of an ASCII text.
  ///
  /// Names are compared as bytes: a file's names are the same if their bytes are.
  func ends(in ending: String) -> Bool {
    let bytes = utf8
    return bytes.count >= ending.utf8.count
      && bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8)
  }

  /// The text without so many of its last bytes, those of an ASCII text.
  func withoutLast(_ count: Int) -> String {
    String(self[..<utf8.index(endIndex, offsetBy: -count)])
  }
}
