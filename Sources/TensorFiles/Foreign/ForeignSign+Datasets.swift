extension ForeignSign {
  /// Containers of arrays and of tables that are not read.
  static let datasets: [ForeignSign] = [
    ForeignSign(
      ForeignFormat("a MATLAB file", "scipy.io.loadmat or h5py reads it; save the arrays as .npy"),
      ["mat"], ByteSignature("MATLAB 5.0 MAT-file"), ByteSignature("MATLAB 7.3 MAT-file")),
    table(
      "an HDF5 file", ["h5", "hdf5", "keras"], reader: "h5py",
      ByteSignature(hexadecimal: "89 48 44 46 0D 0A 1A 0A"),
      ByteSignature(hexadecimal: "89 48 44 46 0D 0A 1A 0A", at: 512),
      ByteSignature(hexadecimal: "89 48 44 46 0D 0A 1A 0A", at: 1024),
      ByteSignature(hexadecimal: "89 48 44 46 0D 0A 1A 0A", at: 2048)),
    table(
      "a Parquet file", ["parquet"], reader: "pyarrow.parquet", ByteSignature("PAR1"),
      ByteSignature("PARE")
    ) { glimpse in
      ["PAR1", "PARE"].contains { glimpse.end(8).firstRange(of: Array($0.utf8)) != nil }
    },
    table(
      "an Arrow file", ["arrow", "feather"], reader: "pyarrow.feather",
      ByteSignature(hexadecimal: "41 52 52 4F 57 31 00 00"), ByteSignature("FEA1")
    ) { $0.has("ARROW1", at: 0) || $0.end(8).firstRange(of: Array("FEA1".utf8)) != nil },
    table("an ORC file", ["orc"], reader: "pyarrow.orc", ByteSignature("ORC")) {
      $0.end(16).firstRange(of: Array("ORC".utf8)) != nil
    },
    table(
      "an Avro file", ["avro"], reader: "fastavro", ByteSignature(hexadecimal: "4F 62 6A 01 .. ..")
    ) {
      $0.mentions("avro.schema")
    },
    table(
      "an SQLite database", ["sqlite", "sqlite3"], reader: "sqlite3",
      ByteSignature("SQLite format 3\u{0}")),
    table("a DuckDB database", ["duckdb"], reader: "duckdb", ByteSignature("DUCK", at: 8)) {
      $0.byteCount >= 12_288 && $0.little(at: 12, count: 8).map { $0 < 1 << 16 } ?? false
    },
    table(
      "an LMDB database", [], reader: "lmdb",
      ByteSignature(hexadecimal: "DE C0 EF BE 01 00 00 00", at: 16)),
    table(
      "a NetCDF file", [], reader: "netCDF4", ByteSignature(hexadecimal: "43 44 46 01 00"),
      ByteSignature(hexadecimal: "43 44 46 02 00"), ByteSignature(hexadecimal: "43 44 46 05 00")),
    table("a FITS file", ["fits"], reader: "astropy.io.fits", ByteSignature("SIMPLE  =")),
    table("an NRRD file", ["nrrd"], reader: "pynrrd", ByteSignature("NRRD000")),
    table(
      "a NIfTI file", ["nii"], reader: "nibabel",
      ByteSignature(hexadecimal: "6E 2B 31 00", at: 344)),
    table("a GRIB file", ["grib"], reader: "eccodes", ByteSignature("GRIB")) {
      $0.byte(at: 7).map { (1...2).contains($0) } ?? false
    },
    table(
      "an MCAP recording", ["mcap"], reader: "mcap",
      ByteSignature(hexadecimal: "89 4D 43 41 50 30 0D 0A")),
    table("a ROS recording", ["bag"], reader: "rosbag", ByteSignature("#ROSBAG V")),
    table(
      "a point cloud", ["ply", "pcd"], reader: "open3d", ByteSignature("ply\nformat"),
      ByteSignature("ply\r\nformat"), ByteSignature("# .PCD v")),
    ForeignSign(
      ForeignFormat(
        "an IDX file, as MNIST comes in",
        "leave out its header of some 16 bytes, or save the array as .npy"), [],
      ByteSignature(hexadecimal: "00 00 .. ..")
    ) { DatasetStructure.isIDX($0) },
  ]

  private static func table(
    _ name: String, _ fileExtensions: [String], reader: String, _ signatures: ByteSignature...,
    check: @escaping @Sendable (FileGlimpse) -> Bool = { _ in true }
  ) -> ForeignSign {
    ForeignSign(
      ForeignFormat(name, "\(reader) reads it; save one array as .npy"), fileExtensions,
      signatures: signatures, check: check)
  }
}

/// What the beginnings of containers of arrays say that must be true of the rest.
enum DatasetStructure {
  /// A type, a number of dimensions, and exactly as many bytes as they say.
  ///
  /// Source: the page of the MNIST database.
  static func isIDX(_ glimpse: FileGlimpse) -> Bool {
    let sizes: [UInt8: Int] = [0x08: 1, 0x09: 1, 0x0B: 2, 0x0C: 4, 0x0D: 4, 0x0E: 8]
    guard let type = glimpse.byte(at: 2), let size = sizes[type], let rank = glimpse.byte(at: 3),
      (1...4).contains(rank)
    else { return false }
    var count = size
    for axis in 0..<Int(rank) {
      guard let dimension = glimpse.big(at: 4 + 4 * axis, count: 4), dimension > 0 else {
        return false
      }
      let (product, overflows) = count.multipliedReportingOverflow(by: dimension)
      guard !overflows else { return false }
      count = product
    }
    let rest = glimpse.byteCount - 4 - 4 * Int(rank)
    return count >= 16 && (count...count + 3).contains(rest)
  }
}
