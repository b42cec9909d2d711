#include "tests/runtime/executor/PipelineText.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include <algorithm>

namespace skein::runtime {
namespace {

/// What all texts begin with; `W` stands for the width.
constexpr const char *functions = R"(
#same = affine_map<(n, c) -> (n, c)>
func.func private @minus(%w: tensor<WxWxf32>, %g: tensor<WxWxf32>) -> tensor<WxWxf32> ON {
  %rate = arith.constant 0.05 : f32
  %e = tensor.empty() : tensor<WxWxf32>
  %r = linalg.generic {indexing_maps = [#same, #same, #same], iterator_types = ["parallel", "parallel"]}
      ins(%w, %g : tensor<WxWxf32>, tensor<WxWxf32>) outs(%e : tensor<WxWxf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %p = arith.mulf %b, %rate : f32
    %s = arith.subf %a, %p : f32
    linalg.yield %s : f32
  } -> tensor<WxWxf32>
  return %r : tensor<WxWxf32>
}
)";

/// Of a batch of `N` examples, of `ALL` in all.
constexpr const char *layer = R"(
func.func private @forward(%x: tensor<NxWxf32>, %w: tensor<WxWxf32>) -> tensor<NxWxf32> ON {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<NxWxf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<NxWxf32>) -> tensor<NxWxf32>
  %z = linalg.matmul ins(%x, %w : tensor<NxWxf32>, tensor<WxWxf32>) outs(%f : tensor<NxWxf32>) -> tensor<NxWxf32>
  %h = linalg.tanh ins(%z : tensor<NxWxf32>) outs(%e : tensor<NxWxf32>) -> tensor<NxWxf32>
  return %h : tensor<NxWxf32>
}
func.func private @backward(%x: tensor<NxWxf32>, %w: tensor<WxWxf32>, %h: tensor<NxWxf32>, %dh: tensor<NxWxf32>) -> (tensor<NxWxf32>, GRADIENT) ON {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %e = tensor.empty() : tensor<NxWxf32>
  %dz = linalg.generic {indexing_maps = [#same, #same, #same], iterator_types = ["parallel", "parallel"]}
      ins(%h, %dh : tensor<NxWxf32>, tensor<NxWxf32>) outs(%e : tensor<NxWxf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %q = arith.mulf %a, %a : f32
    %s = arith.subf %one, %q : f32
    %p = arith.mulf %s, %b : f32
    linalg.yield %p : f32
  } -> tensor<NxWxf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<NxWxf32>) -> tensor<NxWxf32>
  %dx = linalg.contract indexing_maps = [affine_map<(n, i, o) -> (n, o)>, affine_map<(n, i, o) -> (i, o)>, affine_map<(n, i, o) -> (n, i)>]
      ins(%dz, %w : tensor<NxWxf32>, tensor<WxWxf32>) outs(%f : tensor<NxWxf32>) -> tensor<NxWxf32>
  %ew = tensor.empty() : GRADIENT
  %fw = linalg.fill ins(%zero : f32) outs(%ew : GRADIENT) -> GRADIENT
  %dw = linalg.contract indexing_maps = [affine_map<(n, i, o) -> (n, i)>, affine_map<(n, i, o) -> (n, o)>, affine_map<(n, i, o) -> (i, o)>]
      ins(%x, %dz : tensor<NxWxf32>, tensor<NxWxf32>) outs(%fw : GRADIENT) -> GRADIENT
  return %dx, %dw : tensor<NxWxf32>, GRADIENT
}
func.func private @error(%h: tensor<NxWxf32>, %y: tensor<NxWxf32>) -> (LOSS, tensor<NxWxf32>) ON {
  %zero = arith.constant 0.0 : f32
  %scale = arith.constant SCALE : f32
  %e = tensor.empty() : tensor<NxWxf32>
  %d = linalg.sub ins(%h, %y : tensor<NxWxf32>, tensor<NxWxf32>) outs(%e : tensor<NxWxf32>) -> tensor<NxWxf32>
  %f = linalg.fill ins(%scale : f32) outs(%e : tensor<NxWxf32>) -> tensor<NxWxf32>
  %dh = linalg.mul ins(%d, %f : tensor<NxWxf32>, tensor<NxWxf32>) outs(%e : tensor<NxWxf32>) -> tensor<NxWxf32>
  %q = linalg.mul ins(%d, %dh : tensor<NxWxf32>, tensor<NxWxf32>) outs(%e : tensor<NxWxf32>) -> tensor<NxWxf32>
  %es = tensor.empty() : LOSS
  %fs = linalg.fill ins(%zero : f32) outs(%es : LOSS) -> LOSS
  %loss = linalg.reduce {arith.addf} ins(%q : tensor<NxWxf32>) outs(%fs : LOSS) dimensions = [0, 1]
  return %loss, %dh : LOSS, tensor<NxWxf32>
}
)";

/// Writes types and sizes out; `examples` are those of a micro-batch.
std::string complete(std::string text, const PipelineText &pipeline,
                     int64_t examples, bool isDistributed) {
  const char *split = isDistributed ? ", #skein.dist<data: split 0>>" : ">";
  const char *sum = isDistributed ? ", #skein.dist<data: partial sum>>" : ">";
  text = absl::StrReplaceAll(
      text, {{"tensor<NxWxf32>", absl::StrCat("tensor<NxWxf32", split)},
             {"GRADIENT", absl::StrCat("tensor<WxWxf32", sum)},
             {"LOSS", absl::StrCat("tensor<f32", sum)},
             {"ON {", isDistributed ? "attributes {skein.mesh = @m} {" : "{"}});
  return absl::StrReplaceAll(
      text, {{"NxW", absl::StrCat(examples, "x", pipeline.width)},
             {"WxW", absl::StrCat(pipeline.width, "x", pipeline.width)},
             {"SCALE", absl::StrCat(1.0 / pipeline.batch, "e+0")}});
}

std::string variables(const PipelineText &pipeline, bool slices) {
  std::string text;
  for (int64_t s = 0; s < pipeline.stages; ++s)
    absl::StrAppend(&text, "skein.variable @w", s,
                    slices ? absl::StrCat(" on @m[pipe = ", s, "]") : "",
                    " : tensor<WxWxf32> = #skein.glorot_uniform<seed = ", s + 1,
                    ">\n");
  return text;
}

/// One stage of one kind of pipeline.
class Stage {
public:
  Stage(const PipelineText &pipeline, int64_t stage, bool trains)
      : pipeline(pipeline), stage(stage), trains(trains) {}

