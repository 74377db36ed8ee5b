import EncodingFiles
import FilePaths
import Glibc
import Synchronization

/// The records of what was tuned, one file a tensor, and one for what was tuned before that.
///
/// Every file comes into being whole or not at all.
/// What another session has written in the meantime, or an earlier one, is not lost: it becomes the
/// one before, unless it says the same.
final class TuningStore: Sendable {
  /// Which of the records of a tensor.
  enum Age: Hashable, Sendable, CaseIterable {
    /// What was tuned last.
    case newest
    /// What was tuned last before that.
    case previous

    fileprivate var suffix: String { self == .newest ? ".json" : ".previous.json" }
  }

  /// What is kept of a tensor.
  struct Findings: Sendable {
    /// The records, the newest first.
    var records: [TuningRecord] = []
    /// What is to be said of those that could not be read.
    var complaints: [String] = []
  }

  /// Whether a record was alone.
  enum Keeping: Hashable, Sendable {
    /// Nobody else has kept anything of the tensor since this session began.
    case alone
    /// Another session keeps the same tensor: what it had kept is now the one before.
    case besideAnother
  }

  private let folder: StateFolder?
  /// When the session began, in nanoseconds since 1970.
  private let beginning: Int
  private let own = Mutex<[TuningKey: FileVersion]>([:])

  /// How many files the folder has at most, but for what is written after it was looked at.
  static let fileLimit = 2000
  /// What is put behind the name of a file that could not be read.
  private static let damagedSuffix = ".damaged"

  /// A store in a folder; nil is none, in which nothing can be kept.
  init(_ folder: StateFolder?) {
    self.folder = folder
    var now = timespec()
    // The clock that file systems stamp files by, which is a few milliseconds behind the other.
    beginning =
      unsafe clock_gettime(CLOCK_REALTIME_COARSE, &now) == 0
      ? now.tv_sec * 1_000_000_000 + now.tv_nsec : Int.max
  }

  /// What is kept of a tensor; a file that holds something else is set aside, and one of another version
  /// left alone.
  func findings(of key: TuningKey) -> Findings {
    var findings = Findings()
    guard let folder else { return findings }
    for age in Age.allCases {
      let path = "\(folder.path)/\(key.name)\(age.suffix)"
      do throws(EncodingFileError) {
        let record = try TuningRecord(path: path)
        guard TuningKey(record) == key else {
          findings.complaints.append(setAside(path, because: "it is of another tensor"))
          continue
        }
        findings.records.append(record)
      } catch {
        switch error {
        case .unreadable(.system(_, ENOENT)), .unreadable(.system(_, ENOTDIR)): break
        case .inFile(_, .versionNotRead(_, let found)):
          // A newer program wrote it, and will read it again.
          findings.complaints.append(
            "what was tuned before is of version \(found), which this qviz does not read")
        case .inFile(_, let reason):
          findings.complaints.append(setAside(path, because: "\(reason)"))
        default: findings.complaints.append("what was tuned before: \(error)")
        }
      }
    }
    return findings
  }

  /// The names of the keys of which something is kept.
  func keptNames() -> Set<String> {
    Set(
      (folder?.names() ?? []).compactMap { name in
        name.hasSuffix(Age.newest.suffix) ? name.split(separator: ".").first.map(String.init) : nil
      })
  }

  /// Keeps a record in place of the one that this session has kept; what anybody else has becomes
  /// the one before.
  ///
  /// - Returns: whether another session, which may still be at work, had kept one meanwhile.
  @discardableResult
  func keep(_ record: TuningRecord) throws(Failure) -> Keeping {
    guard let folder else { throw StateError.noFolder.failure }
    let key = TuningKey(record)
    let path = "\(folder.path)/\(key.name)"
    let isFirst = own.withLock { $0.isEmpty }
    if isFirst {
      try folder.make()
      prune(folder)
    }
    let newest = path + Age.newest.suffix
    var keeping = Keeping.alone
    let kept = own.withLock { $0[key] }
    if let found = FileVersion(path: newest), found != kept,
      (try? TuningRecord(path: newest))?.saysTheSame(as: record) != true
    {
      if kept != nil || found.modified >= beginning { keeping = .besideAnother }
      _ = unsafe rename(newest.systemPath, (path + Age.previous.suffix).systemPath)
    }
    do {
      var file = try AtomicFile(path: newest, existing: .replace)
      try file.write(try record.bytes())
      _ = try file.commit()
    } catch AtomicFileError.system(_, _, let number) {
      throw StateError.system(folder.path, number).failure
    } catch {
      throw Failure("\(error)", exit: .cannotCreate)
    }
    _ = unsafe chmod(newest.systemPath, 0o600)
    let version = FileVersion(path: newest)
    own.withLock { $0[key] = version }
    return keeping
  }

  /// Gives a file a name under which it is not looked for, and says so; the reason, which may be long,
  /// comes last.
  private func setAside(_ path: String, because reason: String) -> String {
    let aside = path + Self.damagedSuffix
    guard unsafe rename(path.systemPath, aside.systemPath) == 0 else {
      return "what was tuned before is damaged: \(reason) (\(path))"
    }
    let name = aside.split(separator: "/").last ?? ""
    return "what was tuned before is damaged, now \(name): \(reason)"
  }

  /// Takes the oldest files away where there are too many; nobody else's are touched.
  private func prune(_ folder: StateFolder) {
    let known = folder.entries().filter { entry in
      let parts = entry.name.split(separator: ".", maxSplits: 1)
      return parts.count == 2 && TuningKey.isName(parts[0])
        && Self.suffixes.contains("." + parts[1])
    }
    for entry in known.dropFirst(Self.fileLimit) {
      _ = unsafe unlink("\(folder.path)/\(entry.name)".systemPath)
    }
  }

  /// What the names of files end in.
  private static let suffixes = Age.allCases.flatMap { [$0.suffix, $0.suffix + damagedSuffix] }
}

extension TuningRecord {
  /// Whether the same was tuned, whenever that was.
  fileprivate func saysTheSame(as other: TuningRecord) -> Bool {
    layout == other.layout && scheme == other.scheme && toolchain == other.toolchain
      && ranges == other.ranges && note == other.note
  }
}
