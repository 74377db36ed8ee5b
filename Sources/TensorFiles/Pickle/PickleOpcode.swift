/// The instructions of a pickle that tensors need, by their byte.
///
/// They are those that Python writes for protocol 2, which `torch.save` uses, and for 3 to 5, which it
/// can be asked for. The text instructions of protocols 0 and 1, and what refers to things outside of
/// the pickle by number, are not among them.
///
/// Source: CPython 3.13, `Lib/pickletools.py`.
enum PickleOpcode: UInt8, CaseIterable, Sendable {
  // MARK: The frame

  case proto = 0x80
  case frame = 0x95
  case stop = 0x2E  // .

  // MARK: The stack and the memo

  case mark = 0x28  // (
  case pop = 0x30  // 0
  case popMark = 0x31  // 1
  case binaryPut = 0x71  // q
  case longBinaryPut = 0x72  // r
  case memoize = 0x94
  case binaryGet = 0x68  // h
  case longBinaryGet = 0x6A  // j

  // MARK: Single values

  case none = 0x4E  // N
  case newTrue = 0x88
  case newFalse = 0x89
  case binaryInteger = 0x4A  // J
  case binaryInteger1 = 0x4B  // K
  case binaryInteger2 = 0x4D  // M
  case long1 = 0x8A
  case long4 = 0x8B
  case binaryFloat = 0x47  // G
  case binaryString = 0x54  // T
  case shortBinaryString = 0x55  // U
  case binaryBytes = 0x42  // B
  case shortBinaryBytes = 0x43  // C
  case binaryBytes8 = 0x8E
  case byteArray8 = 0x96
  case shortBinaryText = 0x8C
  case binaryText = 0x58  // X
  case binaryText8 = 0x8D

  // MARK: Collections

  case emptyTuple = 0x29  // )
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case tuple = 0x74  // t
  case emptyList = 0x5D  // ]
  case append = 0x61  // a
  case appends = 0x65  // e
  case emptyDictionary = 0x7D  // }
  case setItem = 0x73  // s
  case setItems = 0x75  // u
  case emptySet = 0x8F
  case addItems = 0x90
  case frozenSet = 0x91

  // MARK: Names, and what is made of them

  case global = 0x63  // c
  case stackGlobal = 0x93
  case reduce = 0x52  // R
  case newObject = 0x81
  case newObjectWithKeywords = 0x92
  case build = 0x62  // b
  case binaryPersistent = 0x51  // Q
}
