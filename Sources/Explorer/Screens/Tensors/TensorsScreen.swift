/// The list of everything that was opened, one row a tensor: what is here, and what is worst.
struct TensorsScreen: Screen {
  /// What its own keys ask for.
  enum OwnAction: Hashable, Sendable {
    /// Select a row further down.
    case row(Int)
    /// Select a row so many screens further down.
    case page(Int)
    /// Select the first row.
    case first
    /// Select the last row.
    case last
    /// Open the tensor, or fold or unfold the group.
    case open
    /// Fold the group, or go to the group that the row is in.
    case fold
    /// Unfold the group.
    case unfold
    /// Fold all groups, or unfold them.
    case foldAll
    /// Search by name.
    case search
    /// Sort the rows by something else.
    case reorder
    /// Mark the row.
    case mark
    /// Say everything about the selected tensor.
    case explain
    /// Clear the search, or else the marks.
    case clear
    /// Type the name of a number format.
    case format
    /// Type where the line is.
    case typeLine
    /// Move the line by so many dB.
    case moveLine(Double)
    /// Type the formats of a plan.
    case plan
    /// Move the budget of the plan by so many bits a value.
    case moveBudget(Double)
    /// Type where the plan is written.
    case writePlan
    /// Change the scheme in force.
    case scheme(SchemeChange)
    /// The next thing that elements may share an encoding by.
    case cycleGranularity
  }

  /// What the rows hang on.
  struct RowsKey: Hashable, Sendable {
    let order: TensorOrder
    let search: String
    var folded: Set<Int>
    /// What was read, where the order hangs on it; it is looked at between two surveys only.
    let revision: Int
    let rule: RuleInForce?
    /// Which answer of the plan, where one is shown.
    let plan: Int?
  }

  /// What a line is typed for.
  enum Typing: Hashable, Sendable {
    /// Names to be found.
    case search
    /// The number format in force.
    case format
    /// Where the line is.
    case line
    /// The formats of a plan.
    case plan
    /// Where the plan is written.
    case planFile
  }

  /// What the rows are sorted by.
  var order = TensorOrder.name
  /// What is searched for.
  var search = ""
  /// What the line that is being typed is for.
  var typing = Typing.search
  /// Where the line is below which damage counts as bad, in dB; nil without one.
  var threshold: Double?
  /// A format for each tensor within a budget; nil where none is planned.
  var plan: TensorPlan?
  /// The names of the formats of the plan before.
  var plannedBefore: [String] = []
  /// What is to be written of it.
  var pendingPlanFile: PlanWriting?
  /// The line by which it was not written, to be mended; nil where it was.
  var planFileLine: String?
  /// The groups that are folded.
  var folded: Set<Int> = []
  /// The tensors that are marked.
  var marked: Set<Int> = []
  /// What was seen of the tensors.
  var findings = TensorFindings()
  /// Groups of names; nil until the first picture.
  var groups: NameGroups?

  /// The rows as they are shown.
  var rows: [TensorRow] = []
  /// What they hang on.
  var rowsKey: RowsKey?
  /// The longest name among them, in bytes.
  var longestName = 0
  /// The longest shape of a tensor, in columns.
  var longestShape = 0
  /// The longest word for what the file holds, in columns.
  var longestStorage = 0
  /// The longest word for what a counterpart is stored as, in bytes.
  var longestCounterpart = 0
  /// The place of the selected row.
  var place = 0
  /// The place of the first row on the screen.
  var top = 0
  /// The tensor that was selected when this was left.
  var published: Int?
  /// How the damage of all tensors is spread.
  var profile = DamageProfile()
  /// What the mouse has hold of.
  var held: Held?
  /// The row that the mouse pressed last, until a key does something else.
  var pressedRow: TensorRow?

  /// What the worker is looking at.
  var asked: Survey?

  /// What the mouse can have hold of.
  enum Held: Hashable, Sendable {
    /// The line between the rows.
    case line
    /// The line in the picture.
    case picture
  }

  /// The selected row; nil where there is none.
  var selection: TensorRow? { rows.indices.contains(place) ? rows[place] : nil }
}

extension ScreenName {
  /// Everything that was opened.
  static let tensors = ScreenName(number: 0, title: "tensors")
}
