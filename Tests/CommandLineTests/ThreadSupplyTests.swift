import Glibc
import Testing

@testable import qviz

/// Threads that the screen needs, where the system grants none.
@Suite struct ThreadSupplyTests {
  @Test("threads that are to be had are no matter")
  func granted() throws {
    try ThreadSupply.check()
  }

  @Test("where there are none that is said, instead of waiting for them")
  func refused() async {
    await #expect(processExitsWith: .success) {
      // RLIMIT_NPROC of sys/resource.h, which Swift does not import, is 6.
      var limit = rlimit(rlim_cur: 1, rlim_max: 1)
      try #require(setrlimit(__rlimit_resource_t(6), &limit) == 0)
      // The superuser may have as many as he likes.
      if getuid() == 0 { try #require(setuid(65534) == 0) }
      let failure = #expect(throws: Failure.self) { try ThreadSupply.check() }
      try #require(failure?.exit == .unavailable)
      try #require(failure?.sentence.hasPrefix("cannot start the ") == true)
    }
  }
}
