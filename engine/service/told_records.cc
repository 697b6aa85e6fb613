#include "engine/service/told_records.h"

#include <algorithm>
#include <utility>

#include "engine/journal/row_codec.h"
#include "engine/service/describe.h"
#include "engine/service/watch_filter.h"

namespace whistle::service {
namespace {

std::size_t bytes_of(const ToldRecord& record) {
  std::size_t bytes = sizeof record + record.standings.size() * sizeof(journal::Standing);
  for (const ToldFact& fact : record.facts) bytes += sizeof fact + fact.bytes.size();
  return bytes;
}

bool holds(const ToldRecords::Page& page, Sequence sequence) {
  return page.front().sequence <= sequence && sequence <= page.back().sequence;
}

void add(const journal::Trail& trail, std::vector<journal::Standing>& standings) {
  standings.push_back(trail.after);
  if (trail.before) standings.push_back(*trail.before);
}

}  // namespace

ToldRecord ToldRecords::told(const journal::Record& record,
                             std::span<const journal::Trail> trails) {
  described_.Clear();
  describe(record, *rules_.policy, described_);
  ToldRecord result{.sequence = record.sequence, .standings = {}, .facts = {}};
  result.facts.reserve(record.events.size());
  std::vector<CaseId> cases;       // of the fact at hand
  std::vector<CaseId> cases_last;  // most facts of a record are about the same case
  for (std::size_t i = 0; i < record.events.size(); ++i) {
    const casework::Event& event = record.events[i];
    ToldFact fact{.kind = event.index(),
                  .bytes = described_.at(static_cast<int>(i)).SerializeAsString()};
    cases.clear();
    casework::cases_of(event, [&cases](CaseId id) { cases.push_back(id); });
    if (!cases.empty() && cases == cases_last) {
      fact.standings = result.facts.back().standings;
      fact.count = result.facts.back().count;
    } else {
      fact.standings = static_cast<std::uint32_t>(result.standings.size());
      if (cases.empty()) result.standings.push_back(said_by(event));
      for (const CaseId id : cases) {
        const auto trail = std::ranges::find(trails, id, &journal::Trail::id);
        if (trail != trails.end()) add(*trail, result.standings);
      }
      fact.count = static_cast<std::uint32_t>(result.standings.size()) - fact.standings;
    }
    cases_last = cases;
    result.facts.push_back(std::move(fact));
  }
  return result;
}

void ToldRecords::feed(const journal::Group& group) {
  const Sequence first = group.records.front().sequence;
  const bool follows =
      !recent_.empty() && recent_.back().page->back().sequence.value + 1 == first.value;
  if (!follows) {
    recent_.clear();
    recent_bytes_ = 0;
  }
  std::size_t next = 0;
  while (next < group.records.size()) {
    auto page = std::make_shared<Page>();
    std::size_t bytes = 0;
    for (; next < group.records.size() && page->size() < kPageRecords; ++next) {
      const journal::Record& record = group.records[next];
      const auto trails =
          std::ranges::equal_range(group.trails, record.sequence, {}, &journal::Trail::sequence);
      page->push_back(told(record, std::span(trails.begin(), trails.end())));
      bytes += bytes_of(page->back());
    }
    recent_bytes_ += bytes;
    recent_.push_back({std::move(page), bytes});
  }
  while (recent_bytes_ > kRecentBytesMax && recent_.size() > 1) {
    recent_bytes_ -= recent_.front().bytes;
    recent_.pop_front();
  }
}

Outcome<std::shared_ptr<const ToldRecords::Page>, journal::Error> ToldRecords::after(
    Sequence seen) {
  const Sequence next{seen.value + 1};
  const auto recent = std::ranges::lower_bound(
      recent_, next, {}, [](const Recent& item) { return item.page->back().sequence; });
  if (recent != recent_.end() && holds(*recent->page, next)) return recent->page;
  const auto kept =
      std::ranges::find_if(read_, [next](const auto& page) { return holds(*page, next); });
  if (kept == read_.end()) return read(next);
  std::shared_ptr<const Page> page = *kept;
  read_.erase(kept);
  read_.push_back(page);
  return page;
}

// Pages begin at multiples of their size, so that those who lag in different places share them.
Outcome<std::shared_ptr<const ToldRecords::Page>, journal::Error> ToldRecords::read(Sequence next) {
  const auto first = journal_.first();
  if (!first) return Failure{first.error()};
  const Sequence start{(next.value - 1) / kPageRecords * kPageRecords + 1};
  const auto records = journal_.read(std::max(start, *first), kPageRecords);
  if (!records) return Failure{records.error()};
  ++reads_;
  auto page = std::make_shared<Page>();
  for (const journal::Record& record : *records) page->push_back(told(record, trails_of(record)));
  if (page->empty() || !holds(*page, next)) {
    return Failure{journal::Error{journal::Error::Kind::NotFound,
                                  "record " + std::to_string(next.value) + " is not there"}};
  }
  read_.push_back(page);
  if (read_.size() > kReadPagesMax) read_.pop_front();
  return std::shared_ptr<const Page>(std::move(page));
}

std::vector<journal::Trail> ToldRecords::trails_of(const journal::Record& record) const {
  std::vector<journal::Trail> trails;
  const auto is_there = [&trails](CaseId id) {
    return std::ranges::find(trails, id, &journal::Trail::id) != trails.end();
  };
  for (const casework::Event& event : record.events) {
    casework::cases_of(event, [&](CaseId id) {
      if (!is_there(id)) trails.push_back(trail_of(id, record.sequence));
    });
  }
  return trails;
}

// A record of an older program did not keep it: the last state of the case stands for all.
journal::Trail ToldRecords::trail_of(CaseId id, Sequence sequence) const {
  const auto kept = journal_.standing(id, sequence);
  if (kept && *kept) return **kept;
  journal::Trail trail{.id = id, .sequence = sequence, .after = {}, .before = {}};
  const auto row = journal_.case_row(id);
  if (!row) return trail;
  casework::Symbols names;
  const auto item = journal::decode_case(row->bytes, names);
  if (item) trail.after = journal::standing_of(*item, names);
  return trail;
}

}  // namespace whistle::service
