#pragma once

#include <memory>
#include <string_view>

#include "engine/casework/state/case.h"
#include "engine/casework/state/symbols.h"
#include "engine/core/outcome.h"
#include "engine/journal/error.h"

namespace whistle::journal {

namespace v1 {
class CaseRow;
}

// Reads rows of cases one after the other; what it needs for that is kept from one to the next,
// which halves the time. Thread: one at a time.
class CaseDecoder {
 public:
  CaseDecoder();
  CaseDecoder(const CaseDecoder&) = delete;
  CaseDecoder& operator=(const CaseDecoder&) = delete;
  ~CaseDecoder();

  // `symbols` take up the names the case refers to. Fails as decode_case() does.
  Outcome<casework::Case, Error> decode(std::string_view bytes, casework::Symbols& symbols);

 private:
  std::unique_ptr<v1::CaseRow> stored_;
};

}  // namespace whistle::journal
