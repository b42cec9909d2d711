// The distribution checker against the meaning of the states. Random programs
// of one op are evaluated on simulated devices and, on the global values that
// their types claim, as plain functions. Where the checker accepts, both must
// agree. Nothing here knows a rule.

#include "tests/dialect/RandomOp.h"
#include "tests/reference/Machine.h"

#include "dialect/Distribution.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

#include <cctype>
#include <cmath>
#include <cstdio>
#include <random>

namespace skein::tests {
namespace {

using namespace reference;
using mlir::RankedTensorType;

/// A value on all devices of a grid, with the state that its type gives it
/// along each axis of the grid.
struct Distributed {
  PerDevice local;
  RankedTensorType type;
};

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Scalar randomScalar(std::mt19937_64 &engine) {
  // Half of them small integers, so that ties occur.
  double real = engine() % 2 ? static_cast<double>(engine() % 5) - 2
                             : static_cast<double>(engine() % 4001) / 1000 - 2;
  return {real, 0, static_cast<int64_t>(engine() % 7) - 3};
}

/// Random local values: equal along replicated axes, independent along others.
PerDevice randomLocals(RankedTensorType type, const Grid &grid,
                       std::mt19937_64 &engine) {
  std::map<std::vector<int64_t>, Tensor> byCoordinates;
  PerDevice result;
  forEachIndex(grid.sizes, [&](llvm::ArrayRef<int64_t> coordinates) {
    std::vector<int64_t> key(coordinates);
    for (auto [i, axis] : llvm::enumerate(grid.axes))
      if (getAxisState(type, axis).isReplicated())
        key[i] = 0;
    auto [entry, isNew] = byCoordinates.try_emplace(key);
    if (isNew) {
      entry->second = Tensor::zeros(type.getShape());
      for (Scalar &element : entry->second.elements)
        element = asElementOf(type, randomScalar(engine), Rounding::None);
    }
    result.push_back(entry->second);
  });
  return result;
}

/// `value` on the devices with coordinate `c` along `axis`.
PerDevice restrict(const PerDevice &value, const Grid &grid,
                   const std::string &axis, int64_t c) {
  PerDevice result;
  for (auto &group : grid.groups(llvm::StringRef(axis)))
    result.push_back(value[group[c]]);
  return result;
}

RankedTensorType withoutAxis(RankedTensorType type, const std::string &axis) {
  auto name = mlir::StringAttr::get(type.getContext(), axis);
  auto error = [&] {
    return mlir::emitError(mlir::UnknownLoc::get(type.getContext()));
  };
  return withAxisState(error, type, name, AxisState::replicated());
}

bool agree(const Tensor &actual, const Tensor &expected, bool real) {
  if (actual.shape != expected.shape)
    return false;
  for (auto [a, e] : llvm::zip_equal(actual.elements, expected.elements)) {
    if (!real && a.integer != e.integer)
      return false;
    // Equality is over the reals: what overflows there is not compared.
    if (!real || !std::isfinite(e.real) || e.poison)
      continue;
    if (a.poison ||
        !(std::abs(a.real - e.real) <= 1e-9 * std::max(1.0, std::abs(e.real))))
      return false;
  }
  return true;
}

//===----------------------------------------------------------------------===//
// The oracle
//===----------------------------------------------------------------------===//

class Oracle {
public:
  Oracle() { loadSkein(context); }

  enum class Verdict { Sound, Unsound, NotExamined };

  /// What became of one random op. `accepted` is nothing when it does not even
  /// parse unchecked.
  struct Outcome {
    std::optional<bool> accepted;
    std::string reason; // of the refusal, without numbers and names
    Verdict verdict = Verdict::NotExamined;
  };

