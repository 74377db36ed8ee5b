import FilePaths
import TestSupport
import Testing

@Suite("paths of any bytes")
struct SystemPathTests {
  private func bytes(_ text: String) -> [UInt8] {
    text.systemPath.dropLast().map(UInt8.init(bitPattern:))
  }

  /// Whether some bytes come back, from a text of their own.
  private func comesBack(_ original: [UInt8]) -> Bool {
    let text = String(pathBytes: original)
    return bytes(text) == original && text.systemPath.last == 0
      && String(systemPath: text.systemPath) == text
  }

  @Test("UTF-8 is itself, decomposed or composed, and no other byte is")
  func examples() {
    let plain = [
      "w.npy", "", "a/b c", "caf\u{E9}.npy", "cafe\u{301}.npy", "重み.npy", "\u{10FF7F}", "👩‍👧",
    ]
    for text in plain {
      #expect(Array(String(pathBytes: Array(text.utf8)).utf8) == Array(text.utf8))
      #expect(bytes(text) == Array(text.utf8))
    }
    #expect(String(pathBytes: [0x63, 0xE9, 0x2E]) == "c\u{10FFE9}.")
    #expect(String(pathBytes: [0xFF, 0x80]) == "\u{10FFFF}\u{10FF80}")
    // Cut off, too long, a surrogate, past the last scalar: nothing of it is UTF-8.
    for broken in [
      [0xC3], [0xE2, 0x82], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88], [0xE2, 0x28, 0xA1],
    ] as [[UInt8]] {
      let text = String(pathBytes: broken)
      #expect(text.unicodeScalars.count == broken.count)
      #expect(comesBack(broken))
    }
  }

  @Test("a name with a scalar that stands for a byte is not that of the byte")
  func escaped() {
    let scalar = Array("\u{10FFE9}".utf8)
    #expect(String(pathBytes: scalar) != String(pathBytes: [0xE9]))
    #expect(comesBack(scalar))
    #expect(String(pathBytes: scalar).unicodeScalars.count == 4)
  }

  @Test("every name comes back, and no two are one text")
  func bijection() {
    var names: [[UInt8]] = []
    for first in 1...255 as ClosedRange<UInt8> {
      names.append([first])
      for second in 1...255 as ClosedRange<UInt8> where second % 7 == 3 || second >= 0x80 {
        names.append([first, second])
      }
    }
    // Whatever begins like a sequence of UTF-8, mostly.
    let seed: UInt64 = 0xF11E
    var random = SplitMix64(seed: seed)
    let likely: [UInt8] = [0xF4, 0x8F, 0xBE, 0xBF, 0x80, 0xE2, 0xC3, 0xED, 0xA0, 0x41, 0xEF, 0xF0]
    for _ in 0..<20_000 {
      let count = Int(random.next() % 9)
      names.append(
        (0..<count).map { _ in
          let draw = random.next()
          return draw % 4 == 0
            ? UInt8(draw >> 8 & 0xFF) | 1 : likely[Int(draw >> 8 & 0xFF) % likely.count]
        })
    }
    let broken = names.filter { !comesBack($0) }
    #expect(broken.isEmpty, "seed \(seed)")
    // Not compared as text, for which a letter and its mark are one with the letter that has it.
    let texts = Set(names.map { Array(String(pathBytes: $0).utf8) })
    #expect(texts.count == Set(names).count, "seed \(seed)")
  }
}
