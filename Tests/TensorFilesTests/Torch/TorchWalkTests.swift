import QuantizationEngine
import Testing

@testable import TensorFiles

/// By which names the tensors in what was saved are reached.
@Suite("names of tensors in a checkpoint")
struct TorchWalkTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test("what is shared has two names, what holds itself one, and neither makes a file large")
  func sharing() throws {
    // A list of two, each of which is the list kept before.
    var laughs: [UInt8] = TorchBytes.tensor() + [0x71, 0]
    for level in 1...40 {
      let inner = UInt8(level - 1)
      laughs += [0x5D, 0x71, UInt8(level), 0x28, 0x68, inner, 0x68, inner, 0x65]
    }
    #expect(
      try folder.refusal("w.pt", TorchBytes.legacy(laughs))
        .hasPrefix("w.pt: names the same values so often"))
    let itself: [UInt8] = [0x5D, 0x71, 0, 0x28, 0x68, 0] + TorchBytes.tensor() + [0x65]
    let file = try TensorFile.open(path: try folder.file("w.pt", TorchBytes.legacy(itself)))
    #expect(file.tensors.map(\.name) == ["1"])
    let deep = TorchBytes.tensor() + Array(repeating: 0x85, count: 200)
    expectSentence(
      try folder.refusal("w.pt", TorchBytes.legacy(deep)),
      "w.pt: holds values in each other deeper than 128")
  }

  @Test("a class that is not known hides no tensor: an object is its state")
  func objects() throws {
    let module = TorchBytes.object(
      "models Net",
      state: TorchBytes.dictionary([
        ("training", [0x88]),
        ("_parameters", TorchBytes.dictionary([("weight", TorchBytes.tensor())])),
        (
          "_modules",
          TorchBytes.dictionary([
            (
              "body",
              TorchBytes.object(
                "models Body",
                state: TorchBytes.dictionary([
                  ("_buffers", TorchBytes.dictionary([("mean", TorchBytes.tensor())])),
                  ("extra", TorchBytes.tensor()),
                ]))
            )
          ])
        ),
      ]))
    let file = try TensorFile.open(
      path: try folder.file(
        "w.pt", TorchBytes.archive(TorchBytes.dictionary([("m", module)])).bytes))
    #expect(file.tensors.map(\.name) == ["m.weight", "m.body.mean", "m.body.extra"])
    for tensor in 0..<3 { #expect(try file.values(of: tensor) == .float32([1, 2, 3, 4])) }
  }

  @Test("parameters, and tensors of classes of their own, are the tensors in them")
  func classes() throws {
    let tensor = TorchBytes.tensor()
    let typed = { (name: String, arguments: [[UInt8]], state: [UInt8]) in
      TorchBytes.call(
        "torch._tensor _rebuild_from_type_v2",
        [
          TorchBytes.global(name), TorchBytes.global("quantizers Thing"),
          TorchBytes.tuple(arguments), state,
        ])
    }
    let plain = TorchBytes.tuple([
      TorchBytes.storage(), TorchBytes.integer(1), TorchBytes.tuple([TorchBytes.integer(2)]),
      TorchBytes.tuple([TorchBytes.integer(1)]),
    ])
    let value = TorchBytes.dictionary([
      ("a", TorchBytes.call("torch._utils _rebuild_parameter", [tensor, [0x88], [0x4E]])),
      (
        "b",
        TorchBytes.global("torch.nn.parameter Parameter") + TorchBytes.tuple([tensor, [0x88]])
          + [0x81]
      ),
      (
        "c",
        typed(
          "torch._utils _rebuild_wrapper_subclass", [],
          TorchBytes.dictionary([("codes", tensor), ("scale", tensor)]))
      ),
      (
        "d",
        TorchBytes.call(
          "torch._tensor _rebuild_from_type_v2",
          [
            TorchBytes.global("torch._utils _rebuild_tensor"),
            TorchBytes.global("torch.nn.parameter Buffer"), plain, [0x7D],
          ])
      ),
      ("e", typed("torch._tensor _rebuild_from_type_v2", [tensor], [0x7D])),
    ])
    let file = try TensorFile.open(path: try folder.file("w.pt", TorchBytes.legacy(value)))
    #expect(file.tensors.map(\.name) == ["a", "b", "c.codes", "c.scale", "d"])
    #expect(try file.values(of: 1) == .float32([1, 2, 3, 4]))
    #expect(try file.values(of: 4) == .float32([2, 3]))
  }
}
