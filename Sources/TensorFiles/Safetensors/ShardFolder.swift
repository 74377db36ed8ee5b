import Glibc

/// The folder of an index, out of which none of its shards may lead.
///
/// A shard lies in the folder, or in the one in which the index itself lies with its links followed:
/// caches of downloads keep every file elsewhere and only links to them in the folder.
struct ShardFolder: Hashable, Sendable {
  /// The folder as it was given, with a slash at its end; empty for the current one.
  private let prefix: String
  /// The folders that a shard may lie in, their links followed, each with a slash at its end.
  private let allowed: [String]

  /// The folder of the index with a path.
  init(indexPath: String) {
    let utf8 = indexPath.utf8
    let start = utf8.lastIndex(of: UInt8(ascii: "/")).map(utf8.index(after:)) ?? utf8.startIndex
    prefix = String(Substring(utf8[..<start]))
    let named = Self.resolved(prefix.isEmpty ? "." : prefix).map { $0 == "/" ? $0 : $0 + "/" }
    let real = Self.resolved(indexPath).map { path in
      String(
        Substring(path.utf8[...(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)]))
    }
    allowed = [named, real].compactMap(\.self)
  }

  /// The path of a shard.
  func path(of shard: String) -> String { prefix + shard }

  /// Why a shard is not opened; `nil` if it may be, or if there is no such file.
  func refusal(of shard: String) -> ShardRefusal? {
    let parts = shard.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isControl = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .control }
    if shard.unicodeScalars.contains(where: isControl) { return .controlCharacter }
    if parts[0].isEmpty, parts.count > 1 { return .absolute }
    if parts.contains(where: { $0.elementsEqual("..".utf8) }) { return .parent }
    if FileName(path: shard).fileExtension != "safetensors" { return .foreign }
    guard let real = Self.resolved(path(of: shard)) else { return nil }
    let isInside = allowed.contains { real.utf8.starts(with: $0.utf8) }
    return isInside ? nil : .outside
  }

  /// A path with every link in it followed; `nil` if it leads to nothing.
  private static func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
