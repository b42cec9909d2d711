//===- skein-model.cpp - training programs of known architectures ---------===//
#include "tools/CommandLine.h"
#include "tools/models/Architecture.h"

#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/InitLLVM.h"

#include <list>

namespace cl = llvm::cl;
using namespace skein;

namespace {

/// The flags of one architecture on the command line.
class Command {
public:
  explicit Command(models::Architecture architecture)
      : architecture(std::move(architecture)),
        command(this->architecture.name, this->architecture.summary) {
    for (models::Flag &flag : models::flagsOf(this->architecture)) {
      flags.push_back(flag);
      models::Flag &kept = flags.back();
      if (!kept.sameAs.empty())
        kept.help += " (default as --" + kept.sameAs + ")";
      else if (kept.initial)
        kept.help += " (default " + *kept.initial + ")";
      else
        kept.help += " (has to be given)";
      // LLVM would report a missing one in a line of its own each.
      options.push_back(std::make_unique<cl::opt<std::string>>(
          llvm::StringRef(kept.name), cl::desc(kept.help), cl::sub(command),
          cl::value_desc(values.emplace_back(valueOf(kept))),
          kept.kind == models::Flag::Boolean ? cl::ValueOptional
                                             : cl::ValueRequired));
    }
  }

  bool isGiven() const { return bool(command); }

  const std::string &name() const { return architecture.name; }

  /// The flags without a default that are not given.
  std::vector<std::string> missing() const {
    std::vector<std::string> names;
    for (auto [flag, option] : llvm::zip(flags, options))
      if (!flag.initial && flag.sameAs.empty() &&
          option->getNumOccurrences() == 0)
        names.push_back("--" + flag.name);
    return names;
  }

  models::Module build(mlir::MLIRContext &context) const {
    std::map<std::string, std::string> given;
    for (const auto &option : options)
      if (option->getNumOccurrences() > 0)
        given[option->ArgStr.str()] = *option;
    for (const models::Flag &flag : flags)
      if (flag.kind == models::Flag::Boolean && given.count(flag.name) &&
          given[flag.name].empty())
        given[flag.name] = "true";
    absl::StatusOr<models::Flags> values =
        models::Flags::parse(llvm::to_vector(flags), given);
    if (!values.ok())
      return values.status();
    return models::buildModel(context, architecture, *values);
  }

private:
  static std::string valueOf(const models::Flag &flag) {
    switch (flag.kind) {
    case models::Flag::Integer:
      return "n";
    case models::Flag::Integers:
      return "n,n,...";
    case models::Flag::Real:
      return "number";
    case models::Flag::Boolean:
    case models::Flag::Choice:
      return llvm::join(flag.choices, "|");
    }
  }

  models::Architecture architecture;
  cl::SubCommand command;
  std::list<models::Flag> flags; // options refer to their texts
  std::list<std::string> values; // and to these
  std::vector<std::unique_ptr<cl::opt<std::string>>> options;
};

} // namespace

/// Exit status: 0 done, 1 values refused, 2 wrong usage.
int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  tools::hideForeignOptions();
  std::list<Command> commands;
  for (models::Architecture &architecture : models::allArchitectures())
    commands.emplace_back(std::move(architecture));
  cl::opt<std::string> output("o",
                              cl::desc("File to write, - for standard output"),
                              cl::value_desc("file.mlir"), cl::init("-"),
                              cl::sub(cl::SubCommand::getAll()));
  if (!tools::parseCommandLine(
          argc, argv,
          "Training programs of known architectures, without weights\n\n"
          "skein-model <architecture> --help lists the architecture's "
          "flags.\n"))
    return tools::WrongUsage;
  auto given = llvm::find_if(
      commands, [](const Command &command) { return command.isGiven(); });
  if (given == commands.end()) {
    llvm::errs()
        << "skein-model: no architecture; skein-model --help lists them\n";
    return tools::WrongUsage;
  }
  if (std::vector<std::string> missing = given->missing(); !missing.empty()) {
    llvm::errs() << "skein-model: " << given->name() << " needs "
                 << llvm::join(missing, ", ") << "\n";
    return tools::WrongUsage;
  }

  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  models::Module module = given->build(context);
  if (!module.ok()) {
    llvm::errs() << std::string(module.status().message()) << "\n";
    return tools::InputRefused;
  }
  if (mlir::failed(mlir::verify(**module)))
    return tools::InputRefused;
  std::string text;
  llvm::raw_string_ostream(text) << **module;
  return tools::writeFile(output, text + "\n") ? tools::Done
                                               : tools::InputRefused;
}