  std::string text() {
    local = pipeline.batch / pipeline.data;
    part = local / pipeline.microBatches;
    openProgram();
    line("%zero = arith.constant dense<0.0> : GRADIENT");
    line("%none = arith.constant dense<0.0> : LOSS");
    line("%w = skein.read @w", stage, " : tensor<WxWxf32>");
    line("%sum, %total = skein.pipeline %i of ", pipeline.microBatches,
         " in order \"", order(),
         "\" iter_args(%a = %zero, %l = %none) -> "
         "(GRADIENT, LOSS) {");
    forward();
    if (trains)
      backward();
    line("skein.next_micro_batch ", trains ? "%a2" : "%a",
         isLast() ? ", %l2" : ", %l", " : GRADIENT, LOSS");
    line("}");
    if (trains)
      update();
    if (isLast())
      line("%loss = skein.all_reduce sum %total over @m[data] : LOSS -> "
           "tensor<f32>");
    line("skein.return", isLast() ? " %loss : tensor<f32>" : "");
    line("}");
    return out;
  }

private:
  bool isFirst() const { return stage == 0; }
  bool isLast() const { return stage == pipeline.stages - 1; }
  std::string prefix() const { return trains ? "" : "e"; }
  std::string order() const {
    std::string forward = pipeline.order(pipeline, stage);
    if (trains)
      return forward;
    std::string text;
    for (int64_t i = 0; i < pipeline.microBatches; ++i)
      absl::StrAppend(&text, i ? " " : "", "F", i);
    return text;
  }
  template <typename... Parts> void line(const Parts &...parts) {
    absl::StrAppend(&out, parts..., "\n");
  }

