// swift-tools-version: 6.2
import PackageDescription

// Arrows point down only: a target may name those below it and nobody else.
// `swift build --explicit-target-dependency-import-check error` enforces it.

/// What every target of this package is compiled with.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// What every target that ships is compiled with: each unsafe expression says so.
let strict = settings + [.strictMemorySafety()]

let package = Package(
  name: "qviz",
  products: [
    .executable(name: "qviz", targets: ["qviz"]),
    .executable(name: "qviz-benchmark", targets: ["qviz-benchmark"]),
    .library(name: "QuantizationEngine", targets: ["QuantizationEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // The program: commands, wiring, exit codes.
    .executableTarget(
      name: "qviz",
      dependencies: [
        "Explorer", "Calibration", "ModelComparison", "QuantizationEngine", "NumberFormats",
        "TerminalScreen", "NcursesBackend", "TensorFiles", "EncodingFiles", "FilePaths",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"],
      swiftSettings: strict
    ),

    // The measurements: each promise beside a baseline.
    .executableTarget(
      name: "qviz-benchmark",
      dependencies: [
        "Calibration", "NumberFormats", "QuantizationEngine", "TensorFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"],
      swiftSettings: strict
    ),

    // The screen: model, update and view as values; cells; ncurses.
    .target(
      name: "Explorer",
      dependencies: ["Calibration", "NumberFormats", "QuantizationEngine", "TerminalScreen"],
      exclude: ["README.md"],
      swiftSettings: strict
    ),
    .target(name: "TerminalScreen", exclude: ["README.md"], swiftSettings: strict),
    .target(
      name: "NcursesBackend",
      dependencies: ["TerminalScreen", "CNcurses", "CTerminalRestore"],
      exclude: ["README.md"],
      swiftSettings: strict
    ),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .target(
      name: "CTerminalRestore",
      dependencies: ["CMappedFault"],
      exclude: ["README.md"],
      cSettings: [.treatAllWarnings(as: .error)]
    ),

    // The arithmetic: no files, no screen, no C.
    .target(
      name: "Calibration",
      dependencies: ["QuantizationEngine"],
      exclude: ["README.md"],
      swiftSettings: strict
    ),
    .target(name: "QuantizationEngine", exclude: ["README.md"], swiftSettings: strict),

    // The comparison: an original and what was made of it, as names and values.
    .target(
      name: "ModelComparison",
      dependencies: ["QuantizationEngine"],
      exclude: ["README.md"],
      swiftSettings: strict
    ),

    // The number formats: blocks of values to bits and back.
    .target(
      name: "NumberFormats",
      dependencies: ["QuantizationEngine"],
      exclude: ["README.md"],
      swiftSettings: strict
    ),

    // The paths: bytes of the system to text and back.
    .target(name: "FilePaths", exclude: ["README.md"], swiftSettings: strict),

    // The files: bytes to tensors, encodings to documents and back.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CJansson", providers: [.apt(["libjansson-dev"])]),
    .target(
      name: "CMappedFault", exclude: ["README.md"], cSettings: [.treatAllWarnings(as: .error)]),
    .target(
      name: "TensorFiles",
      dependencies: [
        "FilePaths", "NumberFormats", "QuantizationEngine", "CZlib", "CJansson", "CMappedFault",
      ],
      exclude: ["README.md"],
      swiftSettings: strict
    ),
    .target(
      name: "EncodingFiles",
      dependencies: ["FilePaths", "QuantizationEngine"],
      exclude: ["README.md", "Formats/Qviz/qviz-encodings-1.schema.json"],
      swiftSettings: strict
    ),

    // The proofs.
    .target(
      name: "TestSupport",
      dependencies: ["QuantizationEngine"],
      path: "Tests/TestSupport",
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "QuantizationEngineTests",
      dependencies: ["QuantizationEngine", "TestSupport"],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CalibrationTests",
      dependencies: ["Calibration", "QuantizationEngine", "TestSupport"],
      exclude: ["Referee"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ModelComparisonTests",
      dependencies: [
        "ModelComparison", "NumberFormats", "QuantizationEngine", "TestSupport",
      ],
      exclude: ["Fixtures", "Referee"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "NumberFormatsTests",
      dependencies: ["NumberFormats", "QuantizationEngine", "TestSupport"],
      exclude: ["Fixtures", "Referee"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "FilePathsTests", dependencies: ["FilePaths", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "TensorFilesTests",
      dependencies: ["TensorFiles", "NumberFormats", "QuantizationEngine", "TestSupport"],
      exclude: ["Fixtures"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "EncodingFilesTests",
      dependencies: ["EncodingFiles", "QuantizationEngine", "TestSupport"],
      exclude: ["Fixtures", "Referee"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "TerminalScreenTests",
      dependencies: ["TerminalScreen", "TestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "NcursesBackendTests",
      dependencies: ["NcursesBackend", "TerminalScreen", "CMappedFault", "TestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ExplorerTests",
      dependencies: [
        "Explorer", "Calibration", "NumberFormats", "QuantizationEngine", "TerminalScreen",
        "TestSupport",
      ],
      exclude: ["Screens"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "Calibration", "EncodingFiles", "Explorer", "ModelComparison", "NumberFormats",
        "QuantizationEngine", "TensorFiles", "TestSupport", "qviz", "qviz-benchmark",
      ],
      exclude: ["Screens"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "AttackTests",
      dependencies: [
        "Explorer", "Calibration", "NumberFormats", "QuantizationEngine", "TensorFiles",
        "EncodingFiles",
        "TerminalScreen", "TestSupport", "qviz",
      ],
      path: "Tests/Attack",
      exclude: ["README.md", "run"],
      swiftSettings: settings
    ),
    .testTarget(name: "ArchitectureTests", dependencies: ["Explorer"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
