#include "tests/dialect/RandomOp.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <random>
#include <vector>

namespace skein::tests {
namespace {

const int64_t devicesPerAxis = 2;
const char *const axisNames[] = {"a", "b"};
const std::vector<std::string> floatKinds = {"sum", "mul", "max", "min"};
const std::vector<std::string> integerKinds = {"sum", "mul", "max",
                                               "min", "and", "or"};

/// Random choices; the same on every platform, which std's distributions are
/// not.
class Chooser {
public:
  explicit Chooser(uint64_t seed) : engine(seed) {}
  int64_t below(int64_t bound) { return engine() % bound; }
  bool chance(int percent) { return below(100) < percent; }
  template <typename T> const T &oneOf(const std::vector<T> &list) {
    return list[below(list.size())];
  }
  std::string word(llvm::ArrayRef<const char *> list) {
    return list[below(list.size())];
  }
  std::vector<int64_t> permutation(int64_t size) {
    std::vector<int64_t> result(size);
    for (int64_t i = 0; i < size; ++i)
      result[i] = i;
    for (int64_t i = size - 1; i > 0; --i)
      std::swap(result[i], result[below(i + 1)]);
    return result;
  }

private:
  std::mt19937_64 engine;
};

/// State along one axis: 'R', 'S', 'P' or 'V'.
struct State {
  char kind = 'R';
  int64_t dim = 0;
  std::string reduction;
};

/// One tensor of the program; states by axis number.
struct Value {
  std::vector<int64_t> shape;
  std::vector<State> states;
  std::string element = {}; // if it is not that of the program
};

/// Text over values; `$T3` stands for the type of value 3, `$D3.1` for the
/// extent of its dimension 1, `$O.a(4)` for a shard offset, zero globally.
class Program {
public:
  Program(Chooser &choose, unsigned axes) : choose(choose), axes(axes) {}

  unsigned add(std::vector<int64_t> shape) {
    values.push_back({std::move(shape), std::vector<State>(axes)});
    return values.size() - 1;
  }
  /// An argument of the program named like `%v3`.
  unsigned argument(std::vector<int64_t> shape) {
    arguments.push_back(add(std::move(shape)));
    return arguments.back();
  }
  void line(const std::string &text) { line(text, text); }
  /// A line that reads differently where all axes are joined.
  void line(const std::string &local, const std::string &global) {
    localBody += "  " + local + "\n";
    globalBody += "  " + global + "\n";
  }

  State randomState(int64_t rank) {
    State state{"RSPV"[choose.below(choose.chance(20) ? 4 : 3)], 0, ""};
    if (state.kind == 'S' && rank == 0)
      state.kind = 'R';
    if (state.kind == 'S')
      state.dim = choose.below(rank);
    if (state.kind == 'P')
      state.reduction = randomKind();
    return state;
  }
  std::string randomKind() {
    return choose.oneOf(isFloat() ? floatKinds : integerKinds);
  }
  bool isFloat() const { return element == "f64"; }

  RandomOp finish(unsigned result, const std::string &family) const {
    RandomOp op{family, renderLocal(result), {}};
    for (unsigned joined = 0; joined < 1u << axes; ++joined)
      op.globals.push_back(renderGlobal(result, joined));
    return op;
  }

  std::string renderLocal(unsigned result) const {
    std::string text = "skein.mesh @m(";
    for (unsigned axis = 0; axis < axes; ++axis)
      text += std::string(axis ? ", " : "") + axisNames[axis] + " = " +
              std::to_string(devicesPerAxis);
    text += ")\nskein.program @p on @m" + signature(result) +
            " attributes {skein.unchecked} {\n" + localBody +
            "  skein.return " + returned(result) + "\n}\n";
    return substitute(text, nullptr);
  }

  std::string renderGlobal(unsigned result, unsigned joined) const {
    return substitute("func.func @p" + signature(result) + " {\n" + globalBody +
                          "  return " + returned(result) + "\n}\n",
                      &joined);
  }

  Chooser &choose;
  unsigned axes;
  std::string element = "f64";
  std::vector<Value> values;

private:
  std::string returned(unsigned value) const {
    std::string number = std::to_string(value);
    return "%v" + number + " : $T" + number + ";";
  }

