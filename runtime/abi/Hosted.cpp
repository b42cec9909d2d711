//===- Hosted.cpp - Hosted objects as compiled code uses them -------------===//
#include "runtime/abi/Context.h"
#include "runtime/abi/skrt.h"
#include <new>

using skein::runtime::HostedClient;
using skein::runtime::TakenBuffers;

static_assert(SKRT_OWN == int(skein::runtime::OwnQueue) &&
              SKRT_EVERY == int(skein::runtime::EveryQueue));

namespace {

/// Runs `call` on the objects of the job unless an earlier call failed.
template <typename Call> void onObjects(skrt_context *context, Call call) {
  if (!context->status.ok())
    return;
  if (!context->objects) {
    context->status =
        absl::FailedPreconditionError("the job has no hosted objects");
    return;
  }
  try { // no exception can leave through compiled code
    context->status = call(*context->objects);
  } catch (const std::bad_alloc &) {
    context->status =
        absl::ResourceExhaustedError("there is not enough memory");
  }
}

std::optional<int64_t> labelOf(const skrt_contribution &d,
                               const int64_t *label) {
  return d.labelled ? std::optional(*label) : std::nullopt;
}

int64_t queueOf(const skrt_queue &d, const int64_t *queue) {
  return d.queue == SKRT_COMPUTED ? *queue : d.queue;
}

} // namespace

void skrt_pull(skrt_context *context, const skrt_variable *d, const void *,
               void *out) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.pull(d->variable, out, d->count);
  });
}

void skrt_pull_rows(skrt_context *context, const skrt_rows *d,
                    const void *indices, void *rows) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.pullRows(d->variable, skein::runtime::DataType(d->index_type),
                            indices, d->count, d->keeps, rows);
  });
}

void skrt_publish(skrt_context *context, const skrt_variable *d,
                  const void *value) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.publish(d->variable, value, d->count);
  });
}

void skrt_push(skrt_context *context, const skrt_contribution *d,
               const void *value, const int64_t *label) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.push(d->accumulator, value, d->count, labelOf(*d, label));
  });
}

void skrt_push_rows(skrt_context *context, const skrt_contribution *d,
                    const void *indices, const void *rows,
                    const int64_t *label) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.pushRows(d->accumulator,
                            skein::runtime::DataType(d->index_type), indices,
                            rows, d->count, labelOf(*d, label));
  });
}

void skrt_take(skrt_context *context, const skrt_taking *d, void *sum,
               int64_t *count) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.take(d->accumulator, d->n, {sum}, count);
  });
}

void skrt_take_rows(skrt_context *context, const skrt_taking *d,
                    int64_t *indices, void *rows) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.take(d->accumulator, d->n, {rows, nullptr, indices},
                        nullptr);
  });
}

void skrt_take_row_sums(skrt_context *context, const skrt_taking *d, void *sums,
                        int64_t *rowCounts, int64_t *count) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.take(d->accumulator, d->n, {sums, rowCounts, nullptr},
                        count);
  });
}

void skrt_enqueue(skrt_context *context, const skrt_queue *d, const void *value,
                  const int64_t *queue) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.enqueue(d->family, queueOf(*d, queue), value, d->count,
                           d->times);
  });
}

void skrt_dequeue(skrt_context *context, const skrt_queue *d,
                  const int64_t *queue, void *value, int64_t *sender) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.dequeue(d->family, queueOf(*d, queue), value, d->count,
                           sender);
  });
}

void skrt_send(skrt_context *context, const skrt_channel *d,
               const void *value) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.send(d->channel, value, d->count);
  });
}

void skrt_receive(skrt_context *context, const skrt_channel *d, const void *,
                  void *value) {
  onObjects(context, [&](HostedClient &objects) {
    return objects.receive(d->channel, value, d->count);
  });
}

void skrt_step_index(skrt_context *context, const void *, int64_t *out) {
  *out = context->stepIndex;
}

void skrt_last_step(skrt_context *context, const void *, int64_t *out) {
  *out = context->lastStep ? context->lastStep->load() : 0;
}
