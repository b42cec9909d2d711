//===- Collectives.cpp - Communication of compiled code -------------------===//
//
// Brings the parts of a tensor into the order that Communicator exchanges: one
// dense piece per rank.
//
//===----------------------------------------------------------------------===//
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include <cstring>
#include <vector>

using skein::runtime::Communicator;
using skein::runtime::DataType;
using skein::runtime::ReductionKind;

static_assert(SKRT_F64 == int(DataType::F64) &&
              SKRT_F32 == int(DataType::F32) &&
              SKRT_F16 == int(DataType::F16) &&
              SKRT_BF16 == int(DataType::BF16) &&
              SKRT_I64 == int(DataType::I64) &&
              SKRT_I32 == int(DataType::I32) &&
              SKRT_I16 == int(DataType::I16) && SKRT_I8 == int(DataType::I8) &&
              SKRT_I1 == int(DataType::I1));
static_assert(SKRT_SUM == int(ReductionKind::Sum) &&
              SKRT_MUL == int(ReductionKind::Mul) &&
              SKRT_MAX == int(ReductionKind::Max) &&
              SKRT_MIN == int(ReductionKind::Min) &&
              SKRT_AND == int(ReductionKind::And) &&
              SKRT_OR == int(ReductionKind::Or));

namespace {

using Bytes = std::vector<std::byte>;

const std::byte *bytesOf(const void *data) {
  return static_cast<const std::byte *>(data);
}
std::byte *bytesOf(void *data) { return static_cast<std::byte *>(data); }

/// Runs `call` on the group of the description unless an earlier call failed.
template <typename Description, typename Call>
void onGroup(skrt_context *context, const Description &d, Call call) {
  if (!context->status.ok())
    return;
  context->status = call(context->fabric.over(d.axes), DataType(d.type));
}

int64_t count(const skrt_collective &d) { return d.outer * d.extent * d.inner; }

/// A tensor of rows x parts x width bytes, seen as `parts` pieces that
/// interleave unless there is one row only.
struct Interleaved {
  int64_t rows, parts, width;

  int64_t size() const { return rows * parts * width; }
  int64_t pieceSize() const { return rows * width; }

  void copyPiece(const std::byte *whole, int64_t part, std::byte *piece) const {
    for (int64_t row = 0; row < rows; ++row)
      std::memcpy(piece + row * width, whole + (row * parts + part) * width,
                  width);
  }
  void placePiece(const std::byte *piece, int64_t part,
                  std::byte *whole) const {
    for (int64_t row = 0; row < rows; ++row)
      std::memcpy(whole + (row * parts + part) * width, piece + row * width,
                  width);
  }
  Bytes toPieces(const std::byte *whole) const {
    Bytes pieces(size());
    for (int64_t part = 0; part < parts; ++part)
      copyPiece(whole, part, pieces.data() + part * pieceSize());
    return pieces;
  }
  void fromPieces(const std::byte *pieces, std::byte *whole) const {
    for (int64_t part = 0; part < parts; ++part)
      placePiece(pieces + part * pieceSize(), part, whole);
  }
};

/// The input of reduce_scatter and shard, cut for the members of `group`.
absl::StatusOr<Interleaved> cutForGroup(const skrt_collective &d,
                                        const Communicator &group,
                                        int64_t elementBytes) {
  if (d.extent % group.size() != 0)
    return absl::InvalidArgumentError(
        absl::StrCat("dimension of ", d.extent, " cannot be cut into ",
                     group.size(), " equal parts"));
  return Interleaved{d.outer, group.size(),
                     d.extent / group.size() * d.inner * elementBytes};
}

} // namespace

void skrt_all_reduce(skrt_context *context, const skrt_collective *d,
                     const void *in, void *out) {
  onGroup(context, *d, [&](Communicator &group, DataType type) {
    return group.allReduce(ReductionKind(d->reduction), type, in, out,
                           count(*d));
  });
}

void skrt_reduce(skrt_context *context, const skrt_collective *d,
                 const void *in, void *out) {
  onGroup(context, *d, [&](Communicator &group, DataType type) {
    return group.reduce(ReductionKind(d->reduction), type, in, out, count(*d),
                        d->root);
  });
}

void skrt_broadcast(skrt_context *context, const skrt_collective *d,
                    const void *in, void *out) {
  onGroup(context, *d, [&](Communicator &group, DataType type) {
    return group.broadcast(type, in, out, count(*d), d->root);
  });
}

