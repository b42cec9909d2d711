//===- skrt.h - What compiled programs call -------------------------------===//
//
// The C interface between compiled code and the runtime. A compiled program is
//
//   void program(skrt_context *context, void *const *buffers);
//
// and calls back with the context it was given. A description (`skrt_...` struct)
// consists of int64_t only, so compiled code holds it as a constant array; sizes
// and strides count elements. Tensors are dense and row-major unless a
// description carries strides, and start at multiples of 64 bytes if speed
// matters.
//
// Calls return nothing: the first failure is kept in the context, later calls
// with that context do nothing, and whoever started the program looks there.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_RUNTIME_ABI_SKRT_H
#define SKEIN_RUNTIME_ABI_SKRT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// One device's view of the runtime; used by one thread at a time.
typedef struct skrt_context skrt_context;

enum { SKRT_MAX_LOOPS = 6, SKRT_MAX_SPATIAL = 3 };

/// C = A * B, or C += A * B if `accumulate`, as a matrix product inside `loops`
/// surrounding loops. A is m x k, B is k x n, C is m x n with unit stride along n;
/// of the two strides of A one is 1 (or its extent is), likewise of B.
/// A loop whose stride in C is 0 sums over its iterations.
typedef struct skrt_contraction {
  int64_t m, n, k;
  int64_t a_m, a_k, b_k, b_n, c_m; ///< Strides: of A along m, and so on.
  int64_t accumulate;
  int64_t loops;                      ///< Outermost first.
  int64_t extent[SKRT_MAX_LOOPS];     ///< Unused entries are ignored.
  int64_t a_stride[SKRT_MAX_LOOPS], b_stride[SKRT_MAX_LOOPS],
      c_stride[SKRT_MAX_LOOPS];
} skrt_contraction;

void skrt_contract_f32(skrt_context *context,
                       const skrt_contraction *description, const float *a,
                       const float *b, float *c);

/// Which of the three tensors of a convolution is computed from the others.
enum {
  SKRT_CONVOLUTION_FORWARD = 0,
  SKRT_CONVOLUTION_DATA_GRADIENT = 1,
  SKRT_CONVOLUTION_FILTER_GRADIENT = 2
};

/// A convolution with `groups` groups, as a cross-correlation:
///   out[b, g, o, p] = sum over i, q of
///       image[b, g, i, p * stride + q * dilation - pad_low] * filter[g, o, i, q]
/// where p and q run over the spatial dimensions and the image is 0 outside of
/// its extent. Channels are per group. The computed tensor is overwritten.
/// Strides are in the order: batch, group, channel, spatial for image and out,
/// group, out channel, in channel, spatial for the filter; the group and channel
/// dimensions of one tensor must be mergeable (group stride = channel extent *
/// channel stride) if there is more than one group.
typedef struct skrt_convolution {
  int64_t direction;
  int64_t spatial; ///< Number of spatial dimensions, 1 to 3.
  int64_t batch, groups, in_channels, out_channels;
  int64_t image_extent[SKRT_MAX_SPATIAL], filter_extent[SKRT_MAX_SPATIAL],
      out_extent[SKRT_MAX_SPATIAL];
  int64_t stride[SKRT_MAX_SPATIAL], dilation[SKRT_MAX_SPATIAL]; ///< From 1.
  int64_t pad_low[SKRT_MAX_SPATIAL], pad_high[SKRT_MAX_SPATIAL];
  int64_t image_stride[3 + SKRT_MAX_SPATIAL],
      filter_stride[3 + SKRT_MAX_SPATIAL], out_stride[3 + SKRT_MAX_SPATIAL];
} skrt_convolution;

/// Forward: `first` is the image and `second` the filter. Data gradient: `first`
/// is the gradient of out and `second` the filter. Filter gradient: `first` is
/// the image and `second` the gradient of out.
void skrt_convolve_f32(skrt_context *context,
                       const skrt_convolution *description, const float *first,
                       const float *second, float *computed);

/// A list of `count` elements of `type`: SKRT_I64, ...
typedef struct skrt_list {
  int64_t type, count;
} skrt_list;

/// Writes for each integer of the list where the same integer stands first.
/// `count` is less than 2^30.
void skrt_first_occurrence(skrt_context *context, const skrt_list *description,
                           const void *in, int32_t *out);

/// Rows of `columns` elements of `type`, SKRT_F64 to SKRT_BF16, of which `count`
/// are taken: 1 to `columns`, which is less than 2^31.
typedef struct skrt_selection {
  int64_t type, rows, columns, count;
} skrt_selection;

/// Writes, row by row, the elements of largest absolute value and their places, in
/// the order in which they stand. The first of equal ones count first; NaN is the
/// largest.
void skrt_top_k(skrt_context *context, const skrt_selection *description,
                const void *in, void *values, int32_t *indices);

