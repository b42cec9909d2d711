#include "passes/import/Attributes.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace skein::passes::stablehlo {
namespace {

/// Reads the text of an attribute from left to right.
class Text {
public:
  Text(Operation *op, StringRef name, StringRef text)
      : op(op), name(name), whole(text), rest(text) {}

  bool accept(StringRef token) {
    rest = rest.ltrim();
    return rest.consume_front(token);
  }
  LogicalResult expect(StringRef token) {
    return accept(token) ? success() : error("expected '" + token + "'");
  }
  FailureOr<int64_t> number() {
    int64_t value;
    rest = rest.ltrim();
    if (rest.consumeInteger(10, value))
      return error("expected a number");
    return value;
  }
  FailureOr<Numbers> numbers() {
    Numbers values;
    if (!accept("[")) {
      FailureOr<int64_t> value = number();
      if (failed(value))
        return failure();
      return Numbers{*value};
    }
    while (!accept("]")) {
      FailureOr<int64_t> value = number();
      if (failed(value))
        return failure();
      values.push_back(*value);
      accept(",");
    }
    return values;
  }
  StringRef word() {
    rest = rest.ltrim();
    StringRef word = rest.take_while(
        [](char c) { return llvm::isAlnum(c) || c == '_' || c == '?'; });
    rest = rest.drop_front(word.size());
    return word;
  }
  LogicalResult error(const Twine &expected) {
    return op->emitOpError("attribute ")
           << name << " cannot be read at \"" << rest.take_front(16)
           << "\" in \"" << whole << "\": " << expected;
  }

private:
  Operation *op;
  StringRef name, whole, rest;
};

LogicalResult missing(Operation *op, StringRef name) {
  return op->emitOpError("has no attribute ") << name;
}

LogicalResult unexpected(Operation *op, StringRef name, Attribute attribute,
                         StringRef expected) {
  return op->emitOpError("attribute ")
         << name << " is " << attribute << "; expected " << expected;
}

/// The text of `#stablehlo.mnemonic<...>`, which begins with the mnemonic.
FailureOr<StringRef> readText(Operation *op, StringRef name) {
  Attribute attribute = op->getAttr(name);
  if (!attribute)
    return missing(op, name);
  auto opaque = dyn_cast<OpaqueAttr>(attribute);
  if (!opaque || opaque.getDialectNamespace() != "stablehlo")
    return unexpected(op, name, attribute, "an attribute of stablehlo");
  return opaque.getAttrData();
}

} // namespace

FailureOr<Numbers> readNumbers(Operation *op, StringRef name, size_t size,
                               int64_t ifAbsent) {
  Attribute attribute = op->getAttr(name);
  if (!attribute)
    return Numbers(size, ifAbsent);
  if (auto array = dyn_cast<DenseI64ArrayAttr>(attribute))
    return Numbers(array.asArrayRef());
  if (auto array = dyn_cast<DenseBoolArrayAttr>(attribute))
    return Numbers(array.asArrayRef());
  if (auto dense = dyn_cast<DenseIntElementsAttr>(attribute)) {
    Numbers values;
    for (const APInt &value : dense.getValues<APInt>())
      values.push_back(value.getBitWidth() == 1 ? value.getZExtValue()
                                                : value.getSExtValue());
    return values;
  }
  return unexpected(op, name, attribute, "a list of integers");
}

FailureOr<int64_t> readNumber(Operation *op, StringRef name,
                              std::optional<int64_t> ifAbsent) {
  Attribute attribute = op->getAttr(name);
  if (!attribute && ifAbsent)
    return *ifAbsent;
  if (!attribute)
    return missing(op, name);
  if (auto integer = dyn_cast<IntegerAttr>(attribute))
    return integer.getInt();
  return unexpected(op, name, attribute, "an integer");
}

FailureOr<StringRef> readKeyword(Operation *op, StringRef name) {
  if (!op->hasAttr(name))
    return StringRef();
  FailureOr<StringRef> text = readText(op, name);
  if (failed(text))
    return failure();
  return text->rsplit(' ').second;
}

FailureOr<Dimensions> Dimensions::read(Operation *op, StringRef name) {
  FailureOr<StringRef> data = readText(op, name);
  if (failed(data))
    return failure();
  Text text(op, name, *data);
  text.word();
  if (failed(text.expect("<")))
    return failure();
  Dimensions dimensions;
  while (!text.accept(">")) {
    StringRef key = text.word();
    if (key.empty())
      return text.error("expected a name");
    if (failed(text.expect("=")))
      return failure();
    FailureOr<Numbers> values = text.numbers();
    if (failed(values))
      return failure();
    dimensions.entries[key.str()] = *values;
    text.accept(",");
  }
  return dimensions;
}

/// `[b, 0, 1, f]`, where `first` and `second` are the letters.
static FailureOr<Layout> readLayout(Text &text, StringRef first,
                                    StringRef second) {
  Layout layout;
  if (failed(text.expect("[")))
    return failure();
  for (int64_t position = 0; !text.accept("]"); ++position) {
    StringRef label = text.word();
    int64_t spatial;
    if (label == first) {
      layout.first = position;
    } else if (label == second) {
      layout.second = position;
    } else if (!label.getAsInteger(10, spatial) && spatial >= 0 &&
               spatial < 16) {
      if (layout.spatial.size() <= static_cast<size_t>(spatial))
        layout.spatial.resize(spatial + 1, -1);
      layout.spatial[spatial] = position;
    } else {
      return text.error("expected '" + first + "', '" + second +
                        "' or the number of a spatial dimension");
    }
    text.accept(",");
  }
  if (layout.first < 0 || layout.second < 0 ||
      llvm::is_contained(layout.spatial, -1))
    return text.error("expected every dimension once before here");
  return layout;
}

FailureOr<ConvolutionLayouts> readConvolutionLayouts(Operation *op,
                                                     StringRef name) {
  FailureOr<StringRef> data = readText(op, name);
  if (failed(data))
    return failure();
  Text text(op, name, *data);
  text.word();
  if (failed(text.expect("<")))
    return failure();
  FailureOr<Layout> image = readLayout(text, "b", "f");
  if (failed(image) || failed(text.expect("x")))
    return failure();
  FailureOr<Layout> filter = readLayout(text, "o", "i");
  if (failed(filter) || failed(text.expect("->")))
    return failure();
  FailureOr<Layout> result = readLayout(text, "b", "f");
  if (failed(result) || failed(text.expect(">")))
    return failure();
  if (filter->spatial.size() != image->spatial.size() ||
      result->spatial.size() != image->spatial.size())
    return text.error("expected equally many spatial dimensions in all three");
  return ConvolutionLayouts{*image, *filter, *result};
}

} // namespace skein::passes::stablehlo
