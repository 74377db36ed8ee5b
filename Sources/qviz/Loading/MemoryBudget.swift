import Glibc

/// How much memory a tensor may take.
struct MemoryBudget: Hashable, Sendable {
  /// The budget in bytes.
  let byteCount: Int

  /// A budget of so many bytes.
  init(byteCount: Int) {
    self.byteCount = byteCount
  }

  /// Half of what this machine has.
  static let standard = MemoryBudget(byteCount: SystemMemorySize.current / 2)

  /// The budget that some text says: `8G`, `512M`, `1.5T`, bytes, or a share of the machine's memory
  /// such as `50%`; nil if it says none.
  ///
  /// The units are powers of 1024.
  init?(_ text: String, of whole: Int = SystemMemorySize.current) {
    let units: [Character: Double] = [
      "K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40, "%": Double(whole) / 100,
    ]
    let unit = text.last.flatMap { units[Character($0.uppercased())] }
    let number = unit == nil ? text : String(text.dropLast())
    guard number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let value = Double(number)
    else { return nil }
    let bytes = value * (unit ?? 1)
    guard bytes >= 1, bytes < 0x1p62 else { return nil }
    byteCount = Int(bytes)
  }

  /// The budget as a person would say it: `512 MiB`.
  var text: String { ByteText.text(byteCount) }
}

/// Numbers of bytes in words.
enum ByteText {
  /// A number of bytes with at most one decimal: `1.5 GiB`.
  static func text(_ byteCount: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    var size = 1
    var unit = 0
    while byteCount / size >= 1024, unit + 1 < units.count {
      size *= 1024
      unit += 1
    }
    let tenths = Int((Double(byteCount) / Double(size) * 10).rounded())
    // Three digits are enough.
    guard tenths < 1000 else { return "\((tenths + 5) / 10) \(units[unit])" }
    let fraction = tenths % 10 == 0 ? "" : ".\(tenths % 10)"
    return "\(tenths / 10)\(fraction) \(units[unit])"
  }
}

/// How much memory there is for this process.
enum SystemMemorySize {
  /// What the machine has, or what the process's control group may take where that is less.
  static let current: Int = {
    let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return min(machine, groupLimit ?? machine)
  }()

  /// The limit of the control group; nil where there is none.
  private static var groupLimit: Int? {
    let descriptor = unsafe open("/sys/fs/cgroup/memory.max", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = Array(repeating: 0, count: 32)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return Int(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self))
  }
}