  Outcome examine(const RandomOp &op, uint64_t seed) {
    std::vector<std::string> messages;
    mlir::ScopedDiagnosticHandler handler(
        &context, [&](mlir::Diagnostic &diagnostic) {
          messages.push_back(diagnostic.str());
          return mlir::success();
        });
    Outcome outcome;
    auto module = parseTraining(context, op.program);
    if (!module)
      return outcome;
    auto program = module->lookupSymbol<ProgramOp>("p");
    messages.clear();
    program->removeAttr(uncheckedAttrName);
    outcome.accepted = mlir::succeeded(mlir::verify(*module));
    if (!*outcome.accepted)
      outcome.reason = classify(messages.empty() ? "" : messages.front());
    outcome.verdict = judge(op, *module, program, seed);
    return outcome;
  }

private:
  /// Drops what differs from case to case: quoted words, numbers, and kinds of
  /// reduction.
  static std::string classify(llvm::StringRef message) {
    std::string result;
    bool quoted = false;
    for (llvm::StringRef word : llvm::split(message, ' ')) {
      bool quotes = word.count('"') % 2 || word.count('\'') % 2;
      bool dropped =
          quoted || quotes || word.contains('"') || word.contains('\'') ||
          llvm::any_of(word, [](char c) { return std::isdigit(c); }) ||
          llvm::is_contained({"sum", "mul", "max", "min", "and", "or"},
                             word.rtrim(",;"));
      quoted ^= quotes;
      if (!dropped)
        result += word.str() + " ";
    }
    return result;
  }

  Verdict judge(const RandomOp &op, mlir::ModuleOp module, ProgramOp program,
                uint64_t seed) {
    const int trials = 4;
    Grid grid = Grid::of(*module.getOps<MeshOp>().begin());
    globals.clear();
    for (const std::string &text : op.globals)
      globals.push_back(parseTraining(context, text));
    bool readsPlace = llvm::StringRef(op.program).contains("shard_offset");
    bool varies = llvm::StringRef(op.program).contains("varying");
    if (readsPlace && varies)
      return Verdict::NotExamined;
    std::mt19937_64 engine(seed);
    for (int trial = 0; trial < trials; ++trial) {
      std::vector<Distributed> arguments;
      std::vector<PerDevice> locals;
      for (mlir::Value argument : program.getBody().getArguments()) {
        auto type = mlir::cast<RankedTensorType>(argument.getType());
        locals.push_back(randomLocals(type, grid, engine));
        arguments.push_back({locals.back(), type});
      }
      auto results = Machine(module).runLocal("p", locals);
      // Failure on a device (an index out of range) is no claim.
      if (mlir::failed(results))
        return Verdict::NotExamined;
      auto type = mlir::cast<RankedTensorType>(program.getResultTypes()[0]);
      if (!holds(arguments, {(*results)[0], type}, grid, fullSet(grid)))
        return Verdict::Unsound;
    }
    return Verdict::Sound;
  }

  static unsigned fullSet(const Grid &grid) {
    return (1u << grid.axes.size()) - 1;
  }

  /// Whether global op of the global operands is the global result. `joined`
  /// are the axes of the original mesh that are left in `grid`.
  bool holds(std::vector<Distributed> arguments, Distributed result, Grid grid,
             unsigned joined) {
    for (auto [i, axis] : llvm::enumerate(grid.axes)) {
      int64_t size = grid.sizes[i];
      // A varying result claims nothing along the axis: what it claims along
      // others holds for every coordinate by itself.
      if (getAxisState(result.type, axis).isVarying()) {
        Grid rest = grid;
        rest.axes.erase(rest.axes.begin() + i);
        rest.sizes.erase(rest.sizes.begin() + i);
        unsigned without = joined & ~(1u << (axis == "a" ? 0 : 1));
        for (int64_t c = 0; c < size; ++c) {
          auto part = [&](const Distributed &value) -> Distributed {
            return {restrict(value.local, grid, axis, c),
                    withoutAxis(value.type, axis)};
          };
          std::vector<Distributed> parts;
          for (const Distributed &argument : arguments)
            parts.push_back(part(argument));
          if (!holds(parts, part(result), rest, without))
            return false;
        }
        return true;
      }
      // There is no global value of a varying operand, so a result that has one
      // must be the same for each of the local ones.
      for (Distributed &argument : arguments) {
        if (!getAxisState(argument.type, axis).isVarying())
          continue;
        Distributed varying = argument;
        argument.type = withoutAxis(argument.type, axis);
        for (int64_t c = 0; c < size; ++c) {
          for (auto &group : grid.groups(llvm::StringRef(axis)))
            for (unsigned device : group)
              argument.local[device] = varying.local[group[c]];
          if (!holds(arguments, result, grid, joined))
            return false;
        }
        return true;
      }
    }
    return holdsGlobally(arguments, result, grid, joined);
  }

