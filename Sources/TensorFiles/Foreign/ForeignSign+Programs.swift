extension ForeignSign {
  /// Programs, libraries and what compilers make.
  static let programs: [ForeignSign] = [
    program("a core dump", [], ByteSignature(hexadecimal: "7F 45 4C 46 01 01 01")) {
      $0.little(at: 16, count: 2) == 4
    },
    program("a core dump", [], ByteSignature(hexadecimal: "7F 45 4C 46 02 01 01")) {
      $0.little(at: 16, count: 2) == 4
    },
    program(
      "an ELF program or library", ["so", "elf"],
      ByteSignature(hexadecimal: "7F 45 4C 46 01 .. 01"),
      ByteSignature(hexadecimal: "7F 45 4C 46 02 .. 01")),
    program("a Windows program or library", ["exe", "dll"], ByteSignature("MZ")) { glimpse in
      glimpse.little(at: 0x3C, count: 4).map { glimpse.has("PE\u{0}\u{0}", at: $0) } ?? false
    },
    program(
      "a Mach-O program or library", ["dylib"],
      ByteSignature(hexadecimal: "CF FA ED FE .. 00 00 .."),
      ByteSignature(hexadecimal: "CE FA ED FE .. 00 00 .."),
      ByteSignature(hexadecimal: "FE ED FA CF .. 00 00 .."),
      ByteSignature(hexadecimal: "FE ED FA CE .. 00 00 ..")),
    program("a Java class", ["class"], ByteSignature(hexadecimal: "CA FE BA BE 00 00 00")) {
      $0.byte(at: 7).map { $0 >= 45 } ?? false
    },
    program("a Java class", [], ByteSignature(hexadecimal: "CA FE BA BE 00 03 00 2D")),
    program(
      "a Mach-O program or library", [],
      ByteSignature(hexadecimal: "CA FE BA BE 00 00 00 ..")),
    program("a WebAssembly module", ["wasm"], ByteSignature(hexadecimal: "00 61 73 6D .. 00 .. 00"))
    {
      $0.little(at: 4, count: 4).map { $0 > 0 } ?? false
    },
    program("compiled Python", ["pyc"], ByteSignature(hexadecimal: ".. 0D 0D 0A .. 00 00 00")) {
      // What follows the header is an object: code.
      $0.byte(at: 16) == 0xE3
    },
    program("an Android program", ["dex"], ByteSignature(hexadecimal: "64 65 78 0A 30 33 .. 00")),
    program("LLVM bitcode", [], ByteSignature(hexadecimal: "42 43 C0 DE")),
    program("a SPIR-V module", ["spv"], ByteSignature(hexadecimal: "03 02 23 07 00 .. 01 00")),
    program(
      "a CUDA program", ["fatbin", "cubin"],
      ByteSignature(hexadecimal: "50 ED 55 BA 01 00 10 00")),
    program("compiled Lua", [], ByteSignature(hexadecimal: "1B 4C 75 61 .. 00")),
    program("serialized Java", [], ByteSignature(hexadecimal: "AC ED 00 05 73")),
  ]

  private static func program(
    _ name: String, _ fileExtensions: [String], _ signatures: ByteSignature...,
    check: @escaping @Sendable (FileGlimpse) -> Bool = { _ in true }
  ) -> ForeignSign {
    ForeignSign(
      ForeignFormat(name, "there are no tensors in it"), fileExtensions, signatures: signatures,
      check: check)
  }
}
