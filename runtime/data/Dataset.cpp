#include "runtime/data/Dataset.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/checkpoint/Npy.h"
#include "runtime/checkpoint/Safetensors.h"
#include "runtime/executor/Initialize.h"
#include "runtime/executor/Pieces.h"
#include "runtime/support/Status.h"
#include "runtime/tensor/Block.h"
#include "runtime/tensor/Random.h"
#include <numeric>

namespace skein::runtime {
namespace {

template <typename... Parts>
absl::Status error(const std::string &source, const Parts &...parts) {
  return absl::InvalidArgumentError(absl::StrCat(source, ": ", parts...));
}

/// "?x64xf32": the type of a tensor with any number of examples.
std::string expectedType(const Input &input, const Shape &shape) {
  std::string text;
  for (size_t dim = 0; dim < shape.size(); ++dim)
    absl::StrAppend(
        &text, input.batchDim == dim ? "?" : absl::StrCat(shape[dim]), "x");
  return absl::StrCat(text, name(input.type));
}

/// The piece of one device of one example that is all padding.
HostTensor paddingRow(const Input &input) {
  Variable constant;
  constant.type = input.type;
  constant.localShape = input.localShape;
  constant.localShape[*input.batchDim] = 1;
  constant.initializer = {InitializerKind::Constant, *input.padding};
  HostTensor row(constant.type, constant.localShape);
  initializePiece(constant, /*mesh=*/{}, /*device=*/0, /*runSeed=*/0,
                  row.data());
  return row;
}

absl::StatusOr<InputTensors>
readColumns(absl::Span<const std::string> arguments) {
  InputTensors inputs{absl::StrJoin(arguments, " "), {}};
  for (const std::string &argument : arguments) {
    size_t equals = argument.find('=');
    if (equals == std::string::npos || !absl::EndsWith(argument, ".npy"))
      return error("--inputs", "\"", argument,
                   "\": expected one FILE.safetensors, or NAME=FILE.npy for "
                   "every input");
    SKEIN_ASSIGN_OR_RETURN(HostTensor tensor,
                           readNpy(argument.substr(equals + 1)));
    if (!inputs.tensors.emplace(argument.substr(0, equals), std::move(tensor))
             .second)
      return error("--inputs", "\"", argument.substr(0, equals),
                   "\" is given twice");
  }
  return inputs;
}

} // namespace

absl::StatusOr<InputTensors>
readInputs(absl::Span<const std::string> arguments) {
  if (arguments.size() != 1 || !absl::EndsWith(arguments[0], ".safetensors"))
    return readColumns(arguments);
  SKEIN_ASSIGN_OR_RETURN(TensorFile file, readSafetensors(arguments[0]));
  return InputTensors{arguments[0], std::move(file.tensors)};
}

absl::StatusOr<Dataset>
Dataset::create(const Program &program, const Mesh &mesh, InputTensors inputs,
                const std::vector<const Program *> &beside) {
  Dataset dataset;
  dataset.mesh = mesh;
  std::vector<const Program *> programs = {&program};
  programs.insert(programs.end(), beside.begin(), beside.end());
  for (const Program *user : programs)
    for (const Input &input : user->inputs)
      SKEIN_RETURN_IF_ERROR(dataset.add(*user, input, inputs));
  SKEIN_RETURN_IF_ERROR(dataset.countExamples(inputs.source));
  return dataset;
}

absl::Status Dataset::add(const Program &program, const Input &input,
                          InputTensors &inputs) {
  Shape expected = globalShape(input, mesh);
  std::shared_ptr<const HostTensor> tensor;
  for (const Column &column : columns)
    if (column.input.name == input.name)
      tensor = column.tensor;
  auto found = inputs.tensors.find(input.name);
  if (!tensor && found == inputs.tensors.end())
    return error(inputs.source, "no tensor \"", input.name, "\"; @",
                 program.name, " needs it, as ", expectedType(input, expected));
  if (!tensor)
    tensor = std::make_shared<HostTensor>(std::move(found->second));
  Shape shape = tensor->shape();
  bool sameRank = shape.size() == expected.size();
  if (sameRank && input.batchDim)
    shape[*input.batchDim] = expected[*input.batchDim];
  if (shape != expected || tensor->type() != input.type)
    return error(inputs.source, "input \"", input.name, "\" is ",
                 tensor->typeString(), "; @", program.name, " expects ",
                 expectedType(input, expected));
  columns.push_back({program.name, input, tensor, {}});
  if (input.padding)
    columns.back().paddingRow = paddingRow(input);
  return absl::OkStatus();
}

absl::Status Dataset::countExamples(const std::string &source) {
  const Column *first = nullptr;
  padded = true;
  for (const Column &column : columns) {
    if (!column.input.batchDim)
      continue;
    int64_t count = column.tensor->shape()[*column.input.batchDim];
    int64_t size = globalShape(column.input, mesh)[*column.input.batchDim];
    padded &= column.input.padding.has_value();
    if (!first) {
      first = &column;
      examples = count;
      batch = size;
    }
    if (count != examples)
      return error(source, "input \"", column.input.name, "\" has ", count,
                   " examples; \"", first->input.name, "\" has ", examples);
    if (size != batch)
      return error(source, "input \"", column.input.name, "\" of @",
                   column.program, " has a batch of ", size, "; \"",
                   first->input.name, "\" one of ", batch);
  }
  if (examples == 0 || batchesPerEpoch() == 0)
    return error(source, examples, " examples; a batch of @", first->program,
                 " has ", batch);
  return absl::OkStatus();
}

std::vector<int64_t> Dataset::shuffled(uint64_t seed, int64_t epoch) const {
  return randomPermutation(randomBits(seed, epoch), examples);
}

std::vector<int64_t> Dataset::inOrder() const {
  std::vector<int64_t> order(examples);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

void Dataset::fill(const Program &program, int64_t device,
                   absl::Span<const int64_t> order, int64_t index,
                   absl::Span<void *const> buffers) const {
  // Shorter at the end of a padded epoch.
  absl::Span<const int64_t> batchExamples = order.subspan(index * batch, batch);
  auto buffer = buffers.begin();
  for (const Column &column : columns) {
    if (column.program != program.name)
      continue;
    if (column.input.batchDim)
      fillBatch(column, device, batchExamples, *buffer++);
    else
      cutPiece(*column.tensor, column.input, mesh, device, *buffer++);
  }
}

void Dataset::fillBatch(const Column &column, int64_t device,
                        absl::Span<const int64_t> batchExamples,
                        void *buffer) const {
  const auto &[program, input, tensor, paddingRow] = column;
  int64_t dim = *input.batchDim;
  Shape extent = input.localShape;
  Shape position(extent.size(), 0); // in the buffer
  Shape origin(extent.size(), 0);
  Shape offset = pieceOffset(input, mesh, device);
  size_t begin = offset[dim];
  extent[dim] = 1;
  for (size_t i = begin; i < begin + input.localShape[dim]; ++i) {
    BlockOrigin<const std::byte> source = {paddingRow.data(), extent, origin};
    if (i < batchExamples.size()) {
      offset[dim] = batchExamples[i];
      source = {tensor->data(), tensor->shape(), offset};
    }
    copyBlock(source,
              {static_cast<std::byte *>(buffer), input.localShape, position},
              extent, byteWidth(input.type));
    ++position[dim];
  }
}

} // namespace skein::runtime
