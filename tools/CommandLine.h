//===- CommandLine.h - what the command lines of all tools share -*- C++ -*-===//
#ifndef SKEIN_TOOLS_COMMANDLINE_H
#define SKEIN_TOOLS_COMMANDLINE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace skein::tools {

/// Exit status of every tool.
enum ExitStatus { Done = 0, InputRefused = 1, WrongUsage = 2 };

/// Leaves options that libraries registered before `main` out of `--help`; to be
/// called before a tool registers its own.
inline void hideForeignOptions() {
  for (auto &entry : llvm::cl::getRegisteredOptions())
    if (entry.first != "help" && entry.first != "version")
      entry.second->setHiddenFlag(llvm::cl::ReallyHidden);
}

/// False, with a message on stderr, when the flags are wrong.
inline bool parseCommandLine(int argc, char **argv, llvm::StringRef overview) {
  // With LongOptionsUseDoubleDash, or an unknown --hat would be -h and then -at.
  return llvm::cl::ParseCommandLineOptions(argc, argv, overview, &llvm::errs(), /*VFS=*/nullptr,
                                           /*EnvVar=*/nullptr, /*LongOptionsUseDoubleDash=*/true);
}

/// Makes `path` a file with this text, or `-` the standard output. The file gets
/// its name when it is whole. False, with a message on stderr, when that fails.
inline bool writeFile(llvm::StringRef path, llvm::StringRef text) {
  llvm::Error error = llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
    out << text;
    return llvm::Error::success();
  });
  if (!error)
    return true;
  llvm::errs() << llvm::toString(std::move(error)) << "\n";
  return false;
}

} // namespace skein::tools

#endif // SKEIN_TOOLS_COMMANDLINE_H
