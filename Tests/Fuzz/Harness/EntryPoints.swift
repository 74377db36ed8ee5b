import Glibc
import Synchronization

/// The target that the command line names.
private let chosen = Mutex<FuzzTarget?>(nil)

/// Finds the target in `--target=NAME`, which libFuzzer leaves to us as everything with two dashes.
@c(LLVMFuzzerInitialize)
public func initialize(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
  let option = "--target="
  let words = (0..<Int(count.pointee)).compactMap { index in
    arguments.pointee[index].map { String(cString: $0) }
  }
  let name = words.last { $0.hasPrefix(option) }?.dropFirst(option.count)
  guard let target = FuzzTarget.all.first(where: { $0.name == name ?? "" }) else {
    let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
    StandardError.say(
      "the target is \(name ?? "not said"), expected \(option) and one of: \(names)")
    exit(64)
  }
  chosen.withLock { $0 = target }
  return 0
}

/// Gives the target some bytes.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  chosen.withLock(\.self)?.body(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
