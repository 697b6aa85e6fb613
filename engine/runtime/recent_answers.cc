#include "engine/runtime/recent_answers.h"

#include <utility>

#include "engine/core/check.h"
#include "engine/journal/keys.h"

namespace whistle::runtime {

const journal::KeptAnswer* RecentAnswers::find(std::string_view principal,
                                               std::string_view key) const {
  const auto found = index_.find(journal::answer_key(principal, key));
  return found != index_.end() ? &entries_[found->second - since_ - 1] : nullptr;
}

void RecentAnswers::remember(journal::KeptAnswer kept) {
  WHISTLE_CHECK(kept.number == since_ + entries_.size() + 1);
  index_.insert_or_assign(journal::answer_key(kept.principal, kept.key), kept.number);
  entries_.push_back(std::move(kept));
  if (entries_.size() <= kMax) return;
  const journal::KeptAnswer& oldest = entries_.front();
  const auto found = index_.find(journal::answer_key(oldest.principal, oldest.key));
  if (found->second == oldest.number) index_.erase(found);
  entries_.pop_front();
  ++since_;
}

}  // namespace whistle::runtime
