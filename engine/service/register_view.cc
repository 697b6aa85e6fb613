#include "engine/service/register_view.h"

#include <nlohmann/json.hpp>

#include "engine/journal/by_position.h"
#include "engine/triage/privacy.h"

namespace whistle::service {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json fields_of(const T& value);

template <class T>
Json json_of(const T& value) {
  if constexpr (journal::kIsVector<T>) {
    Json list = Json::array();
    for (const auto& element : value) list.push_back(json_of(element));
    return list;
  } else if constexpr (journal::kIsArray<T>) {
    Json counts = Json::object();
    for (const auto& measure : kSpellings<casework::Measure>) {
      const auto count = value.at(static_cast<std::size_t>(measure.value) - 1);
      if (count != 0) counts[std::string(measure.word)] = count;
    }
    return counts;
  } else if constexpr (journal::kIsNumber<T> || journal::kIsWord<T> ||
                       std::is_same_v<T, AreaCode>) {
    return value.value;
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return value.time_since_epoch().count();
  } else if constexpr (journal::kHasFields<T>) {
    return fields_of(value);
  } else if constexpr (std::is_enum_v<T>) {
    return std::string(to_word(value));
  } else if constexpr (std::is_same_v<T, std::string>) {
    return triage::mask_personal_data(value);  // what people wrote; registers are for everybody
  } else {
    return value;
  }
}

template <class T>
Json fields_of(const T& value) {
  const auto& message = *journal::Stored<T>::Message::descriptor();
  Json fields = Json::object();
  boost::pfr::for_each_field(value, [&](const auto& field, std::size_t index) {
    if constexpr (std::is_same_v<std::decay_t<decltype(field)>, Timestamp>) {
      if (field == kNever) return;
    }
    fields[journal::field_at(message, index).name()] = json_of(field);
  });
  return fields;
}

}  // namespace

std::string_view kind_word(const casework::RegisterRow& row) {
  const auto& rows = *journal::v1::RegisterRow::descriptor();
  return journal::field_at(rows, row.index()).name();
}

std::string to_json(const casework::RegisterRow& row) {
  const Json json = std::visit([](const auto& item) { return fields_of(item); }, row);
  // Texts are kept as they came; JSON must be UTF-8.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace whistle::service
