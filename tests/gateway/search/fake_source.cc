#include "tests/gateway/search/fake_source.h"

#include <cstdlib>

namespace whistle::gateway::search {

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "whistle-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

v1::Fact fact(const std::string& event, std::uint64_t case_id,
              std::vector<std::pair<std::string, std::string>> details) {
  v1::Fact made;
  made.set_event(event);
  made.set_case_id(case_id);
  for (auto& [name, value] : details) {
    auto* detail = made.add_details();
    detail->set_name(name);
    detail->set_value(value);
  }
  return made;
}

std::uint64_t FakeSource::record(std::vector<v1::Fact> facts) {
  const std::uint64_t sequence = records.size() + 1;
  std::uint32_t index = 0;
  for (v1::Fact& one : facts) {
    one.set_sequence(sequence);
    one.set_index(index++);
    one.set_time_ms(static_cast<std::int64_t>(sequence) * 1000);
  }
  records.push_back(std::move(facts));
  return sequence;
}

void FakeSource::file(std::uint64_t id, const std::string& text, const std::string& severity) {
  v1::CaseView& view = views[id];
  view.set_case_id(id);
  view.set_first_complaint_id(id);
  view.set_status("dispatched");
  view.set_severity(severity);
  view.set_received_at_ms(static_cast<std::int64_t>(id) * 1000);
  v1::ComplaintReply& reply = replies[id];
  reply.set_complaint_id(id);
  reply.set_case_id(id);
  reply.set_received_at_ms(static_cast<std::int64_t>(id) * 1000);
  reply.mutable_complaint()->set_text(text);
  record({fact("case_filed", id, {{"complaint", std::to_string(id)}}),
          fact("order_dispatched", id, {{"unit", "u1"}})});
}

void FakeSource::follow(const Start& start) {
  starts.push_back(start);
  refused.reset();
  snapshot_.clear();
  const auto refuse = [this](const std::string& reason) {
    refused = client::Problem{.code = client::kOutOfRange, .reason = reason, .message = reason};
  };
  if (start.snapshot) {
    seen_ = records.size();
    v1::WatchEvents begin;
    begin.mutable_snapshot_begin()->set_watermark_sequence(seen_);
    v1::WatchEvents cases;
    for (const auto& [id, view] : views) {
      if (view.status() != "closed") *cases.add_cases() = view;
    }
    v1::WatchEvents end;
    end.mutable_snapshot_end()->set_watermark_sequence(seen_);
    for (v1::WatchEvents* each : {&begin, &cases, &end}) {
      each->set_seen_sequence(seen_);
      snapshot_.push_back(*each);
    }
    return;
  }
  if (!start.journal_id.empty() && start.journal_id != journal) return refuse("JOURNAL_CHANGED");
  if (start.after < compacted_until) return refuse("COMPACTED");
  seen_ = start.after;
}

std::optional<v1::WatchEvents> FakeSource::next(std::uint32_t) {
  if (!is_there || refused) return std::nullopt;
  if (!snapshot_.empty()) {
    v1::WatchEvents events = snapshot_.front();
    snapshot_.pop_front();
    return events;
  }
  if (seen_ >= records.size()) return std::nullopt;
  v1::WatchEvents events;
  for (const v1::Fact& each : records[seen_]) *events.add_facts() = each;
  ++seen_;
  events.set_seen_sequence(seen_);
  events.set_head_sequence(records.size());
  return events;
}

namespace {

template <class Reply>
Source::Each<Reply> each(bool answers, const std::map<std::uint64_t, Reply>& all,
                         const std::vector<std::uint64_t>& ids) {
  if (!answers) {
    return client::Problem{.code = client::kUnavailable, .reason = "NO_ANSWER", .message = "gone"};
  }
  std::vector<std::optional<Reply>> found;
  for (const std::uint64_t id : ids) {
    const auto one = all.find(id);
    found.push_back(one == all.end() ? std::nullopt : std::optional<Reply>(one->second));
  }
  return found;
}

}  // namespace

Source::Each<v1::CaseView> FakeSource::cases(const std::vector<std::uint64_t>& ids) {
  asked += ids.size();
  return each(answers, views, ids);
}

Source::Each<v1::ComplaintReply> FakeSource::complaints(const std::vector<std::uint64_t>& ids) {
  return each(answers, replies, ids);
}

}  // namespace whistle::gateway::search
