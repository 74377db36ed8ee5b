import Testing

@testable import qviz

/// Shapes as people and tools write them.
@Suite struct ShapeArgumentTests {
  @Test(
    "the same shape, however it is written",
    arguments: [
      "1,16,16,3", "1x16x16x3", "1X16X16X3", "1×16×16×3", "[1,16,16,3]", "(1, 16, 16, 3)",
      "1, 16, 16, 3", " [ 1 , 16,16,3 ] ", "(1,16,16,3,)", "1 x 16 x 16 x 3",
    ])
  func spellings(_ text: String) throws {
    #expect(try ShapeArgument(text).dimensions == [1, 16, 16, 3])
  }

  @Test("one dimension, none, and one that is worked out")
  func few() throws {
    let cases: [(String, [Int])] = [
      ("7", [7]), ("(7,)", [7]), ("[7]", [7]), ("", []), ("[]", []), ("()", []),
      ("-1,48", [-1, 48]), ("-1", [-1]), ("2x-1", [2, -1]), ("[-2, 3]", [-2, 3]), ("0", [0]),
    ]
    for (text, dimensions) in cases { #expect(try ShapeArgument(text).dimensions == dimensions) }
  }

  @Test(
    "what is no shape is refused",
    arguments: [
      "1,x", "x", "1x2,3", "1,,2", ",1", "1,", "[1,2", "1,2]", "(1,2]", "((1))", "1.5", "+1", "1 2",
      "-1,-1", "0x10x", "9223372036854775808", "(,)", "[1],[2]", "--json",
    ])
  func refused(_ text: String) {
    #expect(throws: FormMistake.self) { try ShapeArgument(text) }
  }

  @Test("a real file takes every spelling, and -1 becomes what is left")
  func program() throws {
    for shape in ["33x1536", "-1,1536", "[33, -1]", "(33,1536)"] {
      for option in [["--shape", shape], ["--shape=\(shape)"]] {
        for file in ["samples/gelu.bin", "samples/gelu.npy"] {
          let outcome = try Program.run(["list", file] + option)
          #expect(outcome.output.contains("[33, 1536]"), "\(option) \(file)")
        }
      }
    }
  }
}
