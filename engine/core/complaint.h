#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle {

// An answer to what a category asks for (Open311). No rule reads it.
struct ComplaintAttribute {
  std::string code;
  std::vector<std::string> values;  // one; of a list several, or none

  bool operator==(const ComplaintAttribute&) const = default;
};

// What a resident said, as it came in. Immutable once accepted.
struct Complaint {
  std::string source;       // the adapter's name, unique with external_id forever
  std::string external_id;  // the adapter's own number of the complaint
  Channel channel{Channel::Other};
  Timestamp occurred_at{};
  std::string requester;       // stable pseudonym of the person, empty when unknown
  std::string requester_name;  // as given, for the callback only
  std::string subject;
  std::string text;  // valid UTF-8
  AreaCode area;     // when the adapter knows the place
  std::optional<Point> point;
  // When the adapter already knows, as a city's own system does. Checked against the rule book.
  CategoryCode category;
  ConditionCode condition;
  std::optional<RequestType> request_type;
  RequesterKind requester_kind{RequesterKind::Person};
  // What the operator told the requester there and then; empty: nothing was settled yet.
  std::string answered;
  // The place in the requester's own words, when it was asked for apart from the text.
  std::string address{};
  std::vector<std::string> media_urls{};  // kept and shown, never fetched
  std::vector<ComplaintAttribute> attributes{};

  bool operator==(const Complaint&) const = default;
};

// All that was said in one piece, as triage reads it and as the offsets of evidence are counted:
// the subject, the text and, if there is one, the address, each on lines of its own.
inline void add_words(const Complaint& complaint, std::string& words) {
  words += complaint.subject;
  words += '\n';
  words += complaint.text;
  if (complaint.address.empty()) return;
  words += '\n';
  words += complaint.address;
}

}  // namespace whistle
