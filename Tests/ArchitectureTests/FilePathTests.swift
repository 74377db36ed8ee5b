import Testing

@Suite struct FilePathTests {
  @Test("no path goes to the system as a String, which names that are not UTF-8 would not survive")
  func bytes() throws {
    let calls =
      /\b(?:open|l?stat|realpath|glob|opendir|readlink|rename|unlink|mkdir|chmod|access)\(([a-z][^,]*)/
    var seen = 0
    for module in ["TensorFiles", "EncodingFiles", "qviz"] {
      for path in try Repository.files(in: "Sources/\(module)", endingIn: [".swift"]) {
        for line in try Repository.text(path).split(separator: "\n") where line.contains("unsafe ")
        {
          for call in line.matches(of: calls) where !line.contains("func ") {
            #expect(call.1.contains("systemPath"), "\(path): \(line)")
            seen += 1
          }
        }
      }
    }
    #expect(seen > 30)
  }
}
