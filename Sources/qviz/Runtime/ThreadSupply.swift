import Dispatch
import Explorer
import Glibc

/// Whether the system grants the threads that a session works with.
///
/// Where it does not, `Dispatch` would try again for ever, on whatever thread asked for work.
enum ThreadSupply {
  /// Throws where the threads of a session cannot be had now.
  static func check() throws {
    let count = Topic.allCases.count + Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    guard let number = unsafe refusal(count) else { return }
    throw Failure(
      "cannot start the \(count) threads that the screen needs: "
        + "\(unsafe String(cString: strerror(number))); "
        + "'qviz measure' needs none",
      exit: .unavailable)
  }

  /// Why so many threads cannot live at one time; nil if they can.
  @unsafe private static func refusal(_ count: Int) -> Int32? {
    // Each thread waits for the gate, so that all are there at once.
    let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    unsafe pthread_mutex_init(gate, nil)
    unsafe pthread_mutex_lock(gate)
    var threads: [pthread_t] = []
    var number: Int32 = 0
    while threads.count < count, number == 0 {
      var thread = pthread_t()
      number = unsafe pthread_create(
        &thread, nil,
        { gate in
          guard let gate = unsafe gate?.assumingMemoryBound(to: pthread_mutex_t.self) else {
            return nil
          }
          unsafe pthread_mutex_lock(gate)
          unsafe pthread_mutex_unlock(gate)
          return nil
        }, gate)
      if number == 0 { threads.append(thread) }
    }
    unsafe pthread_mutex_unlock(gate)
    for thread in threads { pthread_join(thread, nil) }
    unsafe pthread_mutex_destroy(gate)
    unsafe gate.deallocate()
    return number == 0 ? nil : number
  }
}
