/// The SHA-256 of bytes, to compare arrays with the digests of the goldens.
///
/// Written with pointers and `while`, because tests run unoptimized over some hundred megabytes.
///
/// Source: FIPS 180-4, sections 4.1.2, 5 and 6.2.
public enum SHA256 {
  /// The digest of the bytes of an array's elements as they lie in memory, in lower-case hexadecimal.
  ///
  /// - Precondition: the machine is little-endian, as all that qviz runs on are.
  public static func hexadecimal<Element: BitwiseCopyable>(of elements: [Element]) -> String {
    elements.withUnsafeBytes { hexadecimal(of: $0) }
  }

  /// The digest of some bytes, in lower-case hexadecimal.
  public static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
    var state = initial
    state.withUnsafeMutableBufferPointer { state in
      roundConstants.withUnsafeBufferPointer { constants in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
          guard let state = state.baseAddress, let constants = constants.baseAddress,
            let schedule = schedule.baseAddress
          else { return }
          let whole = bytes.count / 64 * 64
          if let start = bytes.baseAddress {
            var position = 0
            while position < whole {
              compress(start + position, into: state, constants, schedule)
              position += 64
            }
          }
          var tail = Array(bytes[whole...])
          tail.append(0x80)
          while tail.count % 64 != 56 { tail.append(0) }
          withUnsafeBytes(of: (UInt64(bytes.count) * 8).bigEndian) { tail.append(contentsOf: $0) }
          tail.withUnsafeBytes { tail in
            guard let start = tail.baseAddress else { return }
            for position in stride(from: 0, to: tail.count, by: 64) {
              compress(start + position, into: state, constants, schedule)
            }
          }
        }
      }
    }
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static func compress(
    _ block: UnsafeRawPointer, into state: UnsafeMutablePointer<UInt32>,
    _ constants: UnsafePointer<UInt32>, _ schedule: UnsafeMutablePointer<UInt32>
  ) {
    var turn = 0
    while turn < 16 {
      schedule[turn] = UInt32(
        bigEndian: block.loadUnaligned(fromByteOffset: turn &* 4, as: UInt32.self))
      turn &+= 1
    }
    while turn < 64 {
      let early = schedule[turn &- 15]
      let late = schedule[turn &- 2]
      let first = (early &>> 7 | early &<< 25) ^ (early &>> 18 | early &<< 14) ^ (early &>> 3)
      let second = (late &>> 17 | late &<< 15) ^ (late &>> 19 | late &<< 13) ^ (late &>> 10)
      schedule[turn] = schedule[turn &- 16] &+ first &+ schedule[turn &- 7] &+ second
      turn &+= 1
    }
    var a = state[0]
    var b = state[1]
    var c = state[2]
    var d = state[3]
    var e = state[4]
    var f = state[5]
    var g = state[6]
    var h = state[7]
    turn = 0
    while turn < 64 {
      let upper = (e &>> 6 | e &<< 26) ^ (e &>> 11 | e &<< 21) ^ (e &>> 25 | e &<< 7)
      let choice = (e & f) ^ (~e & g)
      let first = h &+ upper &+ choice &+ constants[turn] &+ schedule[turn]
      let lower = (a &>> 2 | a &<< 30) ^ (a &>> 13 | a &<< 19) ^ (a &>> 22 | a &<< 10)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      h = g
      g = f
      f = e
      e = d &+ first
      d = c
      c = b
      b = a
      a = first &+ lower &+ majority
      turn &+= 1
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  /// The first 32 bits of the fractional parts of the square roots of the first eight primes.
  private static let initial: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
