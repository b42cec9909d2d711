//===- ScheduleText.cpp - schedules drawn, and read back ------------------===//

#include "passes/pipeline/ScheduleText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"

#include <numeric>

using llvm::ArrayRef;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
using llvm::Twine;

namespace skein::passes::pipeline {
namespace {

constexpr llvm::StringLiteral kindLetters = "FBIW"; // in the order of ActionKind

std::string spell(const Action &action, bool withStage) {
  return ((withStage ? Twine(action.stage) : Twine()) +
          Twine(kindLetters[static_cast<int>(action.kind)]) + Twine(action.microBatch))
      .str();
}

class Drawing {
public:
  Drawing(const Schedule &schedule, const ScheduleTiming &timing)
      : unit(timeUnit(timing)), columns(timing.makespan / unit) {
    std::vector<int> deviceOf = schedule.deviceOfStage();
    bool withStage = false;
    for (int stage = 0; stage < schedule.stages; ++stage)
      withStage |= deviceOf[stage] != stage;
    for (auto [actions, times] : llvm::zip_equal(schedule.devices, timing.actions))
      rows.push_back(wordsOf(actions, times, withStage));
    labelWidth = labelOf(rows.size() - 1).size() + 1;
  }

  void print(int width, llvm::raw_ostream &out) const {
    int64_t perBlock = std::max<int64_t>(1, (width - labelWidth) / columnWidth);
    std::vector<size_t> nextWords(rows.size());
    for (int64_t first = 0; first < columns; first += perBlock) {
      int64_t end = std::min(first + perBlock, columns);
      printTimes(first, end, out);
      for (auto [device, row] : llvm::enumerate(rows))
        printRow(labelOf(device), row, nextWords[device], first, end, out);
    }
  }

private:
  /// What a device does at once, and in which columns.
  struct Word {
    std::string text;
    int64_t begin, end;
  };

  static std::string labelOf(size_t device) { return ("device " + Twine(device) + ":").str(); }

  std::vector<Word> wordsOf(ArrayRef<Action> actions, ArrayRef<std::pair<int64_t, int64_t>> times,
                            bool withStage) {
    std::vector<Word> words;
    while (!actions.empty()) {
      ArrayRef<Action> step = firstStep(actions);
      auto [begin, end] = times.front();
      words.push_back(
          {llvm::join(llvm::map_range(
                          step, [&](const Action &action) { return spell(action, withStage); }),
                      "&"),
           begin / unit, end / unit});
      int64_t span = words.back().end - words.back().begin;
      int64_t length = words.back().text.size() + 1;
      columnWidth = std::max(columnWidth, (length + span - 1) / span);
      actions = actions.drop_front(step.size());
      times = times.drop_front(step.size());
    }
    return words;
  }

  /// The time at which the first column begins, and some others.
  void printTimes(int64_t first, int64_t end, llvm::raw_ostream &out) const {
    int64_t distance = columnWidth < 5 ? 5 : columnWidth < 10 ? 2 : 1;
    std::string line = "#";
    for (int64_t column = first; column < end; ++column) {
      size_t position = labelWidth + (column - first) * columnWidth;
      if (position <= line.size() || (column != first && column % distance != 0))
        continue;
      line.resize(position, ' ');
      line += std::to_string(column * unit);
    }
    out << line << "\n";
  }

  void printRow(StringRef label, ArrayRef<Word> row, size_t &next, int64_t first, int64_t end,
                llvm::raw_ostream &out) const {
    std::string line = label.str();
    auto put = [&](int64_t column, StringRef text) {
      line.resize(std::max<int64_t>(line.size() + 1, labelWidth + (column - first) * columnWidth),
                  ' ');
      line += text;
    };
    int64_t column = next == 0 ? first : std::max(first, row[next - 1].end);
    for (; next < row.size() && row[next].begin < end; ++next) {
      for (; column < row[next].begin; ++column)
        put(column, ".");
      put(column, row[next].text);
      column = row[next].end;
    }
    for (; column < end; ++column)
      put(column, ".");
    out << line << "\n";
  }

  int64_t unit, columns, columnWidth = 2, labelWidth = 0;
  std::vector<std::vector<Word>> rows;
};

class Reader {
public:
  Reader(StringRef text, StringRef file) : text(text) { schedule.file = file.str(); }

