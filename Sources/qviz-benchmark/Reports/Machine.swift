import Glibc

/// The machine that was measured on.
struct Machine: Encodable {
  let processor: String
  let processorCount: Int
  let memoryBytes: Int
  let system: String

  /// This one, as it describes itself.
  static var current: Machine {
    let lines = (textOfFile("/proc/cpuinfo") ?? "").split(separator: "\n")
    let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    let system = (textOfFile("/proc/sys/kernel/osrelease") ?? "").prefix { $0 != "\n" }
    return Machine(
      processor: model.map { String($0.drop { $0 == " " }) } ?? "unknown processor",
      processorCount: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
      memoryBytes: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)),
      system: "Linux \(system)")
  }

  /// One line.
  var sentence: String {
    "\(processor), \(processorCount) cores, \(memoryBytes >> 30) GiB, \(system)"
  }
}
