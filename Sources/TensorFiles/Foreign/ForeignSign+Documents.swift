extension ForeignSign {
  /// Documents.
  static let documents: [ForeignSign] = [
    document("a PDF document", ["pdf"], ByteSignature("%PDF-")),
    document("a PostScript document", ["eps"], ByteSignature("%!PS")),
    document(
      "an old Office document", ["doc", "xls", "ppt"],
      ByteSignature(hexadecimal: "D0 CF 11 E0 A1 B1 1A E1")),
    document(
      "a font", ["ttf", "otf", "woff", "woff2"], ByteSignature("wOFF"), ByteSignature("wOF2"),
      ByteSignature(hexadecimal: "4F 54 54 4F 00 .. 00")),
    // What is short, or of an old character set, is told by its name alone.
    ForeignSign(
      named: ["csv", "tsv"],
      ForeignFormat(
        "a table of text", "load it with pandas.read_csv and save a column with numpy.save")),
    ForeignSign(
      named: [
        "txt", "text", "log", "md", "rst", "ini", "cfg", "conf", "toml", "yaml", "yml",
        "html", "htm", "css", "js", "mjs", "ts", "py", "rb", "pl", "lua", "sh", "bash",
        "c", "h", "cc", "cpp", "hpp", "cu", "swift", "rs", "go", "java", "kt", "tex",
        "srt", "vtt", "jsonl", "ndjson", "ipynb", "xml", "svg",
      ], ForeignFormat("text", "there are no tensors in it")),
  ]

  private static func document(
    _ name: String, _ fileExtensions: [String], _ signatures: ByteSignature...
  ) -> ForeignSign {
    ForeignSign(
      ForeignFormat(name, "there are no tensors in it"), fileExtensions, signatures: signatures
    ) { _ in true }
  }
}
