extension ForeignSign {
  /// Pictures.
  static let images: [ForeignSign] = [
    image("a PNG image", ["png"], ByteSignature(hexadecimal: "89 50 4E 47 0D 0A 1A 0A")),
    image("a JPEG image", ["jpg", "jpeg"], ByteSignature(hexadecimal: "FF D8 FF")) {
      ImageStructure.isJPEG($0)
    },
    image("a GIF image", ["gif"], ByteSignature("GIF87a"), ByteSignature("GIF89a")),
    image("a BMP image", ["bmp"], ByteSignature("BM")) { ImageStructure.isBMP($0) },
    image("a WebP image", ["webp"], ByteSignature(chunk: "RIFF", of: "WEBP")),
    image(
      "a TIFF image", ["tif", "tiff"], ByteSignature(hexadecimal: "49 49 2A 00"),
      ByteSignature(hexadecimal: "4D 4D 00 2A")
    ) { ImageStructure.isTIFF($0) },
    image(
      "a TIFF image", [], ByteSignature(hexadecimal: "49 49 2B 00 08 00 00 00"),
      ByteSignature(hexadecimal: "4D 4D 00 2B 00 08 00 00")),
    image("a Netpbm image", ["pbm", "pgm", "ppm", "pnm"]) { ImageStructure.isNetpbm($0) },
    image("a Netpbm image", ["pam"], ByteSignature("P7\nWIDTH")),
    image("a PFM image", ["pfm"]) { ImageStructure.isPFM($0) },
    image("an icon", ["ico", "cur"], ByteSignature(hexadecimal: "00 00 01 00")) {
      ImageStructure.isIcon($0)
    },
    image("a Photoshop image", ["psd"], ByteSignature(hexadecimal: "38 42 50 53 00 01")),
    image(
      "a JPEG 2000 image", ["jp2"],
      ByteSignature(hexadecimal: "00 00 00 0C 6A 50 20 20 0D 0A 87 0A"),
      ByteSignature(hexadecimal: "FF 4F FF 51 00")),
    image(
      "a JPEG XL image", ["jxl"], ByteSignature(hexadecimal: "00 00 00 0C 4A 58 4C 20 0D 0A 87 0A")),
    image("an OpenEXR image", ["exr"], ByteSignature(hexadecimal: "76 2F 31 01 02 .. 00 00")),
    image("a Radiance image", ["hdr"], ByteSignature("#?RADIANCE"), ByteSignature("#?RGBE")),
    image("a QOI image", ["qoi"], ByteSignature("qoif")) {
      $0.byte(at: 12).map { (3...4).contains($0) } ?? false
        && $0.byte(at: 13).map { $0 <= 1 } ?? false
    },
    image("a DDS texture", ["dds"], ByteSignature(hexadecimal: "44 44 53 20 7C 00 00 00")),
    image("an AVIF image", ["avif"], ByteSignature("ftypavif", at: 4)) {
      RecordingStructure.isBrandBox($0)
    },
    image(
      "a HEIC image", ["heic", "heif"], ByteSignature("ftyphei", at: 4),
      ByteSignature("ftypmif1", at: 4)
    ) { RecordingStructure.isBrandBox($0) },
    image("a DICOM image", ["dcm"], ByteSignature("DICM", at: 128)) {
      $0.bytes(at: 132, count: 4).map { $0[1] == 0 && $0[0] <= 8 && $0[0] % 2 == 0 } ?? false
    },
  ]

  private static func image(
    _ name: String, _ fileExtensions: [String], _ signatures: ByteSignature...,
    check: @escaping @Sendable (FileGlimpse) -> Bool = { _ in true }
  ) -> ForeignSign {
    ForeignSign(
      ForeignFormat(name, "decode it and save the array as .npy"), fileExtensions,
      signatures: signatures, check: check)
  }
}
