#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/gateway/search/source.h"

namespace whistle::gateway::search {

// An engine of a few lines: a journal of facts, and what its cases and complaints are now.
class FakeSource final : public Source {
 public:
  // The next record, of these facts. Returns its sequence.
  std::uint64_t record(std::vector<v1::Fact> facts);
  // A complaint and the case it becomes, with the facts of both.
  void file(std::uint64_t id, const std::string& text, const std::string& severity = "blue");

  void follow(const Start& start) override;
  std::optional<v1::WatchEvents> next(std::uint32_t timeout_ms) override;
  std::optional<client::Problem> refusal() const override { return refused; }
  std::string journal_id() const override { return journal; }
  bool connected() const override { return is_there; }
  std::uint64_t head() const override { return records.size(); }
  Each<v1::CaseView> cases(const std::vector<std::uint64_t>& ids) override;
  Each<v1::ComplaintReply> complaints(const std::vector<std::uint64_t>& ids) override;
  client::Result<Geography> geography() override { return areas; }

  std::string journal{"one"};
  bool is_there = true;
  bool answers = true;
  std::optional<client::Problem> refused;
  std::vector<std::vector<v1::Fact>> records;
  std::map<std::uint64_t, v1::CaseView> views;
  std::map<std::uint64_t, v1::ComplaintReply> replies;
  Geography areas;
  std::vector<Start> starts;
  std::size_t asked = 0;  // about cases
  std::uint64_t compacted_until = 0;

 private:
  std::uint64_t seen_ = 0;
  std::deque<v1::WatchEvents> snapshot_;
};

v1::Fact fact(const std::string& event, std::uint64_t case_id,
              std::vector<std::pair<std::string, std::string>> details = {});

// A folder that goes with the test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path file() const { return path_ / "search.sqlite"; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace whistle::gateway::search
