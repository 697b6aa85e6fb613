#include "engine/journal/stored_fields.h"

#include <fmt/format.h>

namespace whistle::journal {

void FieldReader::refuse(const char* field, std::int64_t number) {
  if (problem_.empty()) problem_ = fmt::format("{}: {} is no known value", field, number);
}

void FieldReader::refuse(const char* field, const char* problem) {
  if (problem_.empty()) problem_ = fmt::format("{}: {}", field, problem);
}

Error FieldReader::error(const std::string& where) const {
  return {Error::Kind::Corrupt, fmt::format("{}: {}", where, problem_)};
}

}  // namespace whistle::journal
