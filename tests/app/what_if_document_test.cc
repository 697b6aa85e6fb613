#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <utility>

#include "engine/app/what_if_verb.h"
#include "engine/config/rule_book_files.h"
#include "engine/journal/rocks_journal.h"
#include "engine/runtime/engine.h"
#include "engine/triage/triage.h"

// What config/README.md shows of `whistled what-if` is what the program prints.
namespace whistle::app::what_if_document_test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::string_view kPrompt = "$ whistled what-if ";
// 2026-03-11 09:00 in Changtai, a Wednesday.
constexpr Timestamp kMorning{std::chrono::sys_days{std::chrono::year{2026} / 3 / 11} + 1h};

fs::path config_folder() { return fs::path(SOURCE_DIR) / "config"; }

// A week of a small office, in a journal of its own. The folder goes when the object goes.
class Week {
 public:
  Week() : folder_(fs::temp_directory_path() / ("what_if_document." + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::copy(config_folder() / "cities/changtai", pack(), fs::copy_options::recursive);
    auto book =
        config::load_rule_book(config_folder() / "base", config_folder() / "cities/changtai");
    policy_ = std::make_unique<policy::Policy>(*std::move(book));
    triage_ = std::make_unique<triage::Triage>(*triage::Triage::make(*policy_));
    journal_ = *journal::RocksJournal::open(data());
    engine_ = std::make_unique<runtime::Engine>(*policy_, casework::State{}, journal_->head());
  }
  Week(const Week&) = delete;
  Week& operator=(const Week&) = delete;
  ~Week() {
    engine_.reset();
    journal_.reset();
    fs::remove_all(folder_);
  }

  fs::path pack() const { return folder_ / "july"; }
  fs::path data() const { return folder_ / "journal"; }

  casework::Receipt submit(const std::string& text) {
    casework::SubmitComplaint wish;
    wish.complaint.source = "hotline";
    wish.complaint.external_id = text;
    wish.complaint.text = text;
    wish.findings = triage_->examine(wish.complaint);
    wish.looked_up_through = engine_->state().counters().last_complaint;
    return std::get<casework::Receipt>(decide(wish));
  }
  // Pulled, signed for and called about.
  Token take(const casework::Receipt& filed) {
    const auto granted = std::get<casework::PullAnswer>(decide(casework::PullOrders{
        .unit = filed.unit, .worker = {"lin"}, .max = 1, .only = filed.id, .sign_at_once = true}));
    const Token token = granted.grants.front().token;
    decide(casework::RecordContact{filed.id, token, {"lin"}, {}});
    return token;
  }
  void finish(const casework::Receipt& filed, Token token) {
    decide(casework::FinishHandling{filed.id, token, {"lin"}, Solved::Solved, {}});
  }
  void pass(Milliseconds time) {
    const Timestamp until = now_ + time;
    while (engine_->next_alarm() <= until) engine_->tick(engine_->next_alarm(), 64);
    now_ = until;
  }
  void end() {
    ASSERT_TRUE(journal_->append(engine_->take_group()));
    engine_.reset();
    journal_.reset();
  }

 private:
  casework::Answer decide(const casework::Command& wish) {
    const auto reply = engine_->decide(wish, now_);
    EXPECT_TRUE(reply.result) << reply.result.error().detail;
    return reply.result ? *reply.result : casework::Answer{};
  }

  fs::path folder_;
  Timestamp now_{kMorning};
  std::unique_ptr<policy::Policy> policy_;
  std::unique_ptr<triage::Triage> triage_;
  std::unique_ptr<journal::RocksJournal> journal_;
  std::unique_ptr<runtime::Engine> engine_;
};

// Versions change with every rule.
std::string without_versions(const std::string& text) {
  return std::regex_replace(text, std::regex("[0-9a-f]{12} -> [0-9a-f]{12}"), "OLD -> NEW");
}

// The example of the document, with the line that asks for it.
std::string shown_in_document() {
  std::ifstream document(config_folder() / "README.md");
  std::string shown;
  bool is_example = false;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("```")) is_example = false;
    if (line.starts_with(kPrompt)) is_example = true;
    if (is_example) shown += line + "\n";
  }
  return shown;
}

TEST(WhatIfDocument, ShowsWhatTheProgramPrints) {
  Week week;
  const auto lamp = week.submit("锦鲤湾3号楼2单元楼道灯坏了好几天，晚上上下楼看不见，请尽快来修。");
  const auto light = week.submit("武安镇外武社区榕荫里门口路灯不亮，一片漆黑，麻烦派人修一修。");
  week.submit("锦鲤湾3号楼2单元水管爆了，水漫到楼道里，快来人！");
  week.pass(10min);
  const Token token = week.take(lamp);
  week.pass(50min);
  week.finish(lamp, token);
  week.take(light);
  week.pass(26h + 48h);
  week.end();
  std::ofstream(week.pack() / "limits.csv", std::ios::app) << "resolve,blue,,,,1wd,,,July\n";
  std::ofstream(week.pack() / "lexicon.csv")
      << "pattern,category,weight,note\n楼道灯坏了,01037,60,July\n";

  config::EngineSettings settings;
  settings.rules_base = config_folder() / "base";
  settings.rules_city = config_folder() / "cities/changtai";
  settings.data_dir = week.data();
  WhatIfRequest request;
  request.pack = week.pack();
  request.from = "2026-03-11";
  request.to = "2026-03-18";
  std::ostringstream out;
  std::ostringstream err;
  ASSERT_EQ(run_what_if_verb(settings, request, out, err), 0) << err.str();
  const std::string asked =
      "$ whistled what-if packs/july --from 2026-03-11 --to 2026-03-18 "
      "--city config/cities/changtai\n";
  EXPECT_EQ(without_versions(shown_in_document()), without_versions(asked + out.str()));
}

}  // namespace whistle::app::what_if_document_test
