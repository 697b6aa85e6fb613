#include "engine/journal/by_position.h"

namespace whistle::journal {

ByteBuffer& message_buffer() {
  // Keeps its memory: a message asks for some only for what is returned.
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
