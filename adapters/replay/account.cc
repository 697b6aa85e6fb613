#include "adapters/replay/account.h"

#include <charconv>

#include "adapters/replay/facts.h"

namespace whistle::replay {
namespace {

bool is_a_receipt(const v1::Fact& fact) {
  return fact.event() == "case_filed" || fact.event() == "complaint_merged" ||
         fact.event() == "complaint_declined";
}

std::uint64_t number(const std::string& text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

void Account::sent(const std::string& external_id) {
  if (entries_.try_emplace(external_id).second) ++sent_;
}

void Account::answered(const std::string& external_id,
                       const client::Result<v1::SubmitReply>& answer) {
  if (!answer) {
    ++refused_;
    return;
  }
  note_complaint(entries_[external_id], answer->complaint_id());
}

void Account::note_complaint(Entry& entry, std::uint64_t complaint_id) {
  if (entry.complaint_id != 0 && entry.complaint_id != complaint_id) entry.two_answers = true;
  if (entry.complaint_id == 0) entry.complaint_id = complaint_id;
}

void Account::seen(const v1::Fact& fact) {
  const std::pair place{fact.sequence(), fact.index()};
  if (place <= seen_through_) return;
  seen_through_ = place;
  if (!is_a_receipt(fact) || detail(fact, "source") != source_) return;
  Entry& entry = entries_[detail(fact, "external_id")];
  const std::uint64_t complaint = number(detail(fact, "complaint"));
  if (entry.stream_complaint != 0) entry.two_in_stream = true;
  entry.stream_complaint = complaint;
}

void Account::checked(const std::string& external_id,
                      const client::Result<v1::SubmitReply>& answer) {
  if (!answer) return;
  Entry& entry = entries_[external_id];
  // Not replayed: the engine had forgotten it and has just filed it anew.
  if (!answer->replayed()) return;
  entry.known = true;
  note_complaint(entry, answer->complaint_id());
}

bool Account::accepted(const std::string& external_id) const {
  const auto entry = entries_.find(external_id);
  return entry != entries_.end() && entry->second.complaint_id != 0;
}

std::uint64_t Account::lost() const {
  std::uint64_t count = 0;
  for (const auto& [id, entry] : entries_) {
    if (entry.complaint_id != 0 && !entry.known) ++count;
  }
  return count;
}

std::uint64_t Account::duplicated() const {
  std::uint64_t count = 0;
  for (const auto& [id, entry] : entries_) {
    const bool differ = entry.complaint_id != 0 && entry.stream_complaint != 0 &&
                        entry.complaint_id != entry.stream_complaint;
    if (entry.two_answers || entry.two_in_stream || differ) ++count;
  }
  return count;
}

}  // namespace whistle::replay
