internal import TerminalScreen

extension TensorsScreen {
  var keys: [KeyLine] {
    [
      KeyLine(
        .tensors,
        own: [
          (.arrow(.up, shift: .up), OwnAction.row(-1)), (.arrow(.down, shift: .up), .row(1)),
          (.character("k"), .row(-1)), (.character("j"), .row(1)),
        ], "select a tensor", hint: "select"),
      KeyLine(
        .tensors,
        own: [
          (.pageUp, OwnAction.page(-1)), (.pageDown, .page(1)), (.home, .first), (.end, .last),
          (.character("g"), .first), (.character("G"), .last),
        ], "by a screen, to the first, to the last"),
      KeyLine(
        .tensors, own: [(.enter, OwnAction.open)],
        "open it; fold or unfold a group", hint: "open", rank: 1),
      KeyLine(
        .tensors, own: [(.character("/"), OwnAction.search)],
        "search by letters of the name", hint: "find", rank: 2),
      KeyLine(
        .tensors, own: [(.character("o"), OwnAction.reorder)],
        "order by name, damage, gain over what is stored, size or range",
        hint: "sort", rank: 3),
      KeyLine(
        .tensors,
        own: [
          (.arrow(.left, shift: .up), OwnAction.fold), (.arrow(.right, shift: .up), .unfold),
          (.character("h"), .fold), (.character("l"), .unfold),
        ], "fold the group that it is in, or unfold it", hint: "fold", rank: 5),
      KeyLine(.tensors, own: [(.character("z"), OwnAction.foldAll)], "fold or unfold all groups"),
      KeyLine(
        .tensors, own: [(.character(" "), OwnAction.mark)],
        "mark it: ) and ( go through the marked ones", hint: "mark", rank: 6),
      KeyLine(
        .tensors, own: [(.character("F"), OwnAction.format)],
        "a number format in place of the scheme; no name puts it back",
        hint: "format", rank: 7),
      KeyLine(
        .tensors,
        own: [
          (.character("["), OwnAction.moveLine(-1)), (.character("]"), .moveLine(1)),
          (.character("{"), .moveLine(-5)), (.character("}"), .moveLine(5)),
        ], "a line at 30 dB, then down, up, by 5 dB: what is below is marked",
        hint: "line", rank: 8),
      KeyLine(
        .tensors, own: [(.character("t"), OwnAction.typeLine)],
        "type where the line is; nothing takes it away"),
      KeyLine(
        .tensors, own: [(.character("P"), OwnAction.plan)],
        "plan: type the formats to choose from; no name ends it", hint: "plan",
        rank: 10),
      KeyLine(
        .tensors,
        own: [
          (.character(","), OwnAction.moveBudget(-TensorPlan.step)),
          (.character("."), .moveBudget(TensorPlan.step)),
          (.character("<"), .moveBudget(-10 * TensorPlan.step)),
          (.character(">"), .moveBudget(10 * TensorPlan.step)),
        ], "fewer or more bits a value for the plan; by half a bit", hint: "budget", rank: 2),
      KeyLine(
        .tensors, own: [(.character("W"), OwnAction.writePlan)], "write the plan to a file",
        hint: "write", rank: 3),
      KeyLine(
        .tensors, own: [(.character("x"), OwnAction.explain)],
        "say everything about it, and why it is flagged", hint: "explain", rank: 9),
      KeyLine(
        .tensors, own: [(.escape, OwnAction.clear)],
        "show all again; take the marks, a plan or a format away"),
      KeyLine(
        .tensors,
        own: [
          (.character("b"), OwnAction.scheme(.bits(-1))), (.character("B"), .scheme(.bits(1))),
          (.character("s"), .scheme(.cycleSymmetry)), (.character("="), .scheme(.toggleLock)),
          (.character("n"), .scheme(.toggleSignedness)),
          (.character("r"), .scheme(.cycleRounding)), (.character("i"), .scheme(.toggleScaling)),
          (.character("T"), .scheme(.cycleToolchain)), (.character("c"), .cycleGranularity),
        ], "the scheme, as above: of every tensor that was not tuned by hand", hint: "bits",
        rank: 4),
    ]
  }
}

extension KeyGroup {
  /// Keys of the list of tensors.
  static let tensors = KeyGroup(title: "tensors")
}