  std::string signature(unsigned result) const {
    std::string text = "(";
    for (auto [i, value] : llvm::enumerate(arguments))
      text += std::string(i ? ", " : "") + "%v" + std::to_string(value) +
              ": $T" + std::to_string(value) + ";";
    return text + ") -> ($T" + std::to_string(result) + ";)";
  }

  /// `joined`: the axes whose pieces are put together, or null for local text.
  std::string typeOf(const Value &value, const unsigned *joined) const {
    std::string text = "tensor<", states;
    for (size_t dim = 0; dim < value.shape.size(); ++dim)
      text += std::to_string(extent(value, dim, joined)) + "x";
    text += value.element.empty() ? element : value.element;
    if (!joined)
      states = distribution(value);
    return text + (states.empty() ? "" : ", #skein.dist<" + states + ">") + ">";
  }

  int64_t extent(const Value &value, int64_t dim,
                 const unsigned *joined) const {
    int64_t result = value.shape[dim];
    for (auto [axis, state] : llvm::enumerate(value.states))
      if (joined && (*joined >> axis & 1) && state.kind == 'S' &&
          state.dim == dim)
        result *= devicesPerAxis;
    return result;
  }

  /// Splits by dimension, then the rest by name: the order that types demand.
  std::string distribution(const Value &value) const {
    std::vector<std::pair<int64_t, std::string>> entries;
    for (auto [axis, state] : llvm::enumerate(value.states)) {
      std::string name = axisNames[axis];
      if (state.kind == 'S')
        entries.emplace_back(state.dim,
                             name + ": split " + std::to_string(state.dim));
      if (state.kind == 'P')
        entries.emplace_back(1000, name + ": partial " + state.reduction);
      if (state.kind == 'V')
        entries.emplace_back(1000, name + ": varying");
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](auto &x, auto &y) { return x.first < y.first; });
    std::string text;
    for (auto &[key, entry] : entries)
      text += (text.empty() ? "" : ", ") + entry;
    return text;
  }

  std::string substitute(llvm::StringRef text, const unsigned *joined) const {
    std::string result;
    while (!text.empty()) {
      auto [before, after] = text.split('$');
      result += before.str();
      if (after.empty())
        break;
      auto [key, rest] = after.split(';');
      text = rest;
      char kind = key[0];
      key = key.drop_front();
      unsigned number = 0;
      key.consumeInteger(10, number);
      if (kind == 'T') {
        result += typeOf(values[number], joined);
      } else if (kind == 'D') {
        int64_t dim = 0;
        key.drop_front().consumeInteger(10, dim);
        result += std::to_string(extent(values[number], dim, joined));
      } else { // 'O': axis number, then the extent
        std::string local = "skein.shard_offset " + key.drop_front().str() +
                            " over @m[" + axisNames[number] + "]";
        result += joined ? "arith.constant 0 : index" : local;
      }
    }
    return result;
  }

  std::vector<unsigned> arguments;
  std::string localBody, globalBody;
};

std::string type(unsigned value) { return "$T" + std::to_string(value) + ";"; }
std::string name(unsigned value) { return "%v" + std::to_string(value); }
std::string dims(unsigned value, size_t dim) {
  return "$D" + std::to_string(value) + "." + std::to_string(dim) + ";";
}

//===----------------------------------------------------------------------===//
// linalg.generic
//===----------------------------------------------------------------------===//

/// A random body over the scalars of the inputs and the init.
class RandomBody {
public:
  RandomBody(Program &program, std::vector<std::string> leaves)
      : choose(program.choose), isFloat(program.isFloat()),
        element(program.element), leaves(std::move(leaves)) {}

  /// Writes ops for an expression and gives its name.
  std::string expression(int depth) {
    if (depth == 0 || choose.chance(25))
      return leaf();
    if (isFloat && choose.chance(25))
      return emit(
          choose.word({"arith.negf", "math.exp", "math.tanh", "math.absf",
                       "math.sqrt", "math.log", "arith.negf", "math.exp"}),
          {expression(depth - 1)});
    if (choose.chance(10))
      return select(depth);
    return emit(binary(), {expression(depth - 1), expression(depth - 1)});
  }

