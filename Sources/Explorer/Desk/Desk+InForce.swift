internal import NumberFormats

extension Desk {
  /// Puts a number format, or what is stored, in force in place of the scheme, which stays as it is
  /// beneath; nil puts the scheme in force again.
  ///
  /// It can be taken back as any change can.
  mutating func put(inForce new: Recoding?) {
    guard loaded != nil else {
      say("the tensor is not there yet")
      return
    }
    guard new != inForce else {
      say("\(RecodingText.name(new, self)) is in force already")
      return
    }
    if let obstacle = obstacle(to: new) {
      say(obstacle, .bad)
      return
    }
    history.record(
      History.Step(
        way: .inForce(inForce), label: RecodingText.name(new, self), granularity: granularity),
      cause: .single)
    change(inForce: new)
    say(RecodingText.announcement(new, self))
  }

  /// Makes this what is in force.
  mutating func change(inForce new: Recoding?) {
    if let inForce { lastInForce = inForce }
    inForce = new
    if let new { recoded.retry(new) }
    takesBestWhenFound = false
  }

  /// The scheme in place of what is in force, or again what was in force last.
  mutating func flip() {
    if inForce != nil {
      put(inForce: nil)
    } else if let last = lastInForce ?? (subject.counterpart == nil ? nil : .stored) {
      put(inForce: last)
    } else {
      say("nothing else was in force; Enter on 5 formats chooses a number format")
    }
  }

  /// As the tensor's counterpart is stored, or again as it is tuned.
  mutating func toggleStored() { put(inForce: inForce == .stored ? nil : .stored) }

  /// Why something cannot be in force; nil where it can be.
  private func obstacle(to recoding: Recoding?) -> String? {
    switch recoding {
    case .stored where subject.counterpart == nil:
      return "no counterpart: 'qviz ORIGINAL --against QUANTIZED' brings one"
    case .format(let format):
      do throws(FormatError) {
        _ = try FormatPass(format, shape: subject.shape)
        return nil
      } catch {
        return "\(format.name) does not fit: \(error)"
      }
    case .stored, nil: return nil
    }
  }

  /// Refuses a change that is one of the scheme, which is not in force, and says so.
  ///
  /// - Returns: whether it was refused.
  mutating func refuses(_ choice: RecodingText.Choice) -> Bool {
    guard let inForce else { return false }
    say(RecodingText.refusal(inForce, toChange: choice, self))
    return true
  }
}
