import FilePaths
import Glibc

/// The folder of a file that names others, its companions, out of which none of them may lead.
///
/// A companion lies in the folder, or in the one in which the file itself lies with its links
/// followed: caches of downloads keep every file elsewhere and only links to them in the folder.
struct CompanionFolder: Hashable, Sendable {
  /// The folder as it was given, with a slash at its end; empty for the current one.
  private let prefix: String
  /// The folders that a companion may lie in, their links followed, each with a slash at its end.
  private let allowed: [String]

  /// Whether the file came as a stream: the folders of descriptors and devices are nobody's.
  private let isStream: Bool

  /// The folder of the file with a path.
  init(path: String) {
    let utf8 = path.utf8
    isStream = ["/dev/", "/proc/"].contains { utf8.starts(with: $0.utf8) }
    let start = utf8.lastIndex(of: UInt8(ascii: "/")).map(utf8.index(after:)) ?? utf8.startIndex
    prefix = String(Substring(utf8[..<start]))
    let named = Self.resolved(prefix.isEmpty ? "." : prefix).map { $0 == "/" ? $0 : $0 + "/" }
    let real = Self.resolved(path).map { path in
      String(
        Substring(path.utf8[...(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)]))
    }
    allowed = [named, real].compactMap(\.self)
  }

  /// The path of a companion.
  func path(of companion: String) -> String { prefix + String(pathBytes: companion.utf8) }

  /// Why a companion is not opened; `nil` if it may be, or if there is no such file.
  ///
  /// - Parameters:
  ///   - companion: The name that the file has for it.
  ///   - fileExtension: The extension that it must have; `nil` for any.
  /// - Returns: The reason.
  func refusal(
    of companion: String, fileExtension: String? = nil
  ) -> CompanionRefusal? {
    let parts = companion.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isControl = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .control }
    if companion.unicodeScalars.contains(where: isControl) { return .controlCharacter }
    if isStream { return .noFolder }
    if parts[0].isEmpty, parts.count > 1 { return .absolute }
    if parts.contains(where: { $0.elementsEqual("..".utf8) }) { return .parent }
    if let fileExtension, FileName(path: companion).fileExtension != fileExtension {
      return .foreign
    }
    guard let real = Self.resolved(path(of: companion)) else { return nil }
    let isInside = allowed.contains { real.utf8.starts(with: $0.utf8) }
    return isInside ? nil : .outside
  }

  /// A path with every link in it followed; `nil` if it leads to nothing.
  private static func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path.systemPath, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(systemPath: resolved)
  }
}