  /// `out` combined with an expression, by an op that often is `kind`'s.
  std::string accumulate(const std::string &kind, int depth) {
    std::string op = choose.chance(80) ? combiner(kind) : binary();
    std::string value = expression(depth);
    if (choose.chance(70))
      return emit(op, {"%out", value});
    return emit(op, {value, "%out"});
  }

  std::string combiner(const std::string &kind) const {
    if (kind == "sum")
      return isFloat ? "arith.addf" : "arith.addi";
    if (kind == "mul")
      return isFloat ? "arith.mulf" : "arith.muli";
    if (kind == "max")
      return isFloat ? "arith.maximumf" : "arith.maxsi";
    if (kind == "min")
      return isFloat ? "arith.minimumf" : "arith.minsi";
    return kind == "and" ? "arith.andi" : "arith.ori";
  }

  std::string emit(const std::string &op, std::vector<std::string> operands) {
    std::string result = "%s" + std::to_string(count++);
    text += "    " + result + " = " + op + " " + llvm::join(operands, ", ") +
            " : " + element + "\n";
    return result;
  }

  std::string text;
  int count = 0;
  Chooser &choose;

private:
  std::string binary() {
    if (isFloat)
      return choose.word({"arith.addf", "arith.addf", "arith.subf",
                          "arith.mulf", "arith.mulf", "arith.divf",
                          "arith.maximumf", "arith.minimumf"});
    return choose.word({"arith.addi", "arith.subi", "arith.muli", "arith.maxsi",
                        "arith.minsi", "arith.andi", "arith.ori",
                        "arith.xori"});
  }

  std::string leaf() {
    if (!choose.chance(12))
      return choose.oneOf(leaves);
    std::string result = "%s" + std::to_string(count++);
    std::string value = choose.word({"0", "1", "-1", "2"});
    text += "    " + result + " = arith.constant " + value +
            (isFloat ? ".0" : "") + " : " + element + "\n";
    return result;
  }

  std::string select(int depth) {
    std::string a = expression(depth - 1), b = expression(depth - 1);
    std::string compare = isFloat ? "arith.cmpf olt" : "arith.cmpi slt";
    std::string condition = "%s" + std::to_string(count++);
    text += "    " + condition + " = " + compare + ", " + a + ", " + b + " : " +
            element + "\n";
    std::string yes = expression(depth - 1), no = expression(depth - 1);
    std::string result = "%s" + std::to_string(count++);
    text += "    " + result + " = arith.select " + condition + ", " + yes +
            ", " + no + " : " + element + "\n";
    return result;
  }

  bool isFloat;
  std::string element;
  std::vector<std::string> leaves;
};

/// The random structure of a generic: loop extents and one map per operand.
struct Loops {
  std::vector<int64_t> extents;
  std::vector<std::vector<std::string>> maps; // result expressions
  std::vector<std::vector<int64_t>> plain;    // loop of each result, -1: none