  bool holdsGlobally(const std::vector<Distributed> &arguments,
                     const Distributed &result, const Grid &grid,
                     unsigned joined) {
    std::string why;
    auto actual = globalValue(result.local, result.type, grid, why);
    mlir::ModuleOp module = globals[joined] ? *globals[joined] : nullptr;
    if (!actual || !module)
      return false;
    std::vector<PerDevice> inputs;
    for (const Distributed &argument : arguments)
      inputs.push_back(
          {*globalValue(argument.local, argument.type, grid, why)});
    auto expected = Machine(module).runLocal("p", inputs);
    bool real = mlir::isa<mlir::FloatType>(result.type.getElementType());
    return mlir::succeeded(expected) && agree(*actual, (*expected)[0][0], real);
  }

  mlir::MLIRContext context;
  std::vector<mlir::OwningOpRef<mlir::ModuleOp>> globals;
};

//===----------------------------------------------------------------------===//
// The counts
//===----------------------------------------------------------------------===//

struct Refusals {
  int all = 0, unsound = 0;
};

struct Tally {
  int examined = 0, accepted = 0, wrong = 0, sound = 0, soundRefused = 0;
  std::map<std::string, Refusals> reasons;
  std::map<std::string, std::pair<int, int>> families; // accepted, all
};

/// Examines `count` random ops; one that does not parse does not count.
Tally survey(unsigned axes, int count, uint64_t firstSeed) {
  Oracle oracle;
  Tally tally;
  for (uint64_t seed = firstSeed; tally.examined < count; ++seed) {
    Family family = seed % 3 ? Family::Structured : Family::Others;
    RandomOp op = randomOp(seed, axes, family);
    Oracle::Outcome outcome = oracle.examine(op, seed);
    if (!outcome.accepted)
      continue;
    ++tally.examined;
    bool unsound = outcome.verdict == Oracle::Verdict::Unsound;
    tally.sound += outcome.verdict == Oracle::Verdict::Sound;
    tally.families[op.family].first += *outcome.accepted;
    tally.families[op.family].second += 1;
    if (*outcome.accepted) {
      ++tally.accepted;
      if (unsound) {
        ++tally.wrong;
        ADD_FAILURE() << "accepted wrongly, seed " << seed << ":\n"
                      << op.program << op.globals.back();
      }
      continue;
    }
    Refusals &refusals = tally.reasons[outcome.reason];
    ++refusals.all;
    refusals.unsound += unsound;
    tally.soundRefused += outcome.verdict == Oracle::Verdict::Sound;
  }
  return tally;
}

void print(const Tally &tally) {
  std::printf("%d examined, %d accepted, %d of these wrongly; %d of %d sound "
              "ones refused\n",
              tally.examined, tally.accepted, tally.wrong, tally.soundRefused,
              tally.sound);
  for (auto &[family, counts] : tally.families)
    std::printf("  %-12s %d of %d accepted\n", family.c_str(), counts.first,
                counts.second);
}

TEST(DistributionOracleTest, NoRandomOpOverOneAxisIsAcceptedWrongly) {
  Tally tally = survey(/*axes=*/1, /*count=*/3000, /*firstSeed=*/1);
  print(tally);
  EXPECT_EQ(tally.wrong, 0);
  EXPECT_GT(tally.accepted, tally.examined * 2 / 5);
}

TEST(DistributionOracleTest, NoRandomOpOverTwoAxesIsAcceptedWrongly) {
  Tally tally = survey(/*axes=*/2, /*count=*/1500, /*firstSeed=*/1000001);
  print(tally);
  EXPECT_EQ(tally.wrong, 0);
  EXPECT_GT(tally.accepted, tally.examined / 4);
}

// A checker without one of its refusals would accept what that refused. For
// every refusal that is not rare, the oracle finds such an op, so it would be
// found.
TEST(DistributionOracleTest, EveryCommonRefusalIsNeeded) {
  Tally tally = survey(/*axes=*/1, /*count=*/3000, /*firstSeed=*/1);
  int common = 0;
  for (auto &[reason, counts] : tally.reasons)
    if (counts.all >= 10) {
      ++common;
      EXPECT_GT(counts.unsound, 0) << reason;
    }
  EXPECT_GE(common, 20);
}

} // namespace
} // namespace skein::tests
