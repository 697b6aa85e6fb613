#pragma once

#include <optional>
#include <string>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle {

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

  bool operator==(const Complaint&) const = default;
};

}  // namespace whistle