  bool mentions(size_t operand, int64_t loop) const {
    return llvm::is_contained(plain[operand], loop);
  }
  int64_t resultOf(size_t operand, int64_t loop) const {
    auto found = llvm::find(plain[operand], loop);
    return found == plain[operand].end() ? -1 : found - plain[operand].begin();
  }
};

/// A random subset of the loops in random order, sometimes with a result that
/// is no plain loop.
void addMap(Loops &loops, Chooser &choose, bool isOutput) {
  std::vector<std::string> results;
  std::vector<int64_t> plain;
  for (int64_t loop : choose.permutation(loops.extents.size()))
    if (choose.chance(isOutput ? 65 : 75)) {
      results.push_back("d" + std::to_string(loop));
      plain.push_back(loop);
    }
  if (!isOutput && !results.empty() && choose.chance(8)) {
    int64_t place = choose.below(results.size());
    int64_t other = choose.below(loops.extents.size());
    if (choose.chance(30))
      results[place] = "0";
    else
      results[place] += " + d" + std::to_string(other);
    plain[place] = -1;
  }
  loops.maps.push_back(results);
  loops.plain.push_back(plain);
}

std::vector<int64_t> operandShape(const Loops &loops, size_t operand) {
  std::vector<int64_t> shape;
  for (auto [expr, loop] :
       llvm::zip_equal(loops.maps[operand], loops.plain[operand])) {
    if (loop >= 0) {
      shape.push_back(loops.extents[loop]);
      continue;
    }
    // d0 + d1 reaches the sum of the extents, less one.
    int64_t extent = 1;
    for (size_t d = 0; d < loops.extents.size(); ++d)
      if (llvm::StringRef(expr).contains("d" + std::to_string(d)))
        extent += (loops.extents[d] - 1) *
                  llvm::StringRef(expr).count("d" + std::to_string(d));
    shape.push_back(extent);
  }
  return shape;
}

/// States along one axis that have a fair chance to be right, then sometimes
/// one of them at random.
void chooseStates(Program &program, unsigned axis, const Loops &loops,
                  const std::vector<unsigned> &operands,
                  const std::string &kind) {
  Chooser &choose = program.choose;
  size_t output = operands.size() - 1;
  auto state = [&](size_t operand) -> State & {
    return program.values[operands[operand]].states[axis];
  };
  int64_t mode = choose.below(100);
  if (mode < 45) { // split one loop
    int64_t loop = choose.below(loops.extents.size());
    for (size_t i = 0; i <= output; ++i)
      if (int64_t dim = loops.resultOf(i, loop); dim >= 0)
        state(i) = {'S', dim, ""};
    if (!loops.mentions(output, loop))
      state(output) = {'P', 0, kind};
  } else if (mode < 75) { // delay a reduction
    std::string reduction = choose.chance(60) ? kind : program.randomKind();
    for (size_t i = 0; i < output; ++i)
      if (choose.chance(60))
        state(i) = {'P', 0, reduction};
    state(output) = choose.chance(85) ? State{'P', 0, reduction} : State();
  } else if (mode < 88) {
    for (size_t i = 0; i <= output; ++i)
      state(i) = program.randomState(program.values[operands[i]].shape.size());
  }
  if (choose.chance(25)) {
    size_t i = choose.below(output + 1);
    state(i) = program.randomState(program.values[operands[i]].shape.size());
  }
}

std::string neutralElement(const std::string &kind, bool isFloat) {
  if (kind == "sum" || kind == "or")
    return isFloat ? "0.0" : "0";
  if (kind == "mul")
    return isFloat ? "1.0" : "1";
  if (kind == "max")
    return isFloat ? "0xFFF0000000000000" : "-2147483648";
  if (kind == "min")
    return isFloat ? "0x7FF0000000000000" : "2147483647";
  return "-1";
}

/// Writes the producer of the init: an argument, a constant, a fill, or nothing
/// written.
void produceInit(Program &program, unsigned init, const std::string &kind,
                 bool bodyReadsInit) {
  Chooser &choose = program.choose;
  bool isFloat = program.isFloat();
  std::string constant =
      choose.chance(75)
          ? neutralElement(kind, isFloat)
          : choose.word({"0", "1", "2"}) + std::string(isFloat ? ".0" : "");
  if (!bodyReadsInit && choose.chance(70)) {
    program.line(name(init) + " = tensor.empty() : " + type(init));
  } else if (choose.chance(50)) {
    program.line(name(init) + " = arith.constant dense<" + constant +
                 "> : " + type(init));
  } else {
    program.line("%c = arith.constant " + constant + " : " + program.element);
    program.line("%e = tensor.empty() : " + type(init));
    program.line(name(init) + " = linalg.fill ins(%c : " + program.element +
                 ") outs(%e : " + type(init) + ") -> " + type(init));
  }
}

/// Body text that makes a float or integer out of a loop index, perhaps global.
std::string indexLeaf(Program &program, RandomBody &body, const Loops &loops) {
  Chooser &choose = program.choose;
  int64_t loop = choose.below(loops.extents.size());
  body.text += "    %i = linalg.index " + std::to_string(loop) + " : index\n";
  std::string index = "%i";
  if (choose.chance(60)) {
    int64_t extent = loops.extents[loop] + (choose.chance(20) ? 1 : 0);
    program.line("%o = $O" + std::to_string(choose.below(program.axes)) + "." +
                 std::to_string(extent) + ";");
    body.text += "    %g = arith.addi %i, %o : index\n";
    index = "%g";
  }
  body.text += "    %n = arith.index_cast " + index + " : index to i32\n";
  if (!program.isFloat())
    return "%n";
  body.text += "    %x = arith.sitofp %n : i32 to f64\n";
  return "%x";
}

RandomOp structured(Chooser &choose, unsigned axes) {
  Program program(choose, axes);
  if (choose.chance(20))
    program.element = "i32";
  Loops loops;
  for (int64_t i = 0, count = 1 + choose.below(3); i < count; ++i)
    loops.extents.push_back(1 + choose.below(3));
  size_t inputs = choose.chance(70) ? 2 : 1;
  for (size_t i = 0; i <= inputs; ++i)
    addMap(loops, choose, i == inputs);
  // Every loop needs an operand that shows its extent.
  for (size_t loop = 0; loop < loops.extents.size(); ++loop) {
    bool shown = false;
    for (size_t i = 0; i <= inputs; ++i)
      shown |= loops.mentions(i, loop);
    if (!shown) {
      loops.maps[0].push_back("d" + std::to_string(loop));
      loops.plain[0].push_back(loop);
    }
  }

  bool hasReduction = loops.maps[inputs].size() < loops.extents.size();
  bool accumulates = choose.chance(hasReduction ? 90 : 25);
  bool initIsArgument = choose.chance(25);
  std::vector<unsigned> operands;
  for (size_t i = 0; i <= inputs; ++i) {
    auto shape = operandShape(loops, i);
    operands.push_back(i < inputs || initIsArgument ? program.argument(shape)
                                                    : program.add(shape));
  }
  std::string kind = choose.chance(60) ? "sum" : program.randomKind();
  for (unsigned axis = 0; axis < axes; ++axis)
    chooseStates(program, axis, loops, operands, kind);

  unsigned init = operands.back();
  std::vector<std::string> leaves = {"%x0"};
  if (inputs == 2)
    leaves.push_back("%x1");
  RandomBody body(program, leaves);
  bool usesIndex = choose.chance(8);
  std::string index = usesIndex ? indexLeaf(program, body, loops) : "";
  int depth = choose.below(3);
  std::string value;
  if (usesIndex)
    value = body.emit(body.combiner("sum"), {body.expression(depth), index});
  if (accumulates)
    value = usesIndex ? body.emit(body.combiner(kind), {"%out", value})
                      : body.accumulate(kind, depth);
  else if (!usesIndex)
    value = body.expression(depth + 1);
  bool readsInit = llvm::StringRef(body.text).contains("%out");
  if (!initIsArgument)
    produceInit(program, init, kind, readsInit);

  auto map = [&](size_t operand) {
    std::string text = "affine_map<(";
    for (size_t d = 0; d < loops.extents.size(); ++d)
      text += (d ? ", d" : "d") + std::to_string(d);
    return text + ") -> (" + llvm::join(loops.maps[operand], ", ") + ")>";
  };
  std::string maps, iterators, ins, inTypes, blockArguments;
  for (size_t i = 0; i <= inputs; ++i)
    maps += (i ? ", " : "") + map(i);
  for (size_t d = 0; d < loops.extents.size(); ++d)
    iterators += std::string(d ? ", " : "") +
                 (loops.mentions(inputs, d) ? "\"parallel\"" : "\"reduction\"");
  for (size_t i = 0; i < inputs; ++i) {
    ins += (i ? ", " : "") + name(operands[i]);
    inTypes += (i ? ", " : "") + type(operands[i]);
    blockArguments += "%x" + std::to_string(i) + ": " + program.element + ", ";
  }
  unsigned result = program.add({});
  program.values[result] = program.values[init];
  program.line(name(result) + " = linalg.generic {indexing_maps = [" + maps +
               "], iterator_types = [" + iterators + "]} ins(" + ins + " : " +
               inTypes + ") outs(" + name(init) + " : " + type(init) +
               ") {\n  ^bb0(" + blockArguments + "%out: " + program.element +
               "):\n" + body.text + "    linalg.yield " + value + " : " +
               program.element + "\n  } -> " + type(init));
  return program.finish(result, "generic");
}

//===----------------------------------------------------------------------===//
// Other ops
//===----------------------------------------------------------------------===//

/// Picks states for `inputs` and `result`: often those of the first input, some
/// at random.
void similarStates(Program &program, const std::vector<unsigned> &values) {
  Chooser &choose = program.choose;
  for (unsigned axis = 0; axis < program.axes; ++axis) {
    State state =
        program.randomState(program.values[values.front()].shape.size());
    for (unsigned value : values) {
      int64_t rank = program.values[value].shape.size();
      State &chosen = program.values[value].states[axis];
      chosen = choose.chance(80) ? state : program.randomState(rank);
      if (chosen.kind == 'S' && (chosen.dim >= rank || choose.chance(15)))
        chosen = rank ? State{'S', choose.below(rank), ""} : State();
    }
  }
}

struct OtherOp {
  Program &program;
  Chooser &choose;
  unsigned result = 0;

