//===- Job.cpp - numbers that programs compute ----------------------------===//
#include "passes/progress/Job.h"

#include <algorithm>

using namespace skein::passes::progress;

struct Expr::Node {
  Kind kind = Kind::Unknown;
  int64_t number = 0; // constant, slot or axis
  Operator op = Operator::Add;
  std::vector<Expr> operands = {};
  std::vector<int64_t> values = {};
};

Expr::Expr(int64_t constant) : node(std::make_shared<Node>(Node{Kind::Constant, constant})) {}

Expr Expr::slot(int slot) { return Expr(std::make_shared<Node>(Node{Kind::Slot, slot})); }

Expr Expr::device() {
  static const auto node = std::make_shared<Node>(Node{Kind::Device});
  return Expr(node);
}

Expr Expr::coordinate(int axis) {
  return Expr(std::make_shared<Node>(Node{Kind::Coordinate, axis}));
}

Expr Expr::stepIndex() {
  static const auto node = std::make_shared<Node>(Node{Kind::StepIndex});
  return Expr(node);
}

Expr Expr::lastStep() {
  static const auto node = std::make_shared<Node>(Node{Kind::LastStep});
  return Expr(node);
}

Expr Expr::binary(Operator op, Expr left, Expr right) {
  return Expr(
      std::make_shared<Node>(Node{Kind::Binary, 0, op, {std::move(left), std::move(right)}}));
}

Expr Expr::select(Expr condition, Expr ifTrue, Expr ifFalse) {
  return Expr(
      std::make_shared<Node>(Node{Kind::Select,
                                  0,
                                  Operator::Add,
                                  {std::move(condition), std::move(ifTrue), std::move(ifFalse)}}));
}

Expr Expr::table(std::vector<int64_t> values, Expr index) {
  return Expr(std::make_shared<Node>(
      Node{Kind::Table, 0, Operator::Add, {std::move(index)}, std::move(values)}));
}

Expr::Kind Expr::kind() const { return node ? node->kind : Kind::Unknown; }

Value Expr::constant() const {
  return kind() == Kind::Constant ? Value(node->number) : std::nullopt;
}

int Expr::slotNumber() const { return kind() == Kind::Slot ? int(node->number) : -1; }

bool Expr::uses(Kind wanted) const {
  return kind() == wanted ||
         (node && std::any_of(node->operands.begin(), node->operands.end(),
                              [&](const Expr &operand) { return operand.uses(wanted); }));
}

bool Expr::collectDevices(std::vector<int64_t> &constants) const {
  if (kind() == Kind::Device || kind() == Kind::Coordinate)
    return false;
  if (!node)
    return true;
  if (node->kind == Kind::Binary && (node->op == Operator::Equal || node->op == Operator::NotEqual))
    for (int side : {0, 1}) {
      Kind other = node->operands[1 - side].kind();
      Value constant = node->operands[side].constant();
      if (constant && (other == Kind::Device || other == Kind::Coordinate)) {
        constants.push_back(*constant);
        return true;
      }
    }
  return std::all_of(node->operands.begin(), node->operands.end(),
                     [&](const Expr &operand) { return operand.collectDevices(constants); });
}

void Expr::collectSlots(std::vector<int> &slots) const {
  if (!node)
    return;
  if (node->kind == Kind::Slot)
    slots.push_back(int(node->number));
  for (const Expr &operand : node->operands)
    operand.collectSlots(slots);
}

std::string Expr::print() const {
  if (!node)
    return "?";
  std::string text = std::to_string(int(node->kind)) + "." + std::to_string(node->number) + "." +
                     std::to_string(int(node->op)) + "(";
  for (const Expr &operand : node->operands)
    text += operand.print() + ",";
  for (int64_t value : node->values)
    text += std::to_string(value) + ",";
  return text + ")";
}

static Value combine(Expr::Operator op, Value left, Value right) {
  using Operator = Expr::Operator;
  // One operand can be enough.
  if (op == Operator::And && ((left && !*left) || (right && !*right)))
    return 0;
  if (op == Operator::Or && ((left && *left) || (right && *right)))
    return 1;
  if (!left || !right)
    return std::nullopt;
  int64_t a = *left, b = *right, result = 0;
  switch (op) {
  case Operator::Add:
    return __builtin_add_overflow(a, b, &result) ? Value() : Value(result);
  case Operator::Subtract:
    return __builtin_sub_overflow(a, b, &result) ? Value() : Value(result);
  case Operator::Multiply:
    return __builtin_mul_overflow(a, b, &result) ? Value() : Value(result);
  case Operator::Divide:
    return b == 0 || b == -1 ? Value() : Value(a / b);
  case Operator::Remainder:
    return b == 0 || b == -1 ? Value() : Value(a % b);
  case Operator::Min:
    return std::min(a, b);
  case Operator::Max:
    return std::max(a, b);
  case Operator::Equal:
    return a == b;
  case Operator::NotEqual:
    return a != b;
  case Operator::Less:
    return a < b;
  case Operator::LessEqual:
    return a <= b;
  case Operator::And:
    return a && b;
  case Operator::Or:
    return a || b;
  case Operator::Xor:
    return !a != !b;
  }
  return std::nullopt;
}

Value Expr::evaluate(const Surroundings &at) const {
  switch (kind()) {
  case Kind::Unknown:
    return std::nullopt;
  case Kind::Constant:
    return node->number;
  case Kind::Slot: {
    int64_t number = at.slots[node->number];
    return number == unknownSlot ? Value() : Value(number);
  }
  case Kind::Device:
    return at.device;
  case Kind::Coordinate:
    return (*at.coordinates)[node->number];
  case Kind::StepIndex:
    return at.stepIndex;
  case Kind::LastStep:
    return at.lastStep;
  case Kind::Binary:
    return combine(node->op, node->operands[0].evaluate(at), node->operands[1].evaluate(at));
  case Kind::Select: {
    Value condition = node->operands[0].evaluate(at);
    return condition ? node->operands[*condition ? 1 : 2].evaluate(at) : std::nullopt;
  }
  case Kind::Table: {
    Value index = node->operands[0].evaluate(at);
    if (!index || *index < 0 || *index >= int64_t(node->values.size()))
      return std::nullopt;
    return node->values[*index];
  }
  }
  return std::nullopt;
}

namespace skein::passes::progress {

Expr operator+(Expr left, Expr right) {
  return Expr::binary(Expr::Operator::Add, std::move(left), std::move(right));
}
Expr operator-(Expr left, Expr right) {
  return Expr::binary(Expr::Operator::Subtract, std::move(left), std::move(right));
}
Expr operator*(Expr left, Expr right) {
  return Expr::binary(Expr::Operator::Multiply, std::move(left), std::move(right));
}
Expr operator%(Expr left, Expr right) {
  return Expr::binary(Expr::Operator::Remainder, std::move(left), std::move(right));
}
Expr operator<(Expr left, Expr right) {
  return Expr::binary(Expr::Operator::Less, std::move(left), std::move(right));
}
Expr operator==(Expr left, Expr right) {
  return Expr::binary(Expr::Operator::Equal, std::move(left), std::move(right));
}

} // namespace skein::passes::progress

int64_t Mesh::numDevices() const {
  int64_t devices = 1;
  for (const Axis &axis : axes)
    devices *= axis.size;
  return devices;
}

std::vector<int64_t> Mesh::coordinates(int64_t device) const {
  std::vector<int64_t> result(axes.size());
  for (int axis = int(axes.size()) - 1; axis >= 0; --axis) {
    result[axis] = device % axes[axis].size;
    device /= axes[axis].size;
  }
  return result;
}