  void openProgram() {
    std::string main = trains ? "train" : "evaluate";
    std::string inputs;
    std::string type = absl::StrCat(
        "tensor<", local,
        "xWIDTHxf32, #skein.dist<data: split 0>> {skein.batch = 0 : i64}");
    if (isFirst())
      absl::StrAppend(&inputs, "%x: ", type);
    if (isLast())
      absl::StrAppend(&inputs, isFirst() ? ", " : "", "%y: ", type);
    line("skein.program @", main, isLast() ? "" : absl::StrCat(".stage", stage),
         " on @m[pipe = ", stage, "]",
         isLast() ? "" : absl::StrCat(" beside @", main), "(", inputs, ")",
         isLast() ? " -> (tensor<f32> {skein.name = \"loss\"})" : "", " {");
    replaceWidth();
  }

  void replaceWidth() {
    out = absl::StrReplaceAll(out, {{"WIDTH", absl::StrCat(pipeline.width)}});
  }

  /// `name`, the part of an input that belongs to the micro-batch.
  void slice(const char *name, const char *input) {
    int64_t count = pipeline.microBatches;
    std::string dist = ", #skein.dist<data: split 0>>";
    auto type = [&](int64_t parts) {
      return absl::StrCat("tensor<", part, "x", parts, "xWIDTHxf32", dist);
    };
    line("%all_", name, " = tensor.expand_shape %", input,
         " [[0, 1], [2]] output_shape [", part, ", ", count,
         ", WIDTH] : tensor<", local, "xWIDTHxf32", dist, " into ",
         type(count));
    line("%one_", name, " = tensor.extract_slice %all_", name, "[0, %i, 0] [",
         part, ", 1, WIDTH] [1, 1, 1] : ", type(count), " to ", type(1));
    line("%", name, " = tensor.collapse_shape %one_", name,
         " [[0, 1], [2]] : ", type(1), " into tensor<NxWxf32>");
    replaceWidth();
  }

  void forward() {
    line("skein.action forward of ", stage);
    if (isFirst())
      slice("in", "x");
    else
      line("%in = skein.receive @", prefix(), "act", stage - 1,
           " : tensor<NxWxf32>");
    line("%h = func.call @forward(%in, %w) : (tensor<NxWxf32>, "
         "tensor<WxWxf32>) -> tensor<NxWxf32>");
    if (!isLast()) {
      line("skein.send @", prefix(), "act", stage, ", %h : tensor<NxWxf32>");
      return;
    }
    slice("out", "y");
    line("%part, %dh = func.call @error(%h, %out) : (tensor<NxWxf32>, "
         "tensor<NxWxf32>) -> (LOSS, tensor<NxWxf32>)");
    line("%es = tensor.empty() : LOSS");
    line("%l2 = linalg.add ins(%l, %part : LOSS, LOSS) outs(%es : LOSS) -> "
         "LOSS");
  }

  void backward() {
    line("skein.action backward of ", stage);
    if (!isLast())
      line("%dh = skein.receive @grad", stage, " : tensor<NxWxf32>");
    line("%dx, %dw = func.call @backward(%in, %w, %h, %dh) : (tensor<NxWxf32>, "
         "tensor<WxWxf32>, tensor<NxWxf32>, tensor<NxWxf32>) -> "
         "(tensor<NxWxf32>, GRADIENT)");
    if (!isFirst())
      line("skein.send @grad", stage - 1, ", %dx : tensor<NxWxf32>");
    line("%ew = tensor.empty() : GRADIENT");
    line("%a2 = linalg.add ins(%a, %dw : GRADIENT, GRADIENT) outs(%ew : "
         "GRADIENT) -> GRADIENT");
  }

  void update() {
    line("%gradient = skein.all_reduce sum %sum over @m[data] : GRADIENT -> "
         "tensor<WxWxf32>");
    line("%new = func.call @minus(%w, %gradient) : (tensor<WxWxf32>, "
         "tensor<WxWxf32>) -> tensor<WxWxf32>");
    line("skein.assign @w", stage, ", %new : tensor<WxWxf32>");
  }