/// Element types of lists and collectives. I1 takes one byte per element, 0 or 1.
enum {
  SKRT_F64 = 0,
  SKRT_F32 = 1,
  SKRT_F16 = 2,
  SKRT_BF16 = 3,
  SKRT_I64 = 4,
  SKRT_I32 = 5,
  SKRT_I16 = 6,
  SKRT_I8 = 7,
  SKRT_I1 = 8
};

/// How a collective combines contributions; always in the order of ranks.
enum {
  SKRT_SUM = 0,
  SKRT_MUL = 1,
  SKRT_MAX = 2,
  SKRT_MIN = 3,
  SKRT_AND = 4,
  SKRT_OR = 5
};

/// A collective over the devices that differ only along some axes of the mesh.
/// Ranks are row-major over those axes. The input of one device is
/// outer x extent x inner, where `extent` belongs to the dimension that the
/// collective concatenates or cuts; where no dimension is concerned, the input
/// has outer * extent * inner elements.
typedef struct skrt_collective {
  int64_t type;      ///< SKRT_F64, ...
  int64_t reduction; ///< SKRT_SUM, ...; ignored where nothing is combined.
  int64_t axes;      ///< Bit i: axis i of the mesh.
  int64_t root;      ///< Rank; ignored where there is none.
  int64_t outer, extent, inner;
} skrt_collective;

/// `in` may be `out`.
void skrt_all_reduce(skrt_context *context, const skrt_collective *description,
                     const void *in, void *out);
/// Only the root's `out` is written.
void skrt_reduce(skrt_context *context, const skrt_collective *description,
                 const void *in, void *out);
/// The root's `in` becomes everybody's `out`; `in` may be `out`.
void skrt_broadcast(skrt_context *context, const skrt_collective *description,
                    const void *in, void *out);
/// `out` is outer x (size * extent) x inner, the inputs in the order of ranks.
void skrt_all_gather(skrt_context *context, const skrt_collective *description,
                     const void *in, void *out);
/// Combines the inputs and leaves each rank its part of `extent`, which the
/// number of devices divides.
void skrt_reduce_scatter(skrt_context *context,
                         const skrt_collective *description, const void *in,
                         void *out);
/// Leaves each rank its part of `extent`; no communication.
void skrt_shard(skrt_context *context, const skrt_collective *description,
                const void *in, void *out);

/// Elements [send_begin, send_begin + send_count) of `buffer` go to rank `to`,
/// and what rank `from` sends replaces [receive_begin, ...), or is combined with
/// it. A count of 0 means no message.
typedef struct skrt_message {
  int64_t send_begin, send_count, to;
  int64_t receive_begin, receive_count, from;
} skrt_message;

/// The group and type of a message; `reduction` is -1 where what comes replaces.
/// The fields of `description` about shape are ignored.
void skrt_send_receive(skrt_context *context, const skrt_collective *description,
                       const skrt_message *message, void *buffer);

/// The input of one device is outer x first x middle x second x inner. The
/// number of devices divides the dimension that is cut, and multiplies the other
/// in `out`, where the parts lie in the order of ranks.
typedef struct skrt_exchange {
  int64_t type, axes;
  int64_t cuts_first; ///< 1: cuts `first` and extends `second`; 0: reverse.
  int64_t outer, first, middle, second, inner;
} skrt_exchange;

void skrt_all_to_all(skrt_context *context, const skrt_exchange *description,
                     const void *in, void *out);

/// Writes the rank of this device over the axes of `description`.
void skrt_axis_index(skrt_context *context, const skrt_collective *description,
                     void *out);

/// Returns when all devices of the group, of which the fields about shape are
/// ignored, have called it.
void skrt_barrier(skrt_context *context, const skrt_collective *description);

// Hosted objects. An object is a number: the position of its declaration among
// those of its kind (variables, accumulators, queues, channels) in the module. Values
// are of its element type. Scalars are passed as pointers, too, and all are passed
// always: those that a description says are not there may be null.

/// A variable that lives on one device and has `count` elements.
typedef struct skrt_variable {
  int64_t variable, count;
} skrt_variable;

/// Copies one version of the variable to `out`. `in` is ignored, so that the call
/// can be started.
void skrt_pull(skrt_context *context, const skrt_variable *description,
               const void *in, void *out);
/// `count` rows of a variable, each with an index of `index_type`, an integer.
typedef struct skrt_rows {
  int64_t variable, count, index_type;
  int64_t keeps; ///< What stands in `rows` stays where an index is no row.
} skrt_rows;

/// Copies rows of one version of the variable to `rows`: zeros, or nothing, for an
/// index that is no row of it.
void skrt_pull_rows(skrt_context *context, const skrt_rows *description,
                    const void *indices, void *rows);
/// Makes `value` what later pulls see; on the variable's device only.
void skrt_publish(skrt_context *context, const skrt_variable *description,
                  const void *value);