  std::vector<int64_t> shape(int64_t rank) {
    std::vector<int64_t> result;
    for (int64_t i = 0; i < rank; ++i)
      result.push_back(choose.chance(20) ? 1 : 2 * (1 + choose.below(2)));
    return result;
  }

  void reshape() {
    std::vector<int64_t> wide = shape(3);
    int64_t first = choose.below(2);
    std::vector<int64_t> narrow =
        first == 0 ? std::vector<int64_t>{wide[0] * wide[1], wide[2]}
                   : std::vector<int64_t>{wide[0], wide[1] * wide[2]};
    std::string groups = first == 0 ? "[[0, 1], [2]]" : "[[0], [1, 2]]";
    bool expand = choose.chance(50);
    unsigned x = program.argument(expand ? narrow : wide);
    result = program.add(expand ? wide : narrow);
    similarStates(program, {x, result});
    std::string sizes;
    for (size_t d = 0; d < 3; ++d)
      sizes += (d ? ", " : "") + dims(result, d);
    program.line(name(result) + " = tensor." +
                 (expand ? "expand_shape " : "collapse_shape ") + name(x) +
                 " " + groups +
                 (expand ? " output_shape [" + sizes + "]" : "") + " : " +
                 type(x) + " into " + type(result));
  }

  void slice() {
    std::vector<int64_t> whole = shape(2), part = whole;
    std::vector<int64_t> offsets(2, 0), strides(2, 1);
    std::vector<bool> full(2, true);
    for (size_t d = 0; d < 2; ++d)
      if (whole[d] > 1 && choose.chance(40)) {
        full[d] = false;
        part[d] = whole[d] / 2;
        offsets[d] = choose.below(whole[d] / 2);
        strides[d] = 1 + choose.below(2);
        if (strides[d] == 2)
          offsets[d] = choose.below(2);
      }
    bool insert = choose.chance(40);
    auto list = [&](auto entry) {
      return "[" + entry(0) + ", " + entry(1) + "]";
    };
    auto numbers = [&](const std::vector<int64_t> &values) {
      return list([&](size_t d) { return std::to_string(values[d]); });
    };
    // A slice of all of a dimension is one of all of the global dimension.
    auto sizes = [&](unsigned whole) {
      return list([&](size_t d) {
        return full[d] ? dims(whole, d) : std::to_string(part[d]);
      });
    };
    if (insert) {
      unsigned source = program.argument(part);
      unsigned target = program.argument(whole);
      result = program.add(whole);
      similarStates(program, {target, source, result});
      program.line(name(result) + " = tensor.insert_slice " + name(source) +
                   " into " + name(target) + numbers(offsets) + " " +
                   sizes(target) + " " + numbers(strides) + " : " +
                   type(source) + " into " + type(target));
      program.values[result] = program.values[target];
      return;
    }
    unsigned x = program.argument(whole);
    bool drops = choose.chance(25);
    size_t dropped = choose.below(2);
    std::vector<int64_t> kept = part;
    if (drops) {
      part[dropped] = 1;
      strides[dropped] = 1;
      full[dropped] = whole[dropped] == 1;
      kept = {part[1 - dropped]};
    }
    result = program.add(kept);
    similarStates(program, {x, result});
    program.line(name(result) + " = tensor.extract_slice " + name(x) +
                 numbers(offsets) + " " + sizes(x) + " " + numbers(strides) +
                 " : " + type(x) + " to " + type(result));
  }

