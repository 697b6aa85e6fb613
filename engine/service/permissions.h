#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/core/principal.h"
#include "whistle/v1/envelope.pb.h"

// Who may wish what: one table for all methods and all wishes of act.proto.
namespace whistle::service {

// What a request asks for: a method, and with METHOD_ACT the number of the wish (0 otherwise).
struct Verb {
  v1::Method method{};
  int wish{};

  bool operator==(const Verb&) const = default;
};

// What limits somebody may have are held against: fields of the request's body.
struct Subject {
  std::string_view case_field{};    // the case it is about
  std::string_view cases_field{};   // several cases: messages with a case_id
  std::string_view unit_field{};    // on whose behalf it is asked
  std::string_view also_field{};    // other units on whose behalf it is asked
  std::string_view area_field{};    // the area it is about, or several
  std::string_view units_field{};   // the units that it is narrowed to
  std::string_view source_field{};  // the source it speaks for
  bool is_complaint{};              // its case, or its source when it has none: ComplaintRequest
};

struct Permission {
  Verb verb;
  std::string_view name;  // as in the proto, for messages
  Roles roles;            // one of them is enough
  Subject subject;
  // What keeps a promise or a connection alive does not count against a rate.
  bool is_free{};
};

// All of them, one for each verb.
std::span<const Permission> permissions();

// nullptr for a verb that this engine does not know: nobody may.
const Permission* permission_for(const Verb& verb);

// The engine's sockets.
enum class Audience : std::uint8_t { Intake, Work, Watch, Admin };

// Who has business on a socket; anybody else is not let in.
Roles roles_at(Audience audience);
// "whistle.intake": the ZAP domain of a socket.
std::string_view domain_of(Audience audience);

}  // namespace whistle::service
