//===- Convolution.cpp - Convolutions and their gradients on oneDNN -------===//
//
// A primitive and the layouts it prefers are found once per description and
// context. A filter is brought into the preferred layout at every call, which
// is cheaper than computing on a plain one; so are an image and a result whose
// channels are not innermost.
//
//===----------------------------------------------------------------------===//
#include "absl/strings/str_cat.h"
#include "dnnl.hpp"
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace {

using dnnl::memory;
using Key = std::array<int64_t, sizeof(skrt_convolution) / sizeof(int64_t)>;

/// What oneDNN is told about one tensor, and where it lies between calls.
struct Tensor {
  memory::desc plain;     // as compiled code has it
  memory::desc requested; // plain, or any layout
  memory caller;          // points to the argument of the current call
  memory used; // in the preferred layout; is `caller` if that is plain
};

memory::desc anyLayout(const memory::dims &extents) {
  return {extents, memory::data_type::f32, memory::format_tag::any};
}

/// Image and out: batch, channels of all groups, spatial.
Tensor activation(const skrt_convolution &d, int64_t channels,
                  const int64_t *spatialExtents, const int64_t *strides) {
  memory::dims extents = {d.batch, d.groups * channels};
  memory::dims plainStrides = {strides[0], strides[2]};
  extents.insert(extents.end(), spatialExtents, spatialExtents + d.spatial);
  plainStrides.insert(plainStrides.end(), strides + 3, strides + 3 + d.spatial);
  memory::desc plain(extents, memory::data_type::f32, plainStrides);
  bool channelsInnermost = strides[2] == 1;
  return {plain, channelsInnermost ? plain : anyLayout(extents), {}, {}};
}

Tensor filter(const skrt_convolution &d) {
  memory::dims extents = {d.out_channels, d.in_channels};
  memory::dims strides = {d.filter_stride[1], d.filter_stride[2]};
  if (d.groups > 1) {
    extents.insert(extents.begin(), d.groups);
    strides.insert(strides.begin(), d.filter_stride[0]);
  }
  extents.insert(extents.end(), d.filter_extent, d.filter_extent + d.spatial);
  strides.insert(strides.end(), d.filter_stride + 3,
                 d.filter_stride + 3 + d.spatial);
  memory::desc plain(extents, memory::data_type::f32, strides);
  return {plain, anyLayout(extents), {}, {}};
}

memory::dims spatialDims(const skrt_convolution &d, const int64_t *values,
                         int64_t offset = 0) {
  memory::dims dims(values, values + d.spatial);
  for (int64_t &dim : dims)
    dim += offset;
  return dims;
}

/// A convolution that is ready to run on changing data. Points into itself.
class Convolution {
public:
  Convolution(const Convolution &) = delete;
  explicit Convolution(const skrt_convolution &d)
      : image(activation(d, d.in_channels, d.image_extent, d.image_stride)),
        weights(filter(d)),
        out(activation(d, d.out_channels, d.out_extent, d.out_stride)) {
    switch (d.direction) {
    case SKRT_CONVOLUTION_FORWARD:
      prepare(forward(d),
              {{DNNL_ARG_SRC, &image}, {DNNL_ARG_WEIGHTS, &weights}},
              {DNNL_ARG_DST, &out});
      break;
    case SKRT_CONVOLUTION_DATA_GRADIENT:
      prepare(dataGradient(d),
              {{DNNL_ARG_DIFF_DST, &out}, {DNNL_ARG_WEIGHTS, &weights}},
              {DNNL_ARG_DIFF_SRC, &image});
      break;
    default:
      prepare(filterGradient(d),
              {{DNNL_ARG_SRC, &image}, {DNNL_ARG_DIFF_DST, &out}},
              {DNNL_ARG_DIFF_WEIGHTS, &weights});
    }
  }

  void run(const float *first, const float *second, float *computed) {
    const float *data[] = {first, second};
    for (size_t i = 0; i < inputs.size(); ++i) {
      Tensor &tensor = *inputs[i].second;
      tensor.caller.set_data_handle(const_cast<float *>(data[i]));
      if (isReordered(tensor))
        dnnl::reorder(tensor.caller, tensor.used)
            .execute(stream, tensor.caller, tensor.used);
    }
    output.second->caller.set_data_handle(computed);
    primitive.execute(stream, arguments);
    if (Tensor &tensor = *output.second; isReordered(tensor))
      dnnl::reorder(tensor.used, tensor.caller)
          .execute(stream, tensor.used, tensor.caller);
    stream.wait();
  }

private:
  using Argument = std::pair<int, Tensor *>;

  dnnl::convolution_forward::primitive_desc
  forward(const skrt_convolution &d) const {
    return {{dnnl::prop_kind::forward_training,
             dnnl::algorithm::convolution_direct, image.requested,
             weights.requested, out.requested, spatialDims(d, d.stride),
             spatialDims(d, d.dilation, -1), spatialDims(d, d.pad_low),
             spatialDims(d, d.pad_high)},
            attributes(),
            engine()};
  }

  dnnl::convolution_backward_data::primitive_desc
  dataGradient(const skrt_convolution &d) const {
    return {{dnnl::algorithm::convolution_direct, image.requested,
             weights.requested, out.requested, spatialDims(d, d.stride),
             spatialDims(d, d.dilation, -1), spatialDims(d, d.pad_low),
             spatialDims(d, d.pad_high)},
            attributes(),
            engine(),
            forward(d)};
  }

  dnnl::convolution_backward_weights::primitive_desc
  filterGradient(const skrt_convolution &d) const {
    return {{dnnl::algorithm::convolution_direct, image.requested,
             weights.requested, out.requested, spatialDims(d, d.stride),
             spatialDims(d, d.dilation, -1), spatialDims(d, d.pad_low),
             spatialDims(d, d.pad_high)},
            attributes(),
            engine(),
            forward(d)};
  }

  /// Scratch memory of our own: the library's is tied to the thread that made
  /// the primitive.
  static dnnl::primitive_attr attributes() {
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return attributes;
  }

  static const dnnl::engine &engine() {
    static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
    return cpu;
  }

  template <typename PrimitiveDesc>
  void prepare(const PrimitiveDesc &desc, std::vector<Argument> inputArguments,
               Argument outputArgument) {
    inputs = std::move(inputArguments);
    output = outputArgument;
    for (Argument &input : inputs)
      bind(desc, input);
    bind(desc, output);
    memory scratch(desc.scratchpad_desc(), engine());
    arguments.insert({DNNL_ARG_SCRATCHPAD, scratch});
    primitive = dnnl::primitive(desc);
  }

  template <typename PrimitiveDesc>
  void bind(const PrimitiveDesc &desc, const Argument &argument) {
    auto [id, tensor] = argument;
    memory::desc preferred = desc.query_md(dnnl::query::exec_arg_md, id);
    tensor->caller = memory(tensor->plain, engine(), nullptr);
    tensor->used = preferred == tensor->plain ? tensor->caller
                                              : memory(preferred, engine());
    arguments.insert({id, tensor->used});
  }

  static bool isReordered(const Tensor &tensor) {
    return tensor.used.get() != tensor.caller.get();
  }

  Tensor image, weights, out;
  std::vector<Argument> inputs;
  Argument output;
  std::unordered_map<int, memory> arguments;
  dnnl::primitive primitive;
  dnnl::stream stream{engine()};
};

using Cache = std::map<Key, Convolution>;

/// The prepared convolution of this context; made at the first call.
Convolution &prepared(skrt_context &context, const skrt_convolution &d) {
  if (!context.library)
    context.library = std::make_shared<Cache>();
  Key key;
  std::memcpy(key.data(), &d, sizeof d);
  auto &cache = *static_cast<Cache *>(context.library.get());
  return cache.try_emplace(key, d).first->second;
}

} // namespace

void skrt_convolve_f32(skrt_context *context,
                       const skrt_convolution *description, const float *first,
                       const float *second, float *computed) {
  if (!context->status.ok())
    return;
  try {
    prepared(*context, *description).run(first, second, computed);
  } catch (const dnnl::error &error) {
    context->status = absl::InternalError(absl::StrCat(
        "oneDNN refuses a convolution of ", description->in_channels, " to ",
        description->out_channels, " channels: ", error.what()));
  }
}