  void pad() {
    std::vector<int64_t> inner = shape(2), outer = inner;
    int64_t dim = choose.below(2), low = choose.below(2);
    outer[dim] += low + 1;
    unsigned x = program.argument(inner);
    result = program.add(outer);
    similarStates(program, {x, result});
    std::string value =
        choose.word({"0.0", "0.0", "1.0", "0xFFF0000000000000"});
    auto list = [&](int64_t amount) {
      return std::string("[") + (dim == 0 ? std::to_string(amount) : "0") +
             ", " + (dim == 1 ? std::to_string(amount) : "0") + "]";
    };
    program.line("%c = arith.constant " + value + " : f64");
    program.line(name(result) + " = tensor.pad " + name(x) + " low" +
                 list(low) + " high" + list(1) +
                 " {\n  ^bb0(%i: index, %j: index):\n    tensor.yield %c : "
                 "f64\n  } : " +
                 type(x) + " to " + type(result));
  }

  void concat() {
    std::vector<int64_t> part = shape(2), whole = part;
    int64_t dim = choose.below(2);
    whole[dim] *= 2;
    unsigned x = program.argument(part), y = program.argument(part);
    result = program.add(whole);
    similarStates(program, {x, y, result});
    program.line(name(result) + " = tensor.concat dim(" + std::to_string(dim) +
                 ") " + name(x) + ", " + name(y) + " : (" + type(x) + ", " +
                 type(y) + ") -> " + type(result));
  }

