import Foundation
import Testing

/// `qviz extract`: a tensor as a file of its own.
@Suite struct ExtractTests {
  @Test("values are what the tensor's own file holds, to a file and to standard output")
  func values() throws {
    let scratch = try ScratchFolder()
    let outcome = try Program.run(
      ["extract", "samples/gelu.npy", "-o", scratch.path("out.npy")])
    #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
    let original = try NpyArray(path: Checkout.root.appending(path: "samples/gelu.npy").path)
    let extracted = try NpyArray(path: scratch.path("out.npy"))
    #expect(extracted.dtype == "<f4" && extracted.shape == original.shape)
    #expect(extracted.bytes == original.bytes)
    let piped = try Program.shell(
      "qviz extract samples/gelu.npy -o - | cmp - '\(scratch.path("out.npy"))'")
    #expect(piped.status == 0 && piped.output.isEmpty)
  }

  @Test("codes are the stored elements")
  func codes() throws {
    let scratch = try ScratchFolder()
    try scratch.write([0x80, 0xFF, 0x00, 0x7F], to: "codes.bin")
    let outcome = try Program.run(
      [
        "extract", "codes.bin", "--dtype", "int8", "--shape", "2,2", "--codes", "-o", "out.npy",
      ], in: scratch.url)
    #expect(outcome.status == 0)
    let extracted = try NpyArray(path: scratch.path("out.npy"))
    #expect(extracted.dtype == "|i1" && extracted.shape == [2, 2])
    #expect(extracted.integers == [-128, -1, 0, 127])
  }

  @Test("what is read is not written over")
  func sameFile() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]), to: "w.npy")
    let outcome = try Program.run(["extract", "w.npy", "-o", "./w.npy"], in: scratch.url)
    #expect(outcome.status == 64)
    #expect(outcome.errors == "qviz: ./w.npy: is one of the files that are read\n")
  }
}
