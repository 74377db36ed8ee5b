import Foundation
import QuantizationEngine
import TestSupport
import Testing

/// The referee is judged first: by digests, by definitions and by tools that are not ours.
@Suite struct RefereeTests {
  @Test("SHA-256 gives the digests of the standard's examples")
  func digests() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let twoBlocks = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    #expect(SHA256.hexadecimal(of: [UInt8]()) == empty)
    #expect(SHA256.hexadecimal(of: Array("abc".utf8)) == abc)
    let text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    #expect(SHA256.hexadecimal(of: Array(text.utf8)) == twoBlocks)
  }

  @Test("each fixture is the tensor that the goldens were made from", arguments: Fixture.all)
  func identity(of fixture: Fixture) throws {
    #expect(SHA256.hexadecimal(of: Array(fixture.bytes)) == fixture.sha256)
    let statistics = try ReferenceGolden(fixture).statistics
    let values = fixture.values
    #expect(values.count == statistics.n)
    #expect(fixture.shape.reduce(1, *) == statistics.n)
    #expect(values.count { $0.isNaN } == statistics.nNan)
    #expect(values.count { $0 == .infinity } == statistics.nPosinf)
    #expect(values.count { $0 == -.infinity } == statistics.nNeginf)
    #expect(values.count { $0 == 0 } == statistics.nZero)
    #expect(values.count { $0 == 0 && $0.sign == .minus } == statistics.nNegzero)
    #expect(values.count { $0.isSubnormal } == statistics.nSubnormal)
    #expect(fixture.finite.min() == statistics.finiteMin)
    #expect(fixture.finite.max() == statistics.finiteMax)
  }

  @Test("a compensated sum keeps what a plain sum loses")
  func compensatedSums() {
    #expect(CompensatedSum([1, 1e100, 1, -1e100]).value == 2)
    #expect(CompensatedSum(Array(repeating: 0.1, count: 10)).value == 1)
    #expect(CompensatedSum([.infinity, 1]).value == .infinity)
  }

  @Test("KL and JS of given histograms are SciPy's")
  func givenHistograms() throws {
    let goldens = try GivenHistogramGolden.all()
    #expect(goldens.count > 20)
    for golden in goldens {
      let kl = RefereeHistogram.kullbackLeibler(golden.first, golden.second)
      let js = RefereeHistogram.jensenShannon(golden.first, golden.second) ?? .nan
      #expect(kl == golden.klInNats || abs(kl - golden.klInNats) <= Tolerance.divergence)
      #expect(abs(js - golden.jsInNats) <= Tolerance.divergence)
    }
  }

  @Test("percentiles of the referee are NumPy's, bit for bit", arguments: Fixture.all)
  func percentiles(of fixture: Fixture) throws {
    let golden = try ReferenceGolden(fixture).statistics.percentiles
    let ascending = fixture.finite.sorted()
    for (percent, expected) in golden {
      let percent = try #require(Double(percent))
      #expect(RefereeHistogram.percentile(percent, ofAscending: ascending) == expected)
    }
  }

  @Test("the histogram of the referee is NumPy's", arguments: Fixture.all)
  func histograms(of fixture: Fixture) throws {
    guard let digest = try ReferenceGolden(fixture).histogram2048Sha256 else { return }
    let values = fixture.finite
    let lower = try #require(values.min())
    let upper = try #require(values.max())
    let edges = RefereeHistogram.edges(lower: lower, upper: upper, count: 2048)
    let counts = RefereeHistogram.counts(values, edges: edges)
    #expect(SHA256.hexadecimal(of: counts.map { Int64($0) }) == digest)
  }

  @Test("an E4M3 cast of every E4M3 number is itself")
  func float8() {
    for bits in UInt8(0)..<0x7F {
      let number = Float8Table.magnitudes[Int(bits)]
      #expect(RefereeFloat8.cast(number) == number)
      #expect(RefereeFloat8.bits(of: number, negative: false) == bits)
      #expect(RefereeFloat8.bits(of: -number, negative: true) == bits | 0x80)
    }
  }
}

/// E4M3 spelt out from the OCP table: 2^(e − 7) · (1 + m/8), subnormals 2⁻⁶ · m/8.
enum Float8Table {
  static let magnitudes: [Float] = (0..<127).map { bits in
    let mantissa = Double(bits % 8) / 8
    return bits < 8
      ? Float(pow(2.0, -6) * mantissa) : Float(pow(2.0, Double(bits / 8 - 7)) * (1 + mantissa))
  }
}