  void softmax() {
    unsigned x = program.argument(shape(2));
    result = program.add(program.values[x].shape);
    similarStates(program, {x, result});
    program.line("%e = tensor.empty() : " + type(result));
    program.line(name(result) + " = linalg.softmax dimension(" +
                 std::to_string(choose.below(2)) + ") ins(" + name(x) + " : " +
                 type(x) + ") outs(%e : " + type(result) + ") -> " +
                 type(result));
  }

  void topK() {
    std::vector<int64_t> whole = shape(2), part = whole;
    part[1] = 1 + choose.below(whole[1]);
    unsigned x = program.argument(whole);
    unsigned values = program.add(part), places = program.add(part);
    program.values[places].element = "i32";
    similarStates(program, {x, values});
    program.values[places].states = program.values[values].states;
    program.line("%v" + std::to_string(values) + ", %v" + std::to_string(places) +
                 " = skein.top_k " + name(x) + " : " + type(x) + " -> " +
                 type(values) + ", " + type(places));
    result = choose.chance(50) ? values : places;
  }

  void elementwise() {
    std::string op =
        choose.word({"arith.addf", "arith.subf", "arith.mulf", "arith.maximumf",
                     "arith.minimumf", "arith.negf", "math.exp", "math.tanh",
                     "math.sqrt", "math.log"});
    bool isUnary =
        llvm::StringRef(op).starts_with("math") || op == "arith.negf";
    unsigned x = program.argument(shape(2));
    result = program.add(program.values[x].shape);
    similarStates(program, {x});
    std::string operands = name(x);
    if (!isUnary) {
      unsigned y = program.argument(program.values[x].shape);
      program.values[y] = program.values[x];
      operands += ", " + name(y);
    }
    program.values[result] = program.values[x];
    program.line(name(result) + " = " + op + " " + operands + " : " +
                 type(result));
  }

  void cast() {
    unsigned x = program.argument(shape(2));
    result = program.add(program.values[x].shape);
    similarStates(program, {x, result});
    program.line(name(result) + " = tensor.cast " + name(x) + " : " + type(x) +
                 " to " + type(result));
  }

