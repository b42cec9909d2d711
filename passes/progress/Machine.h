//===- Machine.h - runs a job, one op at a time -----------------*- C++ -*-===//
//
// The effect of every op on the state of a job, and what an order of ops is
// allowed to depend on. Which op is next is up to the caller.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_PASSES_PROGRESS_MACHINE_H
#define SKEIN_PASSES_PROGRESS_MACHINE_H

#include "passes/progress/Verify.h"

#include <array>

namespace skein::passes::progress {

/// A program on one device.
struct Instance {
  int program = 0;
  int64_t device = 0;
  std::vector<int64_t> coordinates;
  std::string name;
  int slots = 0; // where its slots begin in a State
  int seen = 0;  // where its numbers of decisions begin
};

struct Instruction {
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
    JumpUnless,
    Jump,
    Clear,
    End
  };

  Kind kind = Kind::End;
  const Statement *statement = nullptr;
  Expr value;        // of Set and JumpUnless
  int slot = -1;     // of Set
  int target = 0;    // of jumps
  int grouping = -1; // of what concerns several devices at once
  int decision = -1; // of Pull and Choose: its number in the program
};

/// Instances that an op concerns together: those of a program that differ along
/// some axes only.
struct Grouping {
  int program = 0;
  std::vector<int> axes;
  std::vector<int> groupOf; // by instance; -1: of another program
  std::vector<std::vector<int>> members;
};

struct Item {
  int64_t value = 0;
  int64_t from = 0; // device number
  bool operator==(const Item &) const = default;
};

struct State {
  std::vector<int> pc; // by instance
  std::vector<int64_t> slots;
  std::vector<std::vector<Item>> queues; // by element
  struct Sum {
    int64_t step = 0, count = 0;
  };
  std::vector<Sum> sums;         // by element of accumulators
  std::vector<int64_t> versions; // by element of variables
  /// What has been decided for all members of a group, and which members have
  /// met how much of it.
  std::vector<std::vector<int64_t>> decided;
  std::vector<int> seen;
  /// Which instances gave their part to which sum of parts.
  std::vector<char> given;
  /// For reports; states that differ only in it are the same.
  std::vector<int64_t> iterations;
};

struct Failure {
  Report::Verdict verdict = Report::Verdict::Refused;
  std::string message;
};

/// Elements `first` up to before `last` of the array that their kind has in a State.
struct Range {
  int first = 0, last = 0;
};

using Fingerprint = std::array<uint64_t, 2>;

class Machine {
public:
  /// `job` has to outlive it.
  explicit Machine(const Job &job);

  const Job &getJob() const { return job; }
  const std::vector<Instance> &getInstances() const { return instances; }

  /// Everything where it starts, up to the first op that communicates.
  std::optional<Failure> start(State &state) const;
  bool hasEnded(const State &state, int instance) const;
  const Instruction &next(const State &state, int instance) const;
  /// Whether the next op of an instance can happen. Ops of several instances
  /// happen at the first of them.
  bool isEnabled(const State &state, int instance) const;
  /// What a Choose that is next may decide.
  std::vector<int> choices(const State &state, int instance) const;
  /// Lets the next op of `instance` happen, and all that follows up to the next
  /// op that communicates.
  std::optional<Failure> execute(State &state, int instance, int choice = 0) const;

  /// Whether the next op, which is enabled, can happen at once: no op that others
  /// can do before would lead elsewhere.
  bool isConfluent(const State &state, int instance) const;

  /// Gives the devices of meshes on which all are alike an order that depends on
  /// their states alone. Where instance `i` came from is in `origins[i]`.
  void sort(State &state, std::vector<int> &origins) const;
  /// Which instances are, in a state that was sorted, on a device like the one before.
  std::vector<char> twins(const State &state) const;
  Fingerprint fingerprint(const State &state) const;

  /// The verdict on a state in which nothing is enabled; nothing if all has ended.
  std::optional<Report> stuck(const State &state) const;
  std::vector<Leftover> leftovers(const State &state) const;
  Event describe(const State &state, int instance) const;

