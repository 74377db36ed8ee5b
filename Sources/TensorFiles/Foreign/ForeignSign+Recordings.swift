extension ForeignSign {
  /// Sound and video.
  static let recordings: [ForeignSign] = [
    sound(
      "a WAV recording", ["wav"], ByteSignature(chunk: "RIFF", of: "WAVE"),
      ByteSignature(chunk: "RF64", of: "WAVE")),
    sound(
      "a FLAC recording", ["flac"], ByteSignature(hexadecimal: "66 4C 61 43 00 00 00 22"),
      ByteSignature(hexadecimal: "66 4C 61 43 80 00 00 22")),
    sound(
      "an Ogg recording", ["ogg", "oga", "opus"], ByteSignature(hexadecimal: "4F 67 67 53 00 02")),
    sound("an MP3 recording", ["mp3"], ByteSignature("ID3")) { RecordingStructure.isID3($0) },
    sound("an MP3 recording", []) { RecordingStructure.isMP3($0) },
    sound("an AAC recording", ["aac"]) { RecordingStructure.isADTS($0) },
    sound(
      "an AIFF recording", ["aif", "aiff"], ByteSignature(chunk: "FORM", of: "AIFF"),
      ByteSignature(chunk: "FORM", of: "AIFC")),
    sound("an AU recording", ["au"], ByteSignature(hexadecimal: "2E 73 6E 64 00 00")),
    sound("an AMR recording", ["amr"], ByteSignature("#!AMR")),
    sound("an MPEG-4 recording", ["m4a"], ByteSignature("ftypM4A", at: 4)) {
      RecordingStructure.isBrandBox($0)
    },
    sound("a MIDI file", ["mid", "midi"], ByteSignature(hexadecimal: "4D 54 68 64 00 00 00 06")),
    video("an AVI video", ["avi"], ByteSignature(chunk: "RIFF", of: "AVI ")),
    video("an MPEG-4 video", ["mp4", "m4v", "mov"], ByteSignature("ftyp", at: 4)) {
      RecordingStructure.isBrandBox($0)
    },
    video("a Matroska video", ["mkv", "webm"], ByteSignature(hexadecimal: "1A 45 DF A3")) {
      $0.mentions("webm") || $0.mentions("matroska")
    },
    video("a Flash video", ["flv"], ByteSignature(hexadecimal: "46 4C 56 01 .. 00 00 00 09")),
    video(
      "a Windows Media recording", ["wmv", "wma"],
      ByteSignature(hexadecimal: "30 26 B2 75 8E 66 CF 11")),
    video(
      "an MPEG video", ["mpg", "mpeg"], ByteSignature(hexadecimal: "00 00 01 BA 44"),
      ByteSignature(hexadecimal: "00 00 01 BA 21")),
    video("an MPEG transport stream", []) { RecordingStructure.isTransportStream($0) },
  ]

  private static func sound(
    _ name: String, _ fileExtensions: [String], _ signatures: ByteSignature...,
    check: @escaping @Sendable (FileGlimpse) -> Bool = { _ in true }
  ) -> ForeignSign {
    ForeignSign(
      ForeignFormat(name, "decode it and save the samples as .npy"), fileExtensions,
      signatures: signatures, check: check)
  }

  private static func video(
    _ name: String, _ fileExtensions: [String], _ signatures: ByteSignature...,
    check: @escaping @Sendable (FileGlimpse) -> Bool = { _ in true }
  ) -> ForeignSign {
    ForeignSign(
      ForeignFormat(name, "decode it and save the frames as .npy"), fileExtensions,
      signatures: signatures, check: check)
  }
}
