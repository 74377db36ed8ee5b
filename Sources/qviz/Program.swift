/// What the program says about itself.
enum Program {
  /// The version, as `qviz --version` and the files it writes say it.
  static let version = "0.1.0"
}
