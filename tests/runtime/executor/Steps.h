//===- Steps.h - short ways to write steps in tests -------------*- C++ -*-===//
#ifndef SKEIN_TESTS_RUNTIME_EXECUTOR_STEPS_H
#define SKEIN_TESTS_RUNTIME_EXECUTOR_STEPS_H

#include <string>

namespace skein::runtime {

/// A step with these inputs, `%a: tensor<4xf32>, ...`, that computes `%r`.
inline std::string step(const std::string &inputs, const std::string &ops,
                        const std::string &resultType) {
  return "skein.step @f(" + inputs + ") -> (" + resultType + ") {\n" + ops +
         "\nskein.return %r : " + resultType + "\n}\n";
}

/// `text` with every `from` replaced by `to`.
inline std::string replaced(std::string text, const std::string &from,
                            const std::string &to) {
  for (size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

} // namespace skein::runtime

#endif // SKEIN_TESTS_RUNTIME_EXECUTOR_STEPS_H