void skrt_all_gather(skrt_context *context, const skrt_collective *d,
                     const void *in, void *out) {
  onGroup(context, *d, [&](Communicator &group, DataType type) -> absl::Status {
    Interleaved whole{d->outer, group.size(),
                      d->extent * d->inner * byteWidth(type)};
    if (whole.rows == 1)
      return group.allGather(type, in, out, count(*d));
    Bytes pieces(whole.size());
    if (absl::Status status =
            group.allGather(type, in, pieces.data(), count(*d));
        !status.ok())
      return status;
    whole.fromPieces(pieces.data(), bytesOf(out));
    return absl::OkStatus();
  });
}

void skrt_reduce_scatter(skrt_context *context, const skrt_collective *d,
                         const void *in, void *out) {
  onGroup(context, *d, [&](Communicator &group, DataType type) -> absl::Status {
    absl::StatusOr<Interleaved> whole = cutForGroup(*d, group, byteWidth(type));
    if (!whole.ok())
      return whole.status();
    Bytes pieces;
    if (whole->rows != 1) {
      pieces = whole->toPieces(bytesOf(in));
      in = pieces.data();
    }
    return group.reduceScatter(ReductionKind(d->reduction), type, in, out,
                               count(*d) / group.size());
  });
}

void skrt_shard(skrt_context *context, const skrt_collective *d, const void *in,
                void *out) {
  onGroup(context, *d, [&](Communicator &group, DataType type) -> absl::Status {
    absl::StatusOr<Interleaved> whole = cutForGroup(*d, group, byteWidth(type));
    if (!whole.ok())
      return whole.status();
    whole->copyPiece(bytesOf(in), group.rank(), bytesOf(out));
    return absl::OkStatus();
  });
}

void skrt_send_receive(skrt_context *context, const skrt_collective *d,
                       const skrt_message *message, void *buffer) {
  onGroup(context, *d, [&](Communicator &group, DataType type) {
    int64_t width = byteWidth(type);
    auto kind = d->reduction < 0
                    ? std::nullopt
                    : std::optional(ReductionKind(d->reduction));
    return group.exchange(
        kind, type,
        {bytesOf(buffer) + message->send_begin * width, message->send_count,
         message->to},
        {bytesOf(buffer) + message->receive_begin * width,
         message->receive_count, message->from});
  });
}

void skrt_all_to_all(skrt_context *context, const skrt_exchange *d,
                     const void *in, void *out) {
  onGroup(context, *d, [&](Communicator &group, DataType type) -> absl::Status {
    int64_t size = group.size();
    int64_t cutExtent = d->cuts_first ? d->first : d->second;
    if (cutExtent % size != 0)
      return absl::InvalidArgumentError(absl::StrCat("dimension of ", cutExtent,
                                                     " cannot be cut into ",
                                                     size, " equal parts"));
    int64_t alongFirst = d->outer;
    int64_t afterFirst = d->first * d->middle * d->second * d->inner;
    int64_t alongSecond = d->outer * d->first * d->middle;
    int64_t afterSecond = d->second * d->inner;
    // What is cut before the exchange, and what is joined after it. A part has
    // 1 / size of the elements, and the cut dimension is that much smaller in
    // it.
    int64_t bytes = byteWidth(type);
    Interleaved cut =
        d->cuts_first
            ? Interleaved{alongFirst, size, afterFirst / size * bytes}
            : Interleaved{alongSecond, size, afterSecond / size * bytes};
    Interleaved joined =
        d->cuts_first
            ? Interleaved{alongSecond / size, size, afterSecond * bytes}
            : Interleaved{alongFirst, size, afterFirst / size * bytes};
    Bytes sent = cut.toPieces(bytesOf(in));
    Bytes received(joined.size());
    if (absl::Status status = group.allToAll(type, sent.data(), received.data(),
                                             cut.pieceSize() / bytes);
        !status.ok())
      return status;
    joined.fromPieces(received.data(), bytesOf(out));
    return absl::OkStatus();
  });
}

void skrt_axis_index(skrt_context *context, const skrt_collective *d,
                     void *out) {
  onGroup(context, *d, [&](Communicator &group, DataType type) -> absl::Status {
    int64_t rank = group.rank();
    if (isFloat(type))
      return absl::InvalidArgumentError("an axis index is an integer");
    // Little-endian, like every machine Skein runs on.
    std::memcpy(out, &rank, byteWidth(type));
    return absl::OkStatus();
  });
}

void skrt_barrier(skrt_context *context, const skrt_collective *d) {
  if (context->status.ok())
    context->status = context->fabric.over(d->axes).barrier();
}
