#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "whistle/v1/envelope.pb.h"

namespace whistle::scenario {

// What a step can do: the request it makes and the answer it is given.
struct Verb {
  enum class Kind : std::uint8_t {
    Nothing,
    Submit,  // the fields are those of the complaint
    Pull,
    Take,   // pull, then sign
    Token,  // by who holds the order
    Other,  // finish, classify, post_check, call_back
    Wish,   // of act.proto
  };
  Kind kind{};
  v1::Method method = v1::METHOD_UNSPECIFIED;
  // The message whose fields `with` names, and the answer; null for Nothing.
  const google::protobuf::Message* fields = nullptr;
  const google::protobuf::Message* answer = nullptr;
};

std::optional<Verb> verb_named(std::string_view name);

// The field that a word of `with` means: a field, or one of the words for the thing it is about
// (case, whistle, duty, entry), or an instant without its _ms. Null when there is none.
const google::protobuf::FieldDescriptor* field_meant(const Verb& verb, std::string_view word);

// The field with the number of the case that the request is about, or null.
const google::protobuf::FieldDescriptor* case_field(const Verb& verb);

}  // namespace whistle::scenario
