//===- ProgressReports.cpp - who waits for what ---------------------------===//
#include "passes/ProgressReports.h"
#include "passes/ReadJob.h"
#include "passes/progress/Verify.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;
namespace progress = skein::passes::progress;
using progress::Event, progress::Leftover, progress::Report;

namespace {

/// Tells what the checker found about one job.
class Reporter {
public:
  Reporter(ProgramOp program, const ReadJob &read, const Report &report)
      : program(program), read(read), report(report) {}

  LogicalResult tell(bool leftovers) {
    switch (report.verdict) {
    case Report::Verdict::Accepted:
      if (leftovers)
        tellLeftovers();
      return success();
    case Report::Verdict::Unproven: {
      InFlightDiagnostic warning =
          emitWarning(whereLast())
          << "cannot tell whether @" << program.getSymName()
          << " and what is beside it come to their end: " << report.message;
      return success();
    }
    case Report::Verdict::Deadlock: {
      const Event &first = report.waiters.front();
      InFlightDiagnostic error = emitError(locationOf(first));
      error << "@" << program.getSymName() << " and what is beside it can wait for ever, "
            << first.who << " at " << first.what;
      addNotes(error, 1);
      return error;
    }
    case Report::Verdict::Refused: {
      InFlightDiagnostic error = emitError(whereLast()) << report.message;
      addNotes(error, 0);
      return error;
    }
    }
    llvm_unreachable("unknown verdict");
  }

private:
  static constexpr size_t maxEvents = 16;

  Location locationOf(const Event &event) {
    return event.location < 0 ? program.getLoc() : read.locations[event.location];
  }

  /// The op after which it went wrong.
  Location whereLast() {
    if (!report.waiters.empty())
      return locationOf(report.waiters.front());
    if (report.trace.empty() && !report.leftovers.empty())
      return read.objects[report.leftovers.front().object]->getLoc();
    return report.trace.empty() ? program.getLoc() : locationOf(report.trace.back());
  }

  void addEvent(InFlightDiagnostic &error, const Event &event, const char *verb) {
    error.attachNote(locationOf(event))
        << "in iteration " << event.iteration << ", " << event.who << verb << event.what;
  }

  void addNotes(InFlightDiagnostic &error, size_t firstWaiter) {
    for (size_t i = firstWaiter; i < report.waiters.size() && i < maxEvents; ++i)
      addEvent(error, report.waiters[i], " is at ");
    if (report.waiters.size() > maxEvents)
      error.attachNote(program.getLoc())
          << "and so do " << report.waiters.size() - maxEvents << " more";
    if (!report.exact)
      error.attachNote(program.getLoc()) << "with " << report.devices.front() << " and "
                                         << report.devices.back() << " devices in place of more";
    size_t count = std::min(maxEvents, report.trace.size());
    if (count)
      error.attachNote(program.getLoc())
          << "a schedule that leads there ends with these of " << report.trace.size() << " ops";
    for (size_t i = report.trace.size() - count; i < report.trace.size(); ++i)
      addEvent(error, report.trace[i], ": ");
  }

  void tellLeftovers() {
    for (const Leftover &leftover : report.leftovers) {
      Operation *object = read.objects[leftover.object];
      object->emitRemark() << "@" << read.job.objects[leftover.object].name << " can hold "
                           << leftover.count << (isa<QueueOp>(object) ? " elements" : " pushes")
                           << " when @" << program.getSymName()
                           << " and what is beside it have ended";
    }
  }

  ProgramOp program;
  const ReadJob &read;
  const Report &report;
};

} // namespace

LogicalResult skein::passes::verifyProgress(ModuleOp module, bool leftovers) {
  bool good = true;
  for (ProgramOp program : module.getOps<ProgramOp>()) {
    if (program.getBeside())
      continue;
    ReadJob read = readJob(program);
    Report report = progress::verify(read.job);
    good &= succeeded(Reporter(program, read, report).tell(leftovers));
  }
  return success(good);
}