  /// Elements that the next op acts on; nothing if that depends on data or they
  /// do not exist.
  std::optional<Range> elements(const State &state, int instance) const;
  /// The only instance that takes from, or adds to, an element of a queue or
  /// takes from an accumulator; -1 if there are several, -2 if there is none.
  int consumer(Object::Kind kind, int element) const;
  int producer(int queue) const;
  const Object &objectOf(Object::Kind kind, int element) const;
  /// Whether elements of the queue cannot be told apart.
  bool isAnonymous(int queue) const;
  const std::vector<int> &group(const Instruction &instruction, int instance) const;
  Value evaluate(const State &state, int instance, const Expr &expr) const;
  int64_t bytes(const State &state) const;
  /// Whether a mesh has devices that can change places.
  bool hasSymmetry() const { return !symmetries.empty(); }
  /// Devices of `mesh` that can change places, class by class, if all that runs
  /// on it treats them alike.
  std::vector<std::vector<int64_t>> interchangeable(int mesh) const;

private:
  struct Symmetry {
    int mesh = 0;
    std::vector<std::vector<int64_t>> classes;
  };

  bool findUses();
  void compile(int program);
  void compile(int program, const Block &block);
  int groupingFor(int program, const std::vector<int> &axes);
  void findEnds();
  void findEnds(const Instance &instance, int number);
  void findIdentities();
  bool fitsGroups(int mesh) const;
  bool isAlike(int program, const Expr &expr, int mesh, std::vector<char> &named) const;
  bool isAlike(int program, const Statement &statement, int mesh, std::vector<char> &named) const;
  bool isIdentity(int program, int slot, int mesh) const;
  void sort(State &state, std::vector<int> &origins, const Symmetry &symmetry) const;
  std::vector<std::vector<int64_t>> keys(const State &state, int mesh) const;

  Surroundings surroundings(const State &state, int instance) const;
  std::optional<Failure> advance(State &state, int instance) const;
  bool isIdle(const State &state, int instance, Range range) const;
  std::optional<Failure> decide(State &state, int instance, int64_t value) const;
  std::optional<Failure> push(State &state, int instance) const;
  std::optional<Failure> take(State &state, int instance) const;
  std::optional<Failure> enqueue(State &state, int instance) const;
  std::optional<Failure> dequeue(State &state, int instance) const;
  void store(State &state, int instance, int slot, int64_t value) const;
  int decisionAt(const Instruction &instruction, int instance) const;
  std::string elementName(int object, Range range) const;
  std::string placeOf(const State &state, int instance, const Statement &statement) const;
  int64_t elementAlong(const Instance &instance, const std::vector<int> &axes) const;
  std::optional<Range> elements(const State &state, int instance, const Statement &statement) const;
  std::string waitsFor(const State &state, int instance) const;

  const Job &job;
  std::vector<Instance> instances;
  std::vector<std::vector<int>> instanceOf; // by program and device; -1
  std::vector<std::vector<Instruction>> code;
  std::vector<Grouping> groupings;
  std::vector<std::vector<int>>
      decisionGroups;     // by program and decision: first group in State::decided
  std::vector<int> first; // by object: its first element among those of its kind
  std::vector<int> numElements;
  std::vector<int> objectOfQueue, objectOfSum, objectOfVersion;
  std::vector<int> queueConsumer, queueProducer, sumConsumer;
  std::vector<char> valueUsed, fromUsed, countUsed, tracked; // by object
  std::vector<std::vector<int>> partsOf;    // by object: groupings whose members push parts of sums
  std::vector<int> senders;                 // by object: the mesh of those who enqueue; -1: several
  std::vector<char> countsIterations;       // by program
  std::vector<std::vector<char>> slotUsed;  // by program: something depends on it
  std::vector<std::vector<char>> keepsSlot; // by program: from one iteration to the next
  std::vector<std::vector<std::pair<int, int>>> identities; // by program: slot and mesh
  std::vector<Symmetry> symmetries;
  int numSlots = 0, numSeen = 0, numGroups = 0;
};

} // namespace skein::passes::progress

#endif // SKEIN_PASSES_PROGRESS_MACHINE_H
