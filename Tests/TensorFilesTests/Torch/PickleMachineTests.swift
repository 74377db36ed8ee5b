import Testing

@testable import TensorFiles

/// The machine by itself: what it refuses, and that it follows no instruction that could do something.
@Suite("pickles")
struct PickleMachineTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// What a pickle ends with; nothing is listed but `ok.ok`.
  private func fault(_ bytes: [UInt8]) throws -> PickleFault? {
    let file = try MappedFile(path: try folder.file("w.pkl", bytes))
    do throws(PickleFault) {
      _ = try PickleMachine.graph(in: file, 0..<bytes.count) { $0.name == "ok.ok" }
      return nil
    } catch {
      return error
    }
  }

  @Test("every instruction but those listed refuses the pickle where it stands")
  func opcodes() throws {
    for byte in UInt8.min...UInt8.max where PickleOpcode(rawValue: byte) == nil {
      #expect(try fault([0x80, 2, byte, 0x2E]) == .opcode(byte, position: 2))
    }
    // The text instructions, those of extensions, and those that make instances of protocol 0.
    for byte in "FILSVPgpiod2\u{82}\u{83}\u{84}".unicodeScalars.map({ UInt8($0.value) }) {
      #expect(PickleOpcode(rawValue: byte) == nil, "\(byte)")
    }
  }

  @Test("a name that is to be called and is not listed refuses the pickle, whatever it is")
  func calls() throws {
    for name in [
      "os system", "posix system", "nt system", "builtins eval", "builtins exec",
      "builtins getattr", "builtins __import__", "__builtin__ eval", "subprocess Popen",
      "torch.storage _load_from_bytes", "torch load", "numpy load", "operator methodcaller",
      "functools partial", "copyreg _reconstructor", "ok Ok", "ok.ok ok",
    ] {
      let call = TorchBytes.call(name, [TorchBytes.text("touch harm")])
      let plain = name.split(separator: " ").joined(separator: ".")
      #expect(
        try fault(TorchBytes.pickle(call))
          == .call(name: plain, position: 1 + call.count), "\(name)")
    }
    #expect(try fault(TorchBytes.pickle(TorchBytes.call("ok ok", []))) == nil)
    // By a name from the stack, and by one of several parts.
    let named =
      TorchBytes.text("os") + TorchBytes.text("path.system") + [0x93, 0x29, 0x52]
    #expect(
      try fault([0x80, 4] + named + [0x2E])
        == .call(name: "os.path.system", position: 1 + named.count))
  }

  @Test("what was called or made is no name, so that nothing of it can be called")
  func chains() throws {
    let result = TorchBytes.call("ok ok", [])
    #expect(try fault(TorchBytes.pickle(result + [0x29, 0x52])) != nil)
    let object = TorchBytes.object("any Thing", state: [0x7D])
    #expect(try fault(TorchBytes.pickle(object + [0x29, 0x52])) != nil)
    #expect(try fault(TorchBytes.pickle(TorchBytes.text("os.system") + [0x29, 0x52])) != nil)
  }

  @Test("an object of any class is made empty and holds its state")
  func objects() throws {
    let bytes = TorchBytes.pickle(
      TorchBytes.object("any.where Thing", state: TorchBytes.dictionary([("a", [0x4E])])))
    let file = try MappedFile(path: try folder.file("w.pkl", bytes))
    let graph = try PickleMachine.graph(in: file, 0..<bytes.count) { _ in false }
    let node = try #require(graph.node(graph.root))
    #expect(node.kind == .object(PickleGlobal("any.where.Thing")))
    let state = try #require(node.state.flatMap { graph.node($0) })
    #expect(state.entries.map { graph.text($0.key) } == ["a"])
  }

  @Test("whole numbers have the value that Python reads")
  func integers() throws {
    let cases: [([UInt8], Int)] = [
      ([0x8A, 0], 0), ([0x8A, 1, 0xFF], -1), ([0x8A, 2, 0xFF, 0], 255), ([0x4B, 200], 200),
      ([0x4D, 1, 2], 513), ([0x4A, 0xFE, 0xFF, 0xFF, 0xFF], -2),
      ([0x8A, 8] + TorchBytes.number(.min, 8), .min), ([0x8B, 1, 0, 0, 0, 0x80], -128),
    ]
    for (bytes, expected) in cases {
      let pickle = TorchBytes.pickle(bytes)
      let file = try MappedFile(path: try folder.file("w.pkl", pickle))
      let graph = try PickleMachine.graph(in: file, 0..<pickle.count) { _ in false }
      #expect(graph.root == .integer(expected))
    }
    let huge = TorchBytes.pickle([0x8A, 9] + Array(repeating: 1, count: 9))
    #expect(try fault(huge) == nil)
  }

  @Test(
    "a pickle that ends early, or takes what is not there, is refused",
    arguments: [
      ([], PickleFault.cut(position: 0)),
      ([0x80], .cut(position: 1)),
      ([0x80, 0, 0x2E], .version(found: 0, position: 0)),
      ([0x80, 6, 0x2E], .version(found: 6, position: 0)),
      ([0x80, 2], .cut(position: 2)),
      ([0x80, 2, 0x2E], .underflow(position: 2)),
      ([0x80, 2, 0x28, 0x2E], .underflow(position: 3)),
      ([0x80, 2, 0x4E, 0x28, 0x85, 0x2E], .underflow(position: 4)),
      ([0x80, 2, 0x74], .underflow(position: 2)),
      ([0x80, 2, 0x68, 0], .memo(position: 2)),
      ([0x80, 2, 0x71, 0], .underflow(position: 2)),
      ([0x80, 2, 0x4E, 0x29, 0x52], .operand(position: 4)),
      ([0x80, 2, 0x29, 0x4E, 0x61], .operand(position: 4)),
      ([0x80, 2, 0x7D, 0x28, 0x4E, 0x75], .underflow(position: 5)),
      ([0x80, 2, 0x4E, 0x4E, 0x93], .operand(position: 4)),
      ([0x80, 2, 0x58, 0xFF, 0xFF, 0xFF, 0xFF, 0x41], .cut(position: 7)),
      ([0x80, 2, 0x8E] + Array(repeating: 0xFF, count: 8), .cut(position: 11)),
      ([0x80, 2, 0x8B, 0xFF, 0xFF, 0xFF, 0x7F], .cut(position: 7)),
      ([0x80, 2, 0x63, 0x41, 0x0A, 0x42], .cut(position: 5)),
      (
        [0x80, 2, 0x63] + Array(repeating: 0x41, count: 2000),
        .nameTooLong(limit: 1024, position: 3)
      ),
    ] as [([UInt8], PickleFault)])
  func refused(bytes: [UInt8], expected: PickleFault) throws {
    #expect(try fault(bytes) == expected)
  }

  @Test("nesting of any depth and a million marks take no stack of ours")
  func depth() throws {
    let count = 1_000_000
    #expect(try fault([0x80, 2, 0x29] + Array(repeating: 0x85, count: count) + [0x2E]) == nil)
    #expect(
      try fault([0x80, 2] + Array(repeating: 0x28, count: count) + [0x2E])
        == .underflow(position: 2 + count))
  }

  @Test("the number of values is bounded")
  func bounds() throws {
    let limit = PickleMachine.nodeLimit
    #expect(
      try fault([0x80, 2] + Array(repeating: 0x5D, count: limit + 1) + [0x2E])
        == .tooLong(limit: limit, position: 2 + limit))
    // What waits on the stack, and what is remembered, holds no others and takes memory all the same.
    #expect(
      try fault([0x80, 2] + Array(repeating: 0x4E, count: limit + 1) + [0x2E])
        == .tooLong(limit: limit, position: 2 + limit))
    #expect(
      try fault([0x80, 4, 0x5D] + Array(repeating: 0x94, count: limit + 1) + [0x2E])
        == .tooLong(limit: limit, position: 3 + limit))
  }
}
