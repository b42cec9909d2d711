//===- Job.h - what the programs of a job say to each other -----*- C++ -*-===//
//
// Programs without their tensors: the ops that communicate, the loops and
// conditions around them, and the numbers that these depend on.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_PASSES_PROGRESS_JOB_H
#define SKEIN_PASSES_PROGRESS_JOB_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace skein::passes::progress {

/// A number, or nothing where only data decides.
using Value = std::optional<int64_t>;

/// What an expression of a program can see.
struct Surroundings {
  const int64_t *slots = nullptr; // unknownSlot where nothing is known
  int64_t device = 0;             // number in the program's mesh
  const std::vector<int64_t> *coordinates = nullptr;
  int64_t stepIndex = 0;
  int64_t lastStep = 0;
};

/// A slot whose number only data decides.
constexpr int64_t unknownSlot = INT64_MIN;

/// A number that a program computes.
class Expr {
public:
  enum class Kind {
    Unknown,
    Constant,
    Slot,
    Device,
    Coordinate,
    StepIndex,
    LastStep,
    Binary,
    Select,
    Table
  };
  /// And, Or and Xor are of truth values: 0 is false, all else is true.
  enum class Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Min,
    Max,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    And,
    Or,
    Xor
  };

  /// A number that only data decides.
  Expr() = default;
  Expr(int64_t constant);
  static Expr slot(int slot);
  /// The number of the device that runs the program, in its mesh.
  static Expr device();
  /// Its place along an axis of its mesh.
  static Expr coordinate(int axis);
  /// The number of the iteration, counted from the step that the job was restored at.
  static Expr stepIndex();
  /// The step index that the job ends before.
  static Expr lastStep();
  static Expr binary(Operator op, Expr left, Expr right);
  static Expr select(Expr condition, Expr ifTrue, Expr ifFalse);
  /// `values[index]`; nothing outside.
  static Expr table(std::vector<int64_t> values, Expr index);

  Kind kind() const;
  Value evaluate(const Surroundings &at) const;
  /// The number, of a constant.
  Value constant() const;
  /// Whether `kind` is anywhere in it.
  bool uses(Kind kind) const;
  /// Whether the number and the coordinates of the device are only compared with
  /// constants, which are then added to `constants`.
  bool collectDevices(std::vector<int64_t> &constants) const;
  /// Adds every slot that it reads to `slots`.
  void collectSlots(std::vector<int> &slots) const;
  /// The slot, of an expression that is nothing else; else -1.
  int slotNumber() const;
  /// As a text that only equal expressions have.
  std::string print() const;

private:
  struct Node;
  explicit Expr(std::shared_ptr<const Node> node) : node(std::move(node)) {}
  std::shared_ptr<const Node> node; // none: unknown
};

Expr operator+(Expr left, Expr right);
Expr operator-(Expr left, Expr right);
Expr operator*(Expr left, Expr right);
Expr operator%(Expr left, Expr right);
Expr operator<(Expr left, Expr right);
Expr operator==(Expr left, Expr right);

struct Axis {
  std::string name;
  int64_t size = 1;
};

struct Mesh {
  std::string name;
  std::vector<Axis> axes;

  int64_t numDevices() const;
  std::vector<int64_t> coordinates(int64_t device) const;
};

/// A variable, an accumulator or a queue. An object on a mesh has one element
/// for every device of it.
struct Object {
  enum class Kind { Variable, Accumulator, Queue };

  Kind kind = Kind::Queue;
  std::string name;
  int mesh = -1;                         // of its elements; -1: one element
  int64_t initialTokens = 0;             // of a queue, or of each element
  Expr initialValue = Expr::stepIndex(); // of these tokens, at the start of the job
  int64_t capacity = 0;                  // of a queue; 0: no limit
  /// Of a queue: each element has one sender and one receiver, and nothing
  /// stays in it.
  bool isChannel = false;
  /// Of an accumulator: the step it starts with; by default the global step.
  Expr firstStep = Expr::stepIndex();
};

/// Which elements of an object an op acts on.
struct Element {
  enum class Kind {
    Only,
    Me,
    All,
    At,
    Along, ///< of the own coordinates along the axes of the statement
  };
  Kind kind = Kind::Only;
  Expr index; // of At
};

/// What a device does for one micro-batch.
struct Action {
  char kind = 0; // F, B, I or W
  int64_t stage = 0;
  Expr microBatch;
};

/// One op. What belongs to which kind:
/// | kind | |
/// |---|---|
/// | Pull | a version of variable `object`; along `axes` all devices meet the same one |
/// | Publish | a new version of variable `object` |
/// | Push | to accumulator `object`, with label `value` if `labelled`; with `axes`, its part of a sum |
/// | Take | waits for `value` pushes; their number goes to `slot` |
/// | Enqueue | `times` times `value` |
/// | Dequeue | the oldest value goes to `slot`, the device that sent it to `fromSlot`; if both ends know, it is `value` |
/// | Collective | waits for all devices along `axes` |
/// | Choose | data decide whether `slot` becomes 0 or 1, alike for all devices along `axes` |
/// | Set | `slot` becomes `value` |
/// | If | `value` is not 0: `body`, else `otherwise` |
/// | For | `slot` counts from `from` to before `value` by `step` |
/// | While | `body`, and as long as `value` is then not 0, `otherwise` and `body` again |
struct Statement {
  enum class Kind {
    Pull,
    Publish,
    Push,
    Take,
    Enqueue,
    Dequeue,
    Collective,
    Choose,
    Set,
    If,
    For,
    While
  };

  Kind kind = Kind::Set;
  int location = -1; // given back in reports
  int object = -1;
  Element element;
  Expr value, times = 1;
  Expr from = 0, step = 1;
  int slot = -1, fromSlot = -1;
  bool labelled = false;
  std::vector<int> axes;
  std::string name;                     // of a collective
  std::shared_ptr<const Action> action; // that it is a part of, if any
  std::vector<Statement> body, otherwise;
};

using Block = std::vector<Statement>;

/// What some devices of a mesh run, each on its own: one iteration after another.
struct Program {
  std::string name;
  int mesh = 0;
  std::vector<int64_t> devices;     // numbers in the mesh, ascending
  std::vector<int> independentAxes; // devices along them do not keep step
  int numSlots = 1;                 // slot 0 counts iterations
  std::vector<std::pair<int, Expr>> initialSlots;
  Block body;
  /// Iterations per step of the job.
  int64_t times = 1;
  /// If set, iterations go on while it is not 0 after one, however many these are.
  std::optional<Expr> whileCondition;
};

struct Job {
  std::vector<Mesh> meshes;
  std::vector<Object> objects;
  std::vector<Program> programs;
  int64_t firstStep = 0; // the global step that the job starts with
  int64_t steps = 3;
};

/// Calls `visit` for every statement of `block`, also in the blocks of others.
template <typename Visit> void forEachStatement(const Block &block, Visit visit) {
  for (const Statement &statement : block) {
    visit(statement);
    forEachStatement(statement.body, visit);
    forEachStatement(statement.otherwise, visit);
  }
}

} // namespace skein::passes::progress

#endif // SKEIN_PASSES_PROGRESS_JOB_H
