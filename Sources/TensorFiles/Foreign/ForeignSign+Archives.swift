extension ForeignSign {
  /// Archives, and files that are compressed as a whole.
  ///
  /// A zip archive is opened by its reader, which refuses one without tensors.
  static let archives: [ForeignSign] = [
    ForeignSign(
      .zip, ["zip"], ByteSignature(hexadecimal: "50 4B 05 06"),
      ByteSignature(hexadecimal: "50 4B 07 08")
    ) {
      // One that NumPy saved nothing in.
      $0.fileExtension != "npz"
    },
    archive("a tar archive", ["tar", "tgz"], "tar -xf") {
      // PyTorch of 2016 wrote such files; its own reader says so.
      !["pt", "pth", "ckpt"].contains($0.fileExtension) && ArchiveStructure.isTar($0)
    },
    archive("a 7z archive", ["7z"], "7z x", ByteSignature(hexadecimal: "37 7A BC AF 27 1C")),
    archive("a RAR archive", ["rar"], "unrar x", ByteSignature(hexadecimal: "52 61 72 21 1A 07")),
    archive(
      "a cabinet archive", ["cab"], "cabextract",
      ByteSignature(hexadecimal: "4D 53 43 46 00 00 00 00")),
    archive("an ar archive", ["deb"], "ar x", ByteSignature("!<arch>\n")),
    archive(
      "a cpio archive", ["cpio"], "cpio -i", ByteSignature("070701"), ByteSignature("070707")),
    archive("an RPM package", ["rpm"], "rpm2cpio", ByteSignature(hexadecimal: "ED AB EE DB 03")),
    archive("a SquashFS image", ["squashfs"], "unsquashfs", ByteSignature("hsqs")) {
      // Its version is 4.0.
      $0.little(at: 28, count: 4) == 4
    },
    ForeignSign(
      ForeignFormat("a Git pack", "check the files out"), ["pack"],
      ByteSignature(hexadecimal: "50 41 43 4B 00 00 00 02")),
    compressed("zstd", ["zst", "zstd"], "zstd -d", ByteSignature(hexadecimal: "28 B5 2F FD")) {
      // A bit of the descriptor is reserved.
      $0.byte(at: 4).map { $0 & 0x08 == 0 } ?? false
    },
    compressed("xz", ["xz"], "xz -d", ByteSignature(hexadecimal: "FD 37 7A 58 5A 00")),
    compressed("lzma", ["lzma"], "xz -d", ByteSignature(hexadecimal: "5D 00 00")) {
      ArchiveStructure.isLZMA($0)
    },
    compressed("lzip", ["lz"], "lzip -d", ByteSignature(hexadecimal: "4C 5A 49 50 01")),
    compressed("bzip2", ["bz2"], "bzip2 -d", ByteSignature("BZh")) {
      // The square roots of 10 and of π are in every one, the latter where it is empty.
      $0.byte(at: 3).map { (0x31...0x39).contains($0) } ?? false
        && [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]]
          .contains($0.bytes(at: 4, count: 6))
    },
    compressed("lz4", ["lz4"], "lz4 -d", ByteSignature(hexadecimal: "04 22 4D 18")) {
      $0.byte(at: 4).map { $0 & 0xC2 == 0x40 } ?? false
    },
    compressed("lz4", [], "lz4 -d", ByteSignature(hexadecimal: "02 21 4C 18")) {
      $0.little(at: 4, count: 4).map { $0 > 0 && $0 <= 8 << 20 } ?? false
    },
    compressed(
      "snappy", ["sz"], "snzip -d",
      ByteSignature(hexadecimal: "FF 06 00 00 73 4E 61 50 70 59")),
    compressed("zlib", ["zlib"], "zlib-flate -uncompress") { ArchiveStructure.isZlib($0) },
    ForeignSign(
      named: ["br"], ForeignFormat("a file compressed with brotli", "decompress it with brotli -d")),
    ForeignSign(
      named: ["z"],
      ForeignFormat("a file compressed with compress", "decompress it with uncompress")),
  ]

  private static func archive(
    _ name: String, _ fileExtensions: [String], _ command: String, _ signatures: ByteSignature...,
    check: @escaping @Sendable (FileGlimpse) -> Bool = { _ in true }
  ) -> ForeignSign {
    ForeignSign(
      ForeignFormat(name, "unpack it (\(command)) and open what is in it"), fileExtensions,
      signatures: signatures, check: check)
  }

  private static func compressed(
    _ method: String, _ fileExtensions: [String], _ command: String, _ signatures: ByteSignature...,
    check: @escaping @Sendable (FileGlimpse) -> Bool = { _ in true }
  ) -> ForeignSign {
    ForeignSign(
      ForeignFormat("a file compressed with \(method)", "decompress it with \(command)"),
      fileExtensions, signatures: signatures, check: check)
  }
}
