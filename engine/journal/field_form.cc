#include "engine/journal/field_form.h"

#include "engine/core/check.h"
#include "whistle/journal/v1/record.pb.h"

namespace whistle::journal {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

FieldForm::Wire wire_of(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_SINT32:
    case FieldDescriptor::TYPE_SINT64:
      return FieldForm::Wire::ZigZag;
    case FieldDescriptor::TYPE_FIXED64:
    case FieldDescriptor::TYPE_DOUBLE:
      return FieldForm::Wire::Fixed64;
    case FieldDescriptor::TYPE_BYTES:
    case FieldDescriptor::TYPE_MESSAGE:
      return FieldForm::Wire::Delimited;
    case FieldDescriptor::TYPE_BOOL:
    case FieldDescriptor::TYPE_ENUM:
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_UINT64:
      return FieldForm::Wire::Varint;
    default:
      break;
  }
  WHISTLE_CHECK(false);  // a type that no message of the journal has
}

}  // namespace

FieldForm form_of(const FieldDescriptor& field) {
  const auto& options = field.options();
  return {.number = static_cast<std::uint32_t>(field.number()),
          .wire = wire_of(field),
          .has_presence = field.has_presence(),
          .never_none = options.GetExtension(v1::never_none),
          .whole = options.GetExtension(v1::whole),
          .none_means = options.GetExtension(v1::none_means),
          .name = field.full_name().c_str() + field.file()->package().size() + 1};
}

const FieldDescriptor& field_at(const Descriptor& message, std::size_t index) {
  const FieldDescriptor* field = message.FindFieldByNumber(static_cast<int>(index) + 1);
  WHISTLE_CHECK(field != nullptr);
  return *field;
}

}  // namespace whistle::journal
