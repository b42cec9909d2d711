//===- Architecture.h - known models and their hyper-parameters -*- C++ -*-===//

#ifndef SKEIN_TOOLS_MODELS_ARCHITECTURE_H
#define SKEIN_TOOLS_MODELS_ARCHITECTURE_H

#include "tools/models/Model.h"

#include <map>

namespace skein::models {

/// A hyper-parameter as the command line asks for it. Without a default it has
/// to be given.
struct Flag {
  enum Kind { Integer, Integers, Real, Boolean, Choice };

  std::string name, help;
  std::optional<std::string> initial = {};
  Kind kind = Integer;
  std::vector<std::string> choices = {}; // of a Choice
  int64_t limit = int64_t(1) << 40;      // of Integers, which start from 1
  std::string sameAs = {};               // the flag whose value is the default
};

/// The values of an architecture's flags; each is there and is what its flag
/// says. Getting a flag that the architecture does not have is a mistake.
class Flags {
public:
  /// Values for all of `flags`: those in `given`, which has no others, or else
  /// the initial ones.
  /// Errors: a flag without a value; a value that is not what the flag says,
  /// `--layers=0: expected an integer from 1 to 10000`.
  static absl::StatusOr<Flags>
  parse(llvm::ArrayRef<Flag> flags,
        const std::map<std::string, std::string> &given);

  int64_t integer(const std::string &name) const { return lists.at(name)[0]; }
  llvm::ArrayRef<int64_t> integers(const std::string &name) const {
    return lists.at(name);
  }
  double real(const std::string &name) const { return reals.at(name); }
  bool boolean(const std::string &name) const {
    return texts.at(name) == "true";
  }
  const std::string &choice(const std::string &name) const {
    return texts.at(name);
  }

  /// An error that says what was expected of a flag, `--heads=5: expected ...`.
  absl::Status refuse(const std::string &name,
                      const std::string &expected) const;
  /// An error unless the integer `part` divides the integer `whole`.
  absl::Status requireDivisor(const std::string &part,
                              const std::string &whole) const;

private:
  std::map<std::string, std::string> texts;
  std::map<std::string, std::vector<int64_t>> lists;
  std::map<std::string, double> reals;
};

using Module = absl::StatusOr<mlir::OwningOpRef<mlir::ModuleOp>>;

/// A model that is known by name.
struct Architecture {
  std::string name, summary;
  std::vector<Flag> flags; // its own; `flagsOf` adds those of all
  Module (*build)(Model &, const Flags &);
  std::string optimizer = "adam"; // unless another one is asked for
  std::string learningRate = "0.0001";
};

/// All architectures, in the order of the help.
std::vector<Architecture> allArchitectures();

/// The flags of `architecture`: its own, and batch, dtype, repeat, optimizer,
/// learning-rate and seed.
std::vector<Flag> flagsOf(const Architecture &architecture);

/// The training program of `architecture`. `flags` has values for all of
/// `flagsOf(architecture)`.
/// Errors: hyper-parameters that do not go together, or a tensor that is too
/// large.
Module buildModel(mlir::MLIRContext &context, const Architecture &architecture,
                  const Flags &flags);

/// The architectures of one file each.
std::vector<Architecture> amoebaNetArchitectures();
std::vector<Architecture> bertArchitectures();
std::vector<Architecture> dlrmArchitectures();
std::vector<Architecture> gptArchitectures();
std::vector<Architecture> inceptionArchitectures();
std::vector<Architecture> llamaArchitectures();
std::vector<Architecture> mlpArchitectures();
std::vector<Architecture> recurrentArchitectures();
std::vector<Architecture> resNetArchitectures();
std::vector<Architecture> t5Architectures();
std::vector<Architecture> vggArchitectures();

} // namespace skein::models

#endif // SKEIN_TOOLS_MODELS_ARCHITECTURE_H
