import Foundation
import Glibc
import Testing

@testable import TensorFiles

@Suite("what a path stands for")
struct TensorPathsTests {
  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    let names = [
      "b10.npy", "b9.npy", "model.safetensors.index.json", "README.md", "config.json",
      ".hidden.npy",
      "inner/a.gguf", "inner/deeper/z.raw", ".git/x.npy", "notes.txt",
    ]
    for name in names {
      let url = folder.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
  }

  private func files(_ path: String) throws -> [String] {
    let contents = TensorPaths.files(at: path)
    #expect(contents.failures.isEmpty)
    return contents.files.map(folder.withoutFolder)
  }

  @Test("a folder stands for its files of tensors, an index first, numbers as numbers")
  func wholeFolder() throws {
    let expected = [
      "model.safetensors.index.json", "b9.npy", "b10.npy", "inner/a.gguf", "inner/deeper/z.raw",
    ]
    #expect(try files(folder.url.path) == expected)
    #expect(try files(folder.url.path + "/") == expected)
  }

  @Test("links to folders are not followed, links to files are")
  func links() throws {
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: folder.path("inner/round"), withDestinationPath: folder.url.path)
    try manager.createSymbolicLink(
      atPath: folder.path("inner/link.npy"), withDestinationPath: folder.path("b9.npy"))
    #expect(
      try files(folder.path("inner")) == ["inner/a.gguf", "inner/link.npy", "inner/deeper/z.raw"])
  }

  @Test("links to nothing and pipes hide no other, and nobody waits for a pipe")
  func unreadableNames() throws {
    let nowhere = folder.path("inner/nowhere.npy")
    let pipe = folder.path("inner/pipe.npy")
    try FileManager.default.createSymbolicLink(
      atPath: nowhere, withDestinationPath: folder.path("missing.npy"))
    #expect(mkfifo(pipe, 0o600) == 0 && mkfifo(folder.path("inner/other"), 0o600) == 0)
    for path in [folder.path("inner"), folder.path("inner/*")] {
      let contents = TensorPaths.files(at: path)
      let isPattern = path.hasSuffix("*")
      let names = ["inner/a.gguf", "inner/deeper/z.raw"]
      #expect(contents.files.map(folder.withoutFolder).sorted() == names)
      #expect(contents.found.contains(folder.path("inner/a.gguf")) == !isPattern)
      #expect(contents.failures.contains(.missing(path: nowhere)))
      #expect(contents.failures.contains(.notRegular(path: pipe, kind: .pipe)))
      #expect(contents.failures.count == (isPattern ? 3 : 2))
    }
  }

  @Test("a pattern stands for what it matches, unless a file has it for its name")
  func patterns() throws {
    #expect(try files(folder.path("b*.npy")) == ["b9.npy", "b10.npy"])
    #expect(try files(folder.path("b?.npy")) == ["b9.npy"])
    #expect(try files(folder.path("in*")) == ["inner/a.gguf", "inner/deeper/z.raw"])
    #expect(try files(folder.path("x*")) == ["x*"])
    _ = try folder.file("b[9].npy", [])
    #expect(try files(folder.path("b[9].npy")) == ["b[9].npy"])
  }

  @Test("anything else stands for itself, there or not")
  func others() throws {
    #expect(try files(folder.path("notes.txt")) == ["notes.txt"])
    #expect(try files(folder.path("missing")) == ["missing"])
    #expect(TensorPaths.files(at: "a\u{0}b").files == ["a\u{0}b"])
  }

  @Test("a folder without tensors says so")
  func empty() throws {
    let path = folder.path("empty")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let contents = TensorPaths.files(at: path)
    #expect(contents.files.isEmpty)
    #expect(contents.failures == [.noTensorFiles(path: path)])
  }

  @Test("very many files are cut off with a sentence, and those before it stand")
  func tooMany() {
    var contents = TensorPaths.Contents()
    contents.files = Array(repeating: "x", count: TensorPaths.fileLimit - 1)
    TensorPaths.collect(folder.url.path, depth: 0, into: &contents)
    #expect(contents.files.count == TensorPaths.fileLimit)
    #expect(
      contents.failures == [.tooManyFiles(path: folder.url.path, limit: TensorPaths.fileLimit)])
  }

  @Test("a folder that cannot be read hides no other")
  func unreadable() throws {
    // Nothing is unreadable to root, but a folder whose path is longer than any may be.
    var contents = TensorPaths.Contents()
    let path = "/" + String(repeating: "x/", count: 4000)
    TensorPaths.collect(path, depth: 0, into: &contents)
    TensorPaths.collect(folder.path("inner"), depth: 0, into: &contents)
    #expect(contents.failures.count == 1)
    #expect(contents.files.map(folder.withoutFolder) == ["inner/a.gguf", "inner/deeper/z.raw"])
  }
}