  const PipelineText &pipeline;
  const int64_t stage;
  const bool trains;
  int64_t local = 0, part = 0; // examples
  std::string out;
};

} // namespace

std::string PipelineText::text() const {
  std::string text =
      absl::StrCat(functions, layer, "skein.mesh @m(pipe = ", stages,
                   ", data = ", data, ")\n", variables(*this, /*slices=*/true));
  auto channel = [&](const char *name, int64_t number, const std::string &main,
                     int64_t from, int64_t to) {
    auto program = [&](int64_t stage) {
      return stage == stages - 1 ? main : absl::StrCat(main, ".stage", stage);
    };
    absl::StrAppend(&text, "skein.channel @", name, number,
                    " : tensor<NxWxf32> from @", program(from), " to @",
                    program(to), " capacity ", capacity, "\n");
  };
  for (int64_t s = 0; s + 1 < stages; ++s) {
    channel("act", s, "train", s, s + 1);
    channel("grad", s, "train", s + 1, s);
    channel("eact", s, "evaluate", s, s + 1);
  }
  for (bool trains : {true, false})
    for (int64_t s = 0; s < stages; ++s)
      text += Stage(*this, s, trains).text();
  return complete(text, *this, batch / data / microBatches,
                  /*isDistributed=*/true);
}

std::string PipelineText::reference() const {
  std::string text =
      absl::StrCat(functions, layer, variables(*this, /*slices=*/false));
  absl::StrAppend(
      &text, "skein.step @train(%h0: tensor<NxWxf32> {skein.batch = 0 : i64}, "
             "%y: tensor<NxWxf32> {skein.batch = 0 : i64}) -> "
             "(tensor<f32> {skein.name = \"loss\"}) {\n");
  for (int64_t s = 0; s < stages; ++s)
    absl::StrAppend(&text, "%w", s, " = skein.read @w", s,
                    " : tensor<WxWxf32>\n%h", s + 1, " = func.call @forward(%h",
                    s, ", %w", s,
                    ") : (tensor<NxWxf32>, tensor<WxWxf32>) -> "
                    "tensor<NxWxf32>\n");
  absl::StrAppend(&text, "%loss, %d", stages, " = func.call @error(%h", stages,
                  ", %y) : (tensor<NxWxf32>, tensor<NxWxf32>) -> (LOSS, "
                  "tensor<NxWxf32>)\n");
  for (int64_t s = stages; s-- > 0;)
    absl::StrAppend(&text, "%d", s, ", %g", s, " = func.call @backward(%h", s,
                    ", %w", s, ", %h", s + 1, ", %d", s + 1,
                    ") : (tensor<NxWxf32>, tensor<WxWxf32>, tensor<NxWxf32>, "
                    "tensor<NxWxf32>) -> (tensor<NxWxf32>, tensor<WxWxf32>)\n",
                    "%new", s, " = func.call @minus(%w", s, ", %g", s,
                    ") : (tensor<WxWxf32>, tensor<WxWxf32>) -> "
                    "tensor<WxWxf32>\nskein.assign @w",
                    s, ", %new", s, " : tensor<WxWxf32>\n");
  absl::StrAppend(&text, "skein.return %loss : tensor<f32>\n}\n");
  text = absl::StrReplaceAll(text,
                             {{"%h0: tensor", "%x: tensor"}, {"%h0,", "%x,"}});
  return complete(text, *this, batch, /*isDistributed=*/false);
}

std::string gpipe(const PipelineText &pipeline, int64_t) {
  std::string text;
  for (const char *letter : {"F", "B"})
    for (int64_t i = 0; i < pipeline.microBatches; ++i)
      absl::StrAppend(&text, text.empty() ? "" : " ", letter, i);
  return text;
}

std::string oneForwardOneBackward(const PipelineText &pipeline, int64_t stage) {
  int64_t ahead = std::min(pipeline.stages - stage, pipeline.microBatches);
  std::string text;
  for (int64_t i = 0; i < pipeline.microBatches + ahead; ++i) {
    if (i < pipeline.microBatches)
      absl::StrAppend(&text, text.empty() ? "" : " ", "F", i);
    if (i + 1 >= ahead && i + 1 - ahead < pipeline.microBatches)
      absl::StrAppend(&text, " B", i + 1 - ahead);
  }
  return text;
}

} // namespace skein::runtime
