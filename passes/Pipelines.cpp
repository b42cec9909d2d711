//===- Pipelines.cpp - the order of passes --------------------------------===//
#include "passes/Passes.h"

void skein::passes::registerAll() {
  registerSkeinPasses();
}
