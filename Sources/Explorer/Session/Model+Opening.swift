internal import NumberFormats
internal import QuantizationEngine

extension Model {
  /// Shows a screen; one about a tensor is about the one that is selected.
  mutating func show(_ name: ScreenName) -> [Effect] {
    guard let index = screens.firstIndex(where: { $0.name == name }) else { return [] }
    guard screen.deskUse == .none, screens[index].deskUse != .none else {
      return turn(to: index)
    }
    guard let selected = sheet.selected else {
      sheet.say("no tensor is selected; Enter unfolds the group")
      return []
    }
    return open(selected, on: index)
  }

  /// Puts a tensor on the desk, if it can be opened, and turns to a screen.
  mutating func open(_ tensor: Int, on screen: Int) -> [Effect] {
    if let obstacle = sheet.contents.subjects[tensor].obstacle {
      sheet.say(obstacle, .bad)
      return []
    }
    return turn(to: screen) + putOnDesk(tensor)
  }

  /// Turns to a screen.
  private mutating func turn(to index: Int) -> [Effect] {
    guard index != onScreen else { return [] }
    let effects = screens[onScreen].leave(&sheet)
    onScreen = index
    if screen.deskUse != .none { deskScreen = index }
    return effects
  }

  /// Puts a tensor on the desk in place of the one that is there, and asks for its values unless
  /// they are there.
  private mutating func putOnDesk(_ tensor: Int) -> [Effect] {
    var effects: [Effect] = []
    if tensor != sheet.desk.position || sheet.deskIsBehind {
      effects.append(.abandon(Topic.ofDesk))
      sheet.tickets.forget(Topic.ofDesk)
      for index in screens.indices { screens[index].abandonQuestions() }
      sheet.shelf.put(sheet.desk)
      sheet.desk = sheet.takeDesk(of: tensor)
    }
    sheet.followFormat()
    switch sheet.desk.tensor {
    case .unasked, .failed: effects.append(sheet.desk.load(&sheet.tickets))
    case .loading, .loaded: break
    }
    sheet.selected = tensor
    return effects
  }

  /// Puts something in force on the desk, and shows it.
  mutating func put(inForce new: Recoding?) -> [Effect] {
    sheet.desk.put(inForce: new)
    return sheet.desk.inForce == new ? granted(.showInForce) : []
  }

  /// Puts the scheme in force again, where something else was.
  ///
  /// - Returns: whether something else was.
  mutating func leaveInForce() -> Bool {
    guard screen.deskUse != .none, sheet.desk.inForce != nil else { return false }
    sheet.desk.put(inForce: nil)
    return true
  }

  /// Goes on to the next thing that elements share an encoding by, or the next blocks of the format in
  /// force.
  mutating func cycleGranularity() -> [Effect] {
    guard sheet.desk.inForce == nil else {
      sheet.desk.walk(.next(.blocks))
      return []
    }
    return load(sheet.desk.nextGranularity)
  }

  /// Goes back to the list, where there is anything to go back to.
  mutating func back() -> [Effect] {
    guard sheet.contents.isList, let listScreen else { return [] }
    return turn(to: listScreen)
  }

  /// Puts the tensor on the desk that is `step` further on in the order of the list.
  mutating func openNeighbour(_ step: Int) -> [Effect] {
    guard sheet.contents.subjects.count > 1 else {
      sheet.say("there is no other tensor")
      return []
    }
    let route = sheet.route
    var place = route.firstIndex(of: sheet.desk.position) ?? (step > 0 ? -1 : route.count)
    place += step
    // What cannot be opened is passed by.
    while route.indices.contains(place),
      sheet.contents.subjects[route[place]].obstacle != nil
    {
      place += step.signum()
    }
    guard route.indices.contains(place) else {
      sheet.say(step > 0 ? "this is the last tensor" : "this is the first tensor")
      return []
    }
    let effects = open(route[place], on: onScreen)
    sheet.say("\(place + 1) of \(NumberText.count(route.count)) tensors")
    return effects
  }

  /// Changes the scheme: that of the tensor on the desk, or on the list the one in force.
  mutating func adopt(_ outcome: (Scheme) -> SchemeOutcome) {
    if screen.deskUse == .none {
      sheet.adopt(outcome(sheet.setup.inForce.scheme))
    } else {
      sheet.desk.adopt(outcome(sheet.desk.tuning.scheme))
    }
  }

  /// Changes the scheme to what somebody makes of it.
  mutating func change(_ make: (Scheme) throws(EncodingError) -> Scheme) {
    adopt { scheme in scheme.changed { () throws(EncodingError) in try make(scheme) } }
  }

  /// Does what a screen wants of the session.
  mutating func granted(_ request: Request?) -> [Effect] {
    switch request {
    case .explain: overlay = .explanation(firstLine: 0)
    case .type(let label, let text):
      overlay = .entry(
        Entry(
          purpose: .screen(label: label), editor: LineEditor(text),
          suggestions: screen.suggestions(for: "", sheet)))
    case .open(let tensor): return open(tensor, on: deskScreen)
    case .showInForce:
      return screens.firstIndex { $0.inForceUse == .shows }.map { turn(to: $0) } ?? []
    case nil: break
    }
    return []
  }
}
