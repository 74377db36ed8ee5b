import Foundation
import Glibc
import TestSupport

/// The program under attack: the binary that was built with these tests.
enum AttackedProgram {
  /// Where it is: beside the tests.
  static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "qviz").path

  /// The tensors of the fixtures and the samples.
  static let tensors: [String] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return ["samples", "Tests/Fixtures/tensors"].flatMap { folder in
      let url = root.appending(path: folder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      return names.filter { $0.hasSuffix(".npy") }.sorted().map { url.appending(path: $0).path }
    }
  }()

  /// An environment in which it touches nothing but a folder.
  static func environment(in folder: AttackedFolder) -> [String: String] {
    var environment = Subprocess.pinnedEnvironment
    environment["XDG_STATE_HOME"] = folder.path("state")
    // Under AddressSanitizer a program that exits in the middle of a function has left something
    // behind there, which is no leak.
    environment["ASAN_OPTIONS"] = "detect_leaks=0"
    return environment
  }
}

/// A folder in which the program may do what it likes, gone with the value.
final class AttackedFolder {
  private let url: URL

  /// A new empty folder.
  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "qviz-attack-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Where it is.
  var path: String { url.path }

  /// The path of something in it.
  func path(_ name: String) -> String { url.appending(path: name).path }

  /// What a file in it holds; nil where there is none.
  func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: path(name)) }

  /// Writes a file in it.
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
    try Data(bytes).write(to: url.appending(path: name))
  }

  /// Takes a file out of it.
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// The names of all that is in it, hidden files too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// Lets the program have the processor for some time.
func pause(milliseconds: Double) { usleep(useconds_t(milliseconds * 1000)) }