  Expected<Schedule> read() {
    StringRef rest = text;
    bool hasSize = false;
    while (!rest.empty()) {
      auto [whole, others] = rest.split('\n');
      rest = others;
      ++lineNumber;
      lineStart = whole.data();
      llvm::SmallVector<StringRef> words;
      llvm::SplitString(whole.split('#').first, words, " \t\r");
      if (words.empty())
        continue;
      if (Error error = hasSize ? readDevice(words) : readSize(words))
        return error;
      hasSize = true;
    }
    if (!hasSize)
      return llvm::createStringError(schedule.file + ": no schedule; expected " + sizeForm);
    return std::move(schedule);
  }

private:
  static constexpr llvm::StringLiteral sizeForm = "\"stages=S micro-batches=M\"";

  Error errorAt(StringRef word, const Twine &message) const {
    return llvm::createStringError(schedule.file + ":" + Twine(lineNumber) + ":" +
                                   Twine(word.data() - lineStart + 1) + ": " + message);
  }

  Error readSize(ArrayRef<StringRef> words) {
    auto read = [&](size_t index, StringRef key, int &value) {
      StringRef number = index < words.size() ? words[index] : "";
      return number.consume_front(key) && !number.getAsInteger(10, value);
    };
    if (!read(0, "stages=", schedule.stages) || !read(1, "micro-batches=", schedule.microBatches))
      return errorAt(words[0], "\"" + words[0] + "\"; expected " + sizeForm + " in the first line");
    if (words.size() > 2)
      return errorAt(words[2], "\"" + words[2] + "\" behind the size; expected a new line");
    if (Error error = checkScheduleSize(schedule.stages, schedule.microBatches))
      return errorAt(words.front(), llvm::toString(std::move(error)));
    return Error::success();
  }

  Error readDevice(ArrayRef<StringRef> words) {
    if (words[0] != "device")
      return errorAt(words[0], "\"" + words[0] + "\"; expected a line such as \"device 0: F0 B0\"");
    StringRef number = words.size() > 1 ? words[1] : words[0];
    size_t device = 0;
    if (words.size() < 2 || !StringRef(number).consume_back(":") ||
        number.drop_back().getAsInteger(10, device))
      return errorAt(number, "\"" + number + "\"; expected the number of a device and \":\"");
    if (device > schedule.devices.size())
      return errorAt(number, "device " + Twine(device) + "; expected device " +
                                 Twine(schedule.devices.size()) + " or one before it");
    if (device == schedule.devices.size())
      schedule.devices.emplace_back();
    for (StringRef word : words.drop_front(2))
      if (word != ".")
        if (Error error = readStep(word, device))
          return error;
    return Error::success();
  }

  Error readStep(StringRef word, int device) {
    llvm::SmallVector<StringRef> parts;
    word.split(parts, '&');
    for (StringRef part : parts) {
      Expected<Action> action = readAction(part, device);
      if (!action)
        return action.takeError();
      action->overlapsNext = part.end() != word.end();
      schedule.devices[device].push_back(*action);
    }
    return Error::success();
  }

  Expected<Action> readAction(StringRef part, int device) {
    Action action{ActionKind::Forward, device, 0};
    StringRef rest = part;
    bool isWrong = !rest.empty() && llvm::isDigit(rest[0]) && rest.consumeInteger(10, action.stage);
    size_t kind = rest.empty() ? StringRef::npos : kindLetters.find(rest[0]);
    isWrong |= kind == StringRef::npos;
    rest = rest.drop_front(!rest.empty());
    if (isWrong || rest.empty() || !llvm::isDigit(rest[0]) ||
        rest.getAsInteger(10, action.microBatch))
      return errorAt(part, "\"" + part +
                               "\" is no action; expected F, B, I or W and a micro-batch, such as "
                               "F3, or 2F3 in stage 2");
    action.kind = static_cast<ActionKind>(kind);
    action.line = lineNumber;
    action.column = part.data() - lineStart + 1;
    return action;
  }

  StringRef text;
  Schedule schedule;
  unsigned lineNumber = 0;
  const char *lineStart = nullptr;
};

} // namespace

int64_t timeUnit(const ScheduleTiming &timing) {
  int64_t unit = 0;
  for (const auto &times : timing.actions)
    for (auto [begin, end] : times)
      unit = std::gcd(unit, std::gcd(begin, end));
  return std::max<int64_t>(unit, 1);
}

void drawSchedule(const Schedule &schedule, const ScheduleTiming &timing, int width,
                  llvm::raw_ostream &out) {
  out << "stages=" << schedule.stages << " micro-batches=" << schedule.microBatches << "\n";
  Drawing(schedule, timing).print(width, out);
}

Expected<Schedule> parseSchedule(StringRef text, StringRef file) {
  return Reader(text, file).read();
}

} // namespace skein::passes::pipeline
