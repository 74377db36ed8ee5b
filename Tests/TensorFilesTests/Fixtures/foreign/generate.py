#!/usr/bin/env python3
"""Writes the samples of files that are no tensors, each by the software that writes such files.

    generate.py        needs numpy, pillow, scipy, h5py, pyarrow, fastavro, lmdb, soundfile, av, lz4,
                       zstandard, brotli, py7zr, joblib, coremltools, flatbuffers, google-crc32c, and
                       the commands gzip, ar and gcc

Models are in models.py, most of them put together by their descriptions. Names are kept in samples.tsv with what each must be recognised as.
"""

import bz2, gzip, io, json, lzma, os, pickle, py_compile, shutil, sqlite3, struct, subprocess, sys
import tarfile, tempfile, wave, zipfile, zlib
from pathlib import Path

import numpy as np

here = Path(__file__).parent
rng = np.random.default_rng(20260301)
samples = []


def put(name, contents, known_as):
    (here / name).write_bytes(contents)
    samples.append((name, known_as))


def made(write, suffix=""):
    """The bytes of a file that `write` makes at a path."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sample" + suffix)
        write(path)
        return Path(path).read_bytes()


# Text.
values = rng.normal(size=(12, 4)).astype(np.float32)


def saved(**options):
    target = io.BytesIO()
    np.savetxt(target, values, **options)
    return target.getvalue()


put("table.txt", saved(), "text (numbers)")
put("table.csv", saved(delimiter=",", fmt="%.5g"), "text (CSV)")
put("semicolons.csv", saved(delimiter=";", fmt="%.5g"), "text (numbers)")
put("onepass.raw", b",".join(b"%.6g" % v for v in values.ravel()), "text (CSV)")
put("short.txt", b"1.0\n2.0\n", "text (numbers)")
put("titled.csv", b"layer,scale,zero_point\nconv1,0.0125,128\nconv2,0.5,3\n" * 3, "text (CSV)")
put("notes.txt", b"The quick brown fox jumps over the lazy dog.\nIt does so twice.\n", "text")
put("latin.txt", "Größe der Aktivierungen über alle Schichten, geschätzt für das Gerät.\n".encode("latin-1") * 2, "text")
put("utf8.txt", "Größe der Aktivierungen über alle Schichten: 12 µm, «schön» — naïve façade.\n".encode() * 2, "text")
put("bom.txt", b"\xef\xbb\xbf" + b"layer,scale\nconv1,0.5\n", "text (CSV)")
put("utf16.txt", "1.5\r\n2.5\r\n-3.25\r\n".encode("utf-16"), "text (numbers)")
put("utf16be.txt", b"\xfe\xff" + "Layer one\r\n0.5\r\n".encode("utf-16-be"), "text")
put("numbers.json", json.dumps(values.tolist()).encode(), "text (JSON)")
put("config.json", json.dumps({"hidden_size": 384, "layers": 12}).encode(), "text (JSON)")
put("aimet.encodings", json.dumps({
    "activation_encodings": {"x": [{"bitwidth": 8, "max": 1.0, "min": -1.0, "offset": -128, "scale": 0.0078}]},
    "param_encodings": {}}).encode(), "a file of encodings (JSON)")
put("trt.cache", b"TRT-8601-EntropyCalibration2\nimages: 3c010a14\nconv1: 3d2a1b00\n",
    "a calibration cache of TensorRT")
put("page.html", b"<!DOCTYPE html>\n<html><head><title>404</title></head><body>Not found</body></html>\n",
    "a page of HTML")
put("plain.xml", b"<?xml version=\"1.0\"?>\n<root><item>1</item></root>\n", "text (XML)")
put("ir.xml", b"<?xml version=\"1.0\"?>\n<net name=\"m\" version=\"11\">\n<layers></layers>\n</net>\n",
    "an OpenVINO model")
put("picture.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"></svg>\n", "an SVG image")
put("settings.yaml", b"---\nmodel: resnet18\nbits: 8\nsymmetric: true\n", "text (YAML)")
put("graph.param", b"7767517\n2 2\nInput data 0 1 data 0=227 1=227 2=3\nReLU relu1 1 1 data out\n", "an ncnn graph")
put("pointer.bin", b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"4d" * 32 + b"\nsize 12345\n",
    "a pointer of Git LFS, not the file itself")
put("run.sh", b"#!/bin/sh\necho quantize\n", "a script")
put("net.prototxt", b"name: \"net\"\nlayer {\n  name: \"conv1\"\n  type: \"Convolution\"\n}\n", "text (protobuf)")

# Images.
from PIL import Image

picture = Image.fromarray(rng.integers(0, 256, (6, 8, 3), dtype=np.uint8))
for extension, kind in [("png", "a PNG image"), ("jpg", "a JPEG image"), ("gif", "a GIF image"),
                        ("bmp", "a BMP image"), ("webp", "a WebP image"), ("tiff", "a TIFF image"),
                        ("ppm", "a Netpbm image"), ("jp2", "a JPEG 2000 image"), ("ico", "an icon"),
                        ("dds", "a DDS texture"), ("avif", "an AVIF image")]:
    target = io.BytesIO()
    shown = picture.resize((16, 16)) if extension == "ico" else picture
    shown.save(target, {"jpg": "JPEG", "jp2": "JPEG2000"}.get(extension, extension.upper()))
    put("picture." + extension, target.getvalue(), kind)
target = io.BytesIO()
picture.convert("L").save(target, "PPM")
put("picture.pgm", target.getvalue(), "a Netpbm image")
put("text.ppm", b"P3\n2 2\n255\n" + b"12 30 255\n" * 4, "a Netpbm image")
put("picture.pfm", b"PF\n8 6\n-1.0\n" + rng.normal(size=(6, 8, 3)).astype("<f4").tobytes(), "a PFM image")
put("picture.qoi", b"qoif" + struct.pack(">IIBB", 4, 4, 3, 0) + b"\xfe\x10\x20\x30" * 3 + bytes(7) + b"\x01", "a QOI image")

# Sound and video.
import av, soundfile

tone = (0.4 * np.sin(np.arange(4000) / 9)).astype(np.float32)
target = io.BytesIO()
with wave.open(target, "wb") as recording:
    recording.setnchannels(1)
    recording.setsampwidth(2)
    recording.setframerate(8000)
    recording.writeframes((tone[:200] * 32767).astype("<i2").tobytes())
put("tone.wav", target.getvalue(), "a WAV recording")
for extension, kind, count in [("flac", "a FLAC recording", 200), ("ogg", "an Ogg recording", 200),
                               ("mp3", "an MP3 recording", 4000), ("aiff", "an AIFF recording", 200),
                               ("au", "an AU recording", 200)]:
    contents = made(lambda path: soundfile.write(path, tone[:count], 8000), "." + extension)
    put("tone." + extension, contents, kind)


def encode(path, codec, frames=4, sound=False, options={}):
    with av.open(path, "w") as container:
        if sound:
            stream = container.add_stream(codec, rate=16000)
            stream.bit_rate = 24000
            frame = av.AudioFrame.from_ndarray(np.tile(tone, 4)[None, :8192], format="fltp", layout="mono")
            frame.sample_rate = 16000
            for packet in stream.encode(frame):
                container.mux(packet)
        else:
            stream = container.add_stream(codec, rate=10)
            stream.width, stream.height, stream.pix_fmt = 16, 16, "yuv420p"
            for index in range(frames):
                shown = np.full((16, 16, 3), 40 * index, dtype=np.uint8)
                for packet in stream.encode(av.VideoFrame.from_ndarray(shown)):
                    container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)


for name, codec, kind in [("clip.mp4", "mpeg4", "an MPEG-4 video"), ("clip.mkv", "mpeg4", "a Matroska video"),
                          ("clip.avi", "mpeg4", "an AVI video"), ("clip.flv", "flv1", "a Flash video"),
                          ("clip.ts", "mpeg2video", "an MPEG transport stream"),
                          ("clip.mpg", "mpeg2video", "an MPEG video")]:
    put(name, made(lambda path: encode(path, codec), Path(name).suffix)[:4096], kind)
put("tone.aac", made(lambda path: encode(path, "aac", sound=True), ".aac"), "an AAC recording")
put("tone.m4a", made(lambda path: encode(path, "aac", sound=True), ".m4a"), "an MPEG-4 recording")

# Archives and what is compressed.
import brotli, lz4.frame, py7zr, zstandard

payload = values.tobytes()
put("values.zst", zstandard.compress(payload), "a file compressed with zstd")
put("values.xz", lzma.compress(payload), "a file compressed with xz")
put("values.lzma", lzma.compress(payload, format=lzma.FORMAT_ALONE), "a file compressed with lzma")
put("values.bz2", bz2.compress(payload), "a file compressed with bzip2")
put("values.lz4", lz4.frame.compress(payload), "a file compressed with lz4")
put("values.zlib", zlib.compress(payload), "a file compressed with zlib")
put("long.zlib", zlib.compress(rng.integers(0, 40, 4000, dtype=np.uint8).tobytes()), "a file compressed with zlib")
target = io.BytesIO()
with tarfile.open(fileobj=target, mode="w", format=tarfile.USTAR_FORMAT) as archive:
    member = tarfile.TarInfo("w.npy")
    member.size = len(payload)
    archive.addfile(member, io.BytesIO(payload))
put("values.tar", target.getvalue()[:2048], "a tar archive")


def seven(path):
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(payload, "w.bin")


put("values.7z", made(seven), "a 7z archive")
put("values.rar", b"Rar!\x1a\x07\x01\x00" + b"\x33\x92\xb5\xe5\x0a\x01\x05\x06\x00\x05\x01\x01\x80\x80\x00", "a RAR archive")
with tempfile.TemporaryDirectory() as folder:
    Path(folder, "w.bin").write_bytes(payload)
    subprocess.run(["ar", "rcD", "w.a", "w.bin"], cwd=folder, check=True)
    put("values.a", Path(folder, "w.a").read_bytes(), "an ar archive")
target = io.BytesIO()
with zipfile.ZipFile(target, "w") as archive:
    archive.writestr(zipfile.ZipInfo("readme.txt"), b"nothing")
put("plain.zip", target.getvalue(), "a zip archive without arrays")
target = io.BytesIO()
zipfile.ZipFile(target, "w").close()
put("empty.zip", target.getvalue(), "a zip archive without arrays")
for name, member, kind in [("model.keras", "model.weights.h5", "a Keras model"),
                           ("model.dlc", "dlc.metadata", "an SNPE container"),
                           ("sheet.xlsx", "[Content_Types].xml", "an Office document")]:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo(member), b"nothing")
    put(name, target.getvalue(), kind)

# Arrays and tables.
import fastavro, h5py, joblib, lmdb, pyarrow, pyarrow.feather, pyarrow.orc, pyarrow.parquet, scipy.io


def hdf5(path):
    with h5py.File(path, "w", libver="latest") as file:
        file["w"] = values


put("values.h5", made(hdf5), "an HDF5 file")
put("values.mat", made(lambda path: scipy.io.savemat(path, {"w": values}), ".mat"), "a MATLAB file")


def netcdf(path):
    with scipy.io.netcdf_file(path, "w") as file:
        file.createDimension("n", 4)
        file.createVariable("w", "f4", ("n",))[:] = values[0]


put("values.nc", made(netcdf), "a NetCDF file")
columns = pyarrow.table({"w": values.ravel()[:8]})
put("values.parquet", made(lambda path: pyarrow.parquet.write_table(columns, path)), "a Parquet file")
put("values.feather", made(lambda path: pyarrow.feather.write_feather(columns, path, compression="uncompressed")), "an Arrow file")
put("values.orc", made(lambda path: pyarrow.orc.write_table(columns, path)), "an ORC file")
schema = {"type": "record", "name": "r", "fields": [{"name": "w", "type": "float"}]}
target = io.BytesIO()
fastavro.writer(target, schema, [{"w": float(v)} for v in values[0]], sync_marker=bytes(range(16)))
put("values.avro", target.getvalue(), "an Avro file")


def database(path):
    connection = sqlite3.connect(path)
    connection.execute("pragma page_size=512")
    connection.execute("create table w (v real)")
    connection.commit()
    connection.close()


put("values.sqlite", made(database), "an SQLite database")


def pages(path):
    with lmdb.open(path, subdir=False, map_size=1 << 20) as environment:
        with environment.begin(write=True) as transaction:
            transaction.put(b"w", b"1")


put("values.mdb", made(pages)[:512], "an LMDB database")
put("digits.idx", struct.pack(">HBBIII", 0, 8, 3, 2, 5, 5) + rng.integers(0, 256, 50, dtype=np.uint8).tobytes(),
    "an IDX file, as MNIST comes in")
put("values.fits", b"SIMPLE  =                    T".ljust(80) + b"END".ljust(80), "a FITS file")
put("values.nrrd", b"NRRD0004\ntype: float\ndimension: 1\nsizes: 4\nencoding: raw\n\n" + values[0].tobytes(), "an NRRD file")
put("cloud.ply", b"ply\nformat binary_little_endian 1.0\nelement vertex 1\nproperty float x\nend_header\n" + values[0, :1].tobytes(),
    "a point cloud")

# Pickles.
for protocol in range(2, 6):
    put(f"dict{protocol}.pkl", pickle.dumps({"scale": 0.5, "bits": 8, "names": ["a", "b"]}, protocol), "a pickle")
    put(f"array{protocol}.pkl", pickle.dumps(values, protocol), "a pickle")
put("dict0.pkl", pickle.dumps({"scale": 0.5, "bits": 8}, 0), "a pickle")
put("small.pkl", pickle.dumps([1, 2], 4), "a pickle")
put("values.joblib", made(lambda path: joblib.dump({"w": values}, path)), "a joblib file")

# Programs.
with tempfile.TemporaryDirectory() as folder:
    Path(folder, "w.c").write_text("int main(void) { return 0; }\n")
    subprocess.run(["gcc", "-c", "-Os", "w.c"], cwd=folder, check=True)
    put("program.so", Path(folder, "w.o").read_bytes(), "an ELF program or library")
core = bytearray((here / "program.so").read_bytes()[:64])
core[16:18] = b"\x04\x00"
put("core", bytes(core), "a core dump")
with tempfile.TemporaryDirectory() as folder:
    Path(folder, "w.py").write_text("x = 1\n")
    py_compile.compile(os.path.join(folder, "w.py"), os.path.join(folder, "w.pyc"), dfile="w.py",
                       invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    put("python-bytecode", Path(folder, "w.pyc").read_bytes(), "compiled Python")
put("module.wasm", b"\x00asm\x01\x00\x00\x00" + b"\x01\x04\x01\x60\x00\x00", "a WebAssembly module")
import setuptools

put("program.exe", (Path(setuptools.__file__).parent / "cli-64.exe").read_bytes()[:1024], "a Windows program or library")
put("library.dylib", struct.pack("<IiiIIIII", 0xFEEDFACF, 0x0100000C, 0, 6, 0, 0, 0, 0), "a Mach-O program or library")
put("Main.class", b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(24), "a Java class")
put("page.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "a PDF document")

# Models.
import models

models.write(put, values)

rows = "".join(f"{name}\t{kind}\n" for name, kind in sorted(samples))
(here / "samples.tsv").write_text(rows)
print(len(samples), "samples,", sum((here / name).stat().st_size for name, _ in samples), "bytes")
