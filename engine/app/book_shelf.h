#pragma once

#include <map>
#include <memory>
#include <string>

#include "engine/journal/journal.h"
#include "engine/policy/policy.h"

namespace whistle::app {

// The rule books that the journal keeps, read when first asked for. Rules change a few times a
// year, so none is put away again. Thread: one.
class BookShelf {
 public:
  // `journal` must outlive the shelf.
  explicit BookShelf(const journal::Journal& journal) : journal_(journal) {}

  // The book of a version, good as long as the shelf; nullptr when the journal does not keep it, or
  // it is no rule book to this program any more.
  const policy::Policy* book(const std::string& version);

 private:
  const journal::Journal& journal_;
  std::map<std::string, std::unique_ptr<const policy::Policy>> books_;
};

}  // namespace whistle::app
