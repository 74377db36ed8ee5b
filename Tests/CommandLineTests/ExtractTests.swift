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

  @Test("codes of a checkpoint's layer are whole numbers in the order of its values, or refused")
  func layerCodes() throws {
    let folder = "Tests/TensorFilesTests/Fixtures/checkpoints"
    let scratch = try ScratchFolder()
    func extracted(_ name: String, _ layer: String, codes: Bool) throws -> NpyArray {
      let outcome = try Program.run(
        ["extract", "\(folder)/\(name)/quantized", "--tensor", layer, "-o", scratch.path("x.npy")]
          + (codes ? ["--codes"] : []))
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try NpyArray(path: scratch.path("x.npy"))
    }
    let layer = "model.layers.0.mlp.down_proj.weight"
    let codes = try extracted("ct_int8_channel", layer, codes: true)
    let values = try extracted("ct_int8_channel", layer, codes: false)
    #expect(codes.dtype == "|i1" && codes.shape == values.shape)
    // A row has one scale, so values are as their codes.
    let (integers, floats) = (codes.integers, values.floats)
    let columns = try #require(codes.shape.last)
    for row in 0..<codes.shape[0] {
      let places = row * columns..<(row + 1) * columns
      let place = try #require(places.max { abs(integers[$0]) < abs(integers[$1]) })
      let scale = floats[place] / Float(integers[place])
      for index in places {
        // The values are rounded to bfloat16.
        let product = Float(integers[index]) * scale
        #expect(abs(product - floats[index]) <= abs(product) / 64)
      }
    }
    let gptq = try extracted("gptq_4bit_g32_sym", layer, codes: true)
    #expect(gptq.dtype == "|u1" && Set(gptq.integers).isSubset(of: Set(0...15)))
    let refused = try Program.run([
      "extract", "\(folder)/bnb_nf4/quantized", "--tensor", layer, "--codes", "-o",
      scratch.path("y.npy"),
    ])
    #expect(refused.status == 65 && refused.errors.contains("no whole numbers"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("y.npy")))
  }

  @Test("what is read is not written over")
  func sameFile() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]), to: "w.npy")
    let outcome = try Program.run(["extract", "w.npy", "-o", "./w.npy"], in: scratch.url)
    #expect(outcome.status == 64)
    #expect(outcome.errors == "qviz: ./w.npy: is one of the files that are read\n")
  }

  @Test("no file that was opened is written over: not an index, nor another of a folder")
  func otherFiles() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]), to: "a.npy")
    try scratch.write(NpyArray.file([4]), to: "b.npy")
    let outcome = try Program.run(
      ["extract", ".", "--tensor", "a", "-o", "b.npy"], in: scratch.url)
    #expect(outcome.status == 64)
    #expect(outcome.errors == "qviz: b.npy: is one of the files that are read\n")
    #expect(try NpyArray(path: scratch.path("b.npy")).shape == [1])
  }

  @Test("a deflated tensor larger than --memory is refused, whatever is asked of it")
  func inflation() throws {
    let archive = "Tests/TensorFilesTests/Fixtures/archives/deflated.npz"
    let listed = try Program.run(["list", archive, "--json"])
    try #require(listed.status == 0)
    for command in [
      ["measure", archive, "--tensor", "0"], ["extract", archive, "--tensor", "0", "-o", "-"],
    ] {
      let outcome = try Program.run(command + ["--memory", "1"])
      #expect(outcome.status == 64 && outcome.output.isEmpty)
      #expect(outcome.errors.contains("inflating it takes"))
    }
  }
}