  /// A constant, splat or empty tensor in a random state, through a copy so
  /// that it is read.
  void constant() {
    unsigned x = program.add(shape(1));
    program.argument({}); // An argument, so that the program has one.
    similarStates(program, {x});
    result = x;
    std::string value =
        choose.word({"0.0", "0.0", "1.0", "2.0", "0xFFF0000000000000"});
    if (choose.chance(50)) {
      program.line(name(x) + " = arith.constant dense<" + value +
                   "> : " + type(x));
    } else {
      program.line("%c = arith.constant " + value + " : f64");
      program.line(name(x) + " = tensor.splat %c : " + type(x));
    }
  }

  void extract() {
    unsigned x = program.argument({2});
    result = program.add({2});
    similarStates(program, {x, result});
    program.line("%i = arith.constant 1 : index");
    program.line("%s = tensor.extract " + name(x) + "[%i] : " + type(x));
    program.line(name(result) + " = tensor.splat %s : " + type(result));
  }

  void collective() {
    unsigned x = program.argument({4, 4});
    result = program.add({4, 4});
    similarStates(program, {x, result});
    unsigned axis = choose.below(program.axes);
    bool both = program.axes == 2 && choose.chance(30);
    std::string kind = program.randomKind();
    int64_t dim = choose.below(2), n = both ? 4 : 2;
    std::string text;
    State from, to;
    auto &in = program.values[x];
    auto &out = program.values[result];
    switch (choose.below(6)) {
    case 0:
      text = "all_reduce " + kind + " " + name(x);
      from = {'P', 0, kind};
      break;
    case 1:
      text = "reduce_scatter " + kind + " " + name(x) + " dim " +
             std::to_string(dim);
      from = {'P', 0, kind};
      to = {'S', dim, ""};
      out.shape[dim] /= n;
      break;
    case 2:
      text = "all_gather " + name(x) + " dim " + std::to_string(dim);
      from = {'S', dim, ""};
      out.shape[dim] *= n;
      break;
    case 3:
      text = "shard " + name(x) + " dim " + std::to_string(dim);
      to = {'S', dim, ""};
      out.shape[dim] /= n;
      break;
    case 4:
      text = "as_partial " + kind + " " + name(x);
      to = {'P', 0, kind};
      break;
    default:
      text = "all_to_all " + name(x) + " from " + std::to_string(dim) + " to " +
             std::to_string(1 - dim);
      from = {'S', dim, ""};
      to = {'S', 1 - dim, ""};
      out.shape[dim] *= n;
      out.shape[1 - dim] /= n;
    }
    for (unsigned i = 0; i < program.axes; ++i)
      if ((both || i == axis) && choose.chance(85)) {
        in.states[i] = from;
        out.states[i] = to;
      } else if (choose.chance(70)) {
        out.states[i] = in.states[i];
      }
    std::string axes = both ? (choose.chance(50) ? "a, b" : "b, a")
                            : std::string(axisNames[axis]);
    program.line(name(result) + " = skein." + text + " over @m[" + axes +
                     "] : " + type(x) + " -> " + type(result),
                 // It changes no global value.
                 name(result) + " = tensor.cast " + name(x) + " : " + type(x) +
                     " to " + type(result));
  }
};

RandomOp other(Chooser &choose, unsigned axes) {
  Program program(choose, axes);
  OtherOp op{program, choose};
  struct Entry {
    const char *name;
    void (OtherOp::*write)();
  };
  static const Entry table[] = {
      {"reshape", &OtherOp::reshape},
      {"slice", &OtherOp::slice},
      {"pad", &OtherOp::pad},
      {"concat", &OtherOp::concat},
      {"softmax", &OtherOp::softmax},
      {"cast", &OtherOp::cast},
      {"top_k", &OtherOp::topK},
      {"elementwise", &OtherOp::elementwise},
      {"constant", &OtherOp::constant},
      {"extract", &OtherOp::extract},
      {"collective", &OtherOp::collective},
      {"collective", &OtherOp::collective},
  };
  const Entry &entry = table[choose.below(std::size(table))];
  (op.*entry.write)();
  return program.finish(op.result, entry.name);
}

} // namespace

RandomOp randomOp(uint64_t seed, unsigned axes, Family family) {
  Chooser choose(seed);
  return family == Family::Structured ? structured(choose, axes)
                                      : other(choose, axes);
}

} // namespace skein::tests