/// `count` elements, or rows, of which each has an index of `index_type`, an
/// integer. `labelled`: the push has a label, and is dropped if the accumulator's
/// step is beyond it.
typedef struct skrt_contribution {
  int64_t accumulator, count, labelled;
  int64_t index_type; ///< SKRT_I64, ...; ignored where there are no rows.
} skrt_contribution;

void skrt_push(skrt_context *context, const skrt_contribution *description,
               const void *value, const int64_t *label);
/// Rows that are not of the accumulator's part of the table are left out.
void skrt_push_rows(skrt_context *context, const skrt_contribution *description,
                    const void *indices, const void *rows,
                    const int64_t *label);

/// At least `n` contributions; on the accumulator's device only.
typedef struct skrt_taking {
  int64_t accumulator, n;
} skrt_taking;

/// Waits for them and writes their sum and how many they were. With rows, which
/// are in order of arrival then, the sum is of the part of the table.
void skrt_take(skrt_context *context, const skrt_taking *description, void *sum,
               int64_t *count);
/// Of an accumulator for rows in order of index: indices and rows of all
/// contributors side by side, -1 and zeros where one brought less. Indices count
/// in the accumulator's part of the table.
void skrt_take_rows(skrt_context *context, const skrt_taking *description,
                    int64_t *indices, void *rows);
/// As skrt_take of rows, and how many contributions had each of them.
void skrt_take_row_sums(skrt_context *context, const skrt_taking *description,
                        void *sums, int64_t *row_counts, int64_t *count);

/// Which queue of a family if not one of known number, which is not negative.
enum { SKRT_OWN = -1, SKRT_EVERY = -2, SKRT_COMPUTED = -3 };

/// Elements of `count` numbers. `queue` is SKRT_OWN: of this device; SKRT_EVERY:
/// all of the family, as a whole; SKRT_COMPUTED: the number is an operand.
typedef struct skrt_queue {
  int64_t family, queue, count;
  int64_t times; ///< Of enqueue: how many elements.
} skrt_queue;

/// Waits for room and appends `value`.
void skrt_enqueue(skrt_context *context, const skrt_queue *description,
                  const void *value, const int64_t *queue);
/// Waits for an element, removes it and writes it and the number of the device
/// that sent it in its mesh. `value` and `sender` may be null.
void skrt_dequeue(skrt_context *context, const skrt_queue *description,
                  const int64_t *queue, void *value, int64_t *sender);

/// A channel from, or to, the program on this device; messages have `count`
/// elements.
typedef struct skrt_channel {
  int64_t channel, count;
} skrt_channel;

/// Waits for room and puts `value` into the channel.
void skrt_send(skrt_context *context, const skrt_channel *description,
               const void *value);
/// Waits for a message and takes it out of the channel. `in` is ignored, so that
/// the call can be started.
void skrt_receive(skrt_context *context, const skrt_channel *description,
                  const void *in, void *value);

/// The number of this iteration of the program, counted over all runs, and of the
/// step that the run ends before, which becomes less when it is stopped.
void skrt_step_index(skrt_context *context, const void *description,
                     int64_t *out);
void skrt_last_step(skrt_context *context, const void *description,
                    int64_t *out);

/// A function of this header that takes one buffer and fills another.
typedef void (*skrt_call)(skrt_context *context, const void *description,
                          const void *in, void *out);

/// Lets `call` go on beside what the caller does next. Calls that were started
/// run one after another, in the order in which they were started, so all
/// devices have to start them in the same order; they do not meet collectives
/// that are not started. `in` stays as it is, and `out` is not touched, until
/// skrt_wait(out) returns.
void skrt_start(skrt_context *context, skrt_call call, const void *description,
                const void *in, void *out);

/// Lets skrt_send_receive go on beside what the caller does next, in the order of
/// what else is started. `message` is read at once; `buffer` is left alone until
/// skrt_wait_messages(buffer) returns, which waits for all messages and collectives
/// that were started for it, if any.
void skrt_start_message(skrt_context *context, const skrt_collective *description,
                        const skrt_message *message, void *buffer);
/// The same for collectives that replace `buffer` between messages.
void skrt_start_all_reduce(skrt_context *context, const skrt_collective *description,
                           void *buffer);
void skrt_start_broadcast(skrt_context *context, const skrt_collective *description,
                          void *buffer);
void skrt_wait_messages(skrt_context *context, const void *description, void *buffer);

/// Returns when the call that fills `out` has ended, which was started and not
/// waited for yet. `description` and `in` are ignored; they keep `in` alive in
/// the eyes of the compiler.
void skrt_wait(skrt_context *context, const void *description, const void *in,
               void *out);

#ifdef __cplusplus
}
#endif

#endif // SKEIN_RUNTIME_ABI_SKRT_H
