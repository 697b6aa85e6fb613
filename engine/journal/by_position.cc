#include "engine/journal/by_position.h"

namespace whistle::journal {

ByteBuffer& message_buffer() {
  // Keeps its memory: what is returned to a caller is all that a message asks for.
  thread_local ByteBuffer bytes;
  return bytes;
}

const google::protobuf::FieldDescriptor& fact_field(const google::protobuf::Descriptor& message) {
  const auto& facts = *v1::Event::descriptor()->oneof_decl(0);
  const google::protobuf::FieldDescriptor* found = nullptr;
  for (int i = 0; i < facts.field_count(); ++i) {
    if (facts.field(i)->message_type() == &message) found = facts.field(i);
  }
  WHISTLE_CHECK(found != nullptr);
  return *found;
}

}  // namespace whistle::journal
