import Testing

@testable import qviz

@Suite("how much memory a tensor may take")
struct MemoryBudgetTests {
  @Test(
    "sizes are powers of 1024, and shares are of the machine's memory",
    arguments: [
      ("8G", 8 << 30), ("512M", 512 << 20), ("1.5g", 3 << 29), ("64k", 64 << 10), ("2T", 2 << 40),
      ("4096", 4096), ("50%", 500), ("100%", 1000), ("0.5%", 5),
    ])
  func sizes(text: String, byteCount: Int) {
    #expect(MemoryBudget(text, of: 1000)?.byteCount == byteCount)
  }

  @Test(
    "what is no size is none",
    arguments: [
      "", "G", "%", "8Q", "-1G", "0", "0x10", "1e3", "nan", "inf", "8GB", "1 G", "9999999T",
    ])
  func mistakes(text: String) {
    #expect(MemoryBudget(text, of: 1000) == nil)
  }

  @Test(
    "a number of bytes in words",
    arguments: [
      (0, "0 bytes"), (1023, "1023 bytes"), (1024, "1 KiB"), (1536, "1.5 KiB"),
      (17 << 30, "17 GiB"), (Int(17.6 * 0x1p30), "17.6 GiB"), (300 << 40, "300 TiB"),
    ])
  func words(byteCount: Int, text: String) {
    #expect(ByteText.text(byteCount) == text)
  }
}
