//===- Architecture.cpp - known models and their hyper-parameters ---------===//
#include "tools/models/Architecture.h"

#include "dialect/Skein.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

#include <cmath>

using namespace mlir;

namespace skein::models {
namespace {

std::string expectationOf(const Flag &flag) {
  switch (flag.kind) {
  case Flag::Integer:
    return absl::StrCat("an integer from 1 to ", flag.limit);
  case Flag::Integers:
    return absl::StrCat("integers from 1 to ", flag.limit,
                        ", separated by commas");
  case Flag::Real:
    return "a number from 0 on";
  default:
    return absl::StrJoin(flag.choices, " or ");
  }
}

/// The integers that `text` lists; nothing if one of them is not what `flag`
/// allows.
std::vector<int64_t> parseIntegers(const Flag &flag, const std::string &text) {
  std::vector<int64_t> values;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    int64_t value = 0;
    if (!absl::SimpleAtoi(part, &value) || value < 1 || value > flag.limit)
      return {};
    values.push_back(value);
  }
  if (flag.kind == Flag::Integer && values.size() > 1)
    return {};
  return values;
}

Attribute parseOptimizer(MLIRContext *context, const Flags &flags) {
  double rate = flags.real("learning-rate");
  return llvm::StringSwitch<Attribute>(flags.choice("optimizer"))
      .Case("sgd", SgdAttr::get(context, rate))
      .Case("momentum", MomentumAttr::get(context, rate, 0.9, /*nesterov=*/false, /*lazy=*/false))
      .Case("adam", AdamAttr::get(context, rate, 0.9, 0.999, 1e-8, /*lazy=*/false))
      .Case("adamw", AdamWAttr::get(context, rate, 0.9, 0.999, 1e-8, 0.01, /*lazy=*/false));
}

Type parseElement(MLIRContext *context, StringRef name) {
  return llvm::StringSwitch<Type>(name)
      .Case("f64", Float64Type::get(context))
      .Case("f32", Float32Type::get(context))
      .Case("bf16", BFloat16Type::get(context))
      .Case("f16", Float16Type::get(context));
}

} // namespace

absl::StatusOr<Flags>
Flags::parse(ArrayRef<Flag> flags,
             const std::map<std::string, std::string> &given) {
  Flags values;
  for (const Flag &flag : flags) {
    auto found = given.find(flag.name);
    if (found == given.end() && !flag.sameAs.empty())
      found = given.find(flag.sameAs);
    if (found == given.end() && !flag.initial)
      return absl::InvalidArgumentError(
          absl::StrCat("--", flag.name, " is missing"));
    const std::string &text = values.texts[flag.name] =
        found == given.end() ? *flag.initial : found->second;
    bool isRight = false;
    if (flag.kind == Flag::Integer || flag.kind == Flag::Integers)
      isRight = !(values.lists[flag.name] = parseIntegers(flag, text)).empty();
    else if (flag.kind == Flag::Real)
      isRight = absl::SimpleAtod(text, &values.reals[flag.name]) &&
                std::isfinite(values.reals[flag.name]) &&
                values.reals[flag.name] >= 0;
    else
      isRight = llvm::is_contained(flag.choices, text);
    if (!isRight)
      return values.refuse(flag.name, expectationOf(flag));
  }
  return values;
}

absl::Status Flags::refuse(const std::string &name,
                           const std::string &expected) const {
  return absl::InvalidArgumentError(
      absl::StrCat("--", name, "=", texts.at(name), ": expected ", expected));
}

absl::Status Flags::requireDivisor(const std::string &part,
                                   const std::string &whole) const {
  if (integer(whole) % integer(part) == 0)
    return absl::OkStatus();
  return refuse(part,
                absl::StrCat("a divisor of --", whole, "=", texts.at(whole)));
}

std::vector<Flag> flagsOf(const Architecture &architecture) {
  std::vector<Flag> flags = architecture.flags;
  flags.push_back({"batch", "Examples in a step", "1"});
  flags.push_back({"dtype",
                   "Type of variables and activations; contractions and "
                   "statistics accumulate in f32 at least",
                   "f32",
                   Flag::Choice,
                   {"f32", "bf16", "f16", "f64"}});
  flags.push_back(
      {"repeat",
       "Equal layers in a row are a loop over variables with a dimension for "
       "them in front, or calls with variables of their own",
       "loop",
       Flag::Choice,
       {"loop", "calls"}});
  flags.push_back({"optimizer",
                   "How gradients change variables",
                   architecture.optimizer,
                   Flag::Choice,
                   {"sgd", "momentum", "adam", "adamw"}});
  flags.push_back({"learning-rate", "Of the optimizer",
                   architecture.learningRate, Flag::Real});
  flags.push_back({"seed",
                   "Of the first variable's random numbers; the next "
                   "variable has the next seed",
                   "1"});
  for (Flag &flag : flags) {
    if (flag.kind == Flag::Boolean)
      flag.choices = {"true", "false"};
    if (auto same = llvm::find_if(
            flags,
            [&](const Flag &other) { return other.name == flag.sameAs; });
        same != flags.end())
      flag.initial = same->initial;
  }
  return flags;
}

std::vector<Architecture> allArchitectures() {
  std::vector<Architecture> all;
  for (const std::vector<Architecture> &family :
       {gptArchitectures(), bertArchitectures(), t5Architectures(),
        llamaArchitectures(), resNetArchitectures(), vggArchitectures(),
        inceptionArchitectures(), amoebaNetArchitectures(),
        recurrentArchitectures(), dlrmArchitectures(), mlpArchitectures()})
    all.insert(all.end(), family.begin(), family.end());
  return all;
}

Module buildModel(MLIRContext &context, const Architecture &architecture,
                  const Flags &flags) {
  context.loadDialect<SkeinDialect>();
  Model model(context,
              {parseElement(&context, flags.choice("dtype")),
               parseOptimizer(&context, flags), uint64_t(flags.integer("seed")),
               flags.choice("repeat") == "loop"});
  return architecture.build(model, flags);
}

} // namespace skein::models
