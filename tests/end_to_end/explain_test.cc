#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "adapters/client/watch.h"
#include "tests/end_to_end/engine_process.h"

// The story of a case is the same today, after a restart, after a crash and on a restored backup,
// as long as its records are kept.
namespace whistle::tests::explain_test {

namespace fs = std::filesystem;

class Explain : public testing::Test {
 protected:
  Explain() : engine_("changtai") {
    engine_.start();
    client_ = std::make_unique<client::Client>(engine_.options());
  }

  void let_pass(std::int64_t length) {
    now_ += length;
    ASSERT_TRUE(client_->advance_time(now_));
  }
  v1::TokenRequest owner() const {
    v1::TokenRequest request;
    request.set_case_id(id_);
    request.set_token(token_);
    request.set_worker("林师傅");
    return request;
  }
  template <class Request>
  void act(const Request& request) {
    const auto done = client_->act(request);
    ASSERT_TRUE(done) << done.problem().message;
  }

  // Climbs, is signed for, pauses, is extended, finished, checked and called back.
  void tell_a_whole_case() {
    const auto filed = client_->submit(
        complaint("1", "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。"));
    ASSERT_TRUE(filed) << filed.problem().message;
    id_ = filed->case_id();
    while (view().escalations() == 0) let_pass(kHour);
    take();
    ASSERT_TRUE(client_->contact(owner()));
    let_pass(kHour);
    v1::ActRequest pause;
    pause.mutable_suspend_case()->set_id(id_);
    pause.mutable_suspend_case()->set_token(token_);
    pause.mutable_suspend_case()->set_worker("林师傅");
    pause.mutable_suspend_case()->set_reason("waits_for_requester");
    act(pause);
    let_pass(2 * kHour);
    v1::ActRequest go_on;
    go_on.mutable_resume_case()->set_id(id_);
    go_on.mutable_resume_case()->set_by("林师傅");
    act(go_on);
    v1::ActRequest extension;
    extension.mutable_ask_extension()->set_id(id_);
    extension.mutable_ask_extension()->set_token(token_);
    extension.mutable_ask_extension()->set_worker("林师傅");
    extension.mutable_ask_extension()->set_more("1wd");
    extension.mutable_ask_extension()->set_reason("等灯具到货");
    act(extension);
    let_pass(kHour);
    finish();
  }

  void take() {
    v1::PullRequest pull;
    pull.set_unit(view().unit());
    pull.set_worker("林师傅");
    pull.set_only_case(id_);
    const auto granted = client_->pull(pull);
    ASSERT_TRUE(granted) << granted.problem().message;
    ASSERT_EQ(granted->grants_size(), 1);
    token_ = granted->grants(0).token();
    const auto signed_for = client_->sign(owner());
    ASSERT_TRUE(signed_for) << signed_for.problem().message;
    token_ = signed_for->token();
  }

  void finish() {
    v1::FinishRequest finish;
    finish.set_case_id(id_);
    finish.set_token(token_);
    finish.set_result("solved");
    ASSERT_TRUE(client_->finish(finish));
    v1::PostCheckRequest check;
    check.set_case_id(id_);
    check.set_by("中心小陈");
    check.set_passed(true);
    // Where the colour asks for no check, it is passed already.
    if (view().status() == "finished") {
      ASSERT_TRUE(client_->post_check(check));
    }
    if (view().status() != "replied") return;
    v1::CallBackRequest call;
    call.set_case_id(id_);
    call.set_by("中心小陈");
    call.set_solved("solved");
    call.set_satisfaction("satisfied");
    ASSERT_TRUE(client_->call_back(call));
  }

  v1::CaseView view() { return client_->get_case(id_)->case_(); }
  std::string story_bytes() {
    const auto story = client_->explain(id_, true);
    EXPECT_TRUE(story) << (story ? "" : story.problem().message);
    return story ? story->SerializeAsString() : "";
  }
  v1::Story story() { return client_->explain(id_)->story(); }
  static const v1::Promise* promise(const v1::Story& story, const std::string& stage) {
    const auto found = std::ranges::find(story.promises(), stage, &v1::Promise::stage);
    return found != story.promises().end() ? &*found : nullptr;
  }

  // Runs `whistled VERB ...` and returns its exit code; what it said goes to said().
  int whistled(std::vector<std::string> words) const {
    fs::remove(engine_.folder() / "verb.log");
    words.insert(words.begin(), WHISTLED);
    return exit_code(spawn(std::move(words), engine_.folder() / "verb.log"));
  }
  std::string said() const {
    std::ifstream log(engine_.folder() / "verb.log");
    return {std::istreambuf_iterator<char>(log), {}};
  }
  fs::path journal() const { return engine_.folder() / "journal"; }
  fs::path backups() const { return engine_.folder() / "backups"; }
  client::Result<v1::BackupReply> back_up() {
    v1::BackupRequest request;
    request.set_folder(backups());
    return client_->backup(request);
  }
  // As if the disk were lost: only the backups are left.
  void restore() {
    fs::remove_all(journal());
    ASSERT_EQ(whistled({"restore", backups(), "--data", journal()}), 0) << said();
  }
  void start_again() { start_with({}); }
  void start_with(const std::vector<std::string>& more) {
    engine_.start(now_, more);
    client_ = std::make_unique<client::Client>(engine_.options());
  }

  EngineProcess engine_;
  std::unique_ptr<client::Client> client_;
  std::int64_t now_{kMorning};
  std::uint64_t id_{};
  std::uint64_t token_{};
};

TEST_F(Explain, TellsTheSameAfterARestartACrashAndOnARestoredBackup) {
  tell_a_whole_case();
  const std::string before = story_bytes();
  ASSERT_FALSE(before.empty());

  EXPECT_EQ(engine_.stop(), 0);
  start_again();
  EXPECT_EQ(story_bytes(), before) << "after a restart";

  engine_.kill();
  start_again();
  EXPECT_EQ(story_bytes(), before) << "after a crash";

  const auto made = back_up();
  ASSERT_TRUE(made) << made.problem().message;
  EXPECT_EQ(made->number(), 1U);
  engine_.kill();
  restore();
  start_again();
  EXPECT_EQ(story_bytes(), before) << "on a restored backup";
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_EQ(engine_.verify(), 0);
}

TEST_F(Explain, TellsWhatMovedTheCaseAndWhatDidNot) {
  tell_a_whole_case();
  const v1::Story told = story();

  ASSERT_EQ(told.readings_size(), 1);
  EXPECT_EQ(told.readings(0).category_certainty(), "certain");
  for (const v1::Evidence& item : told.readings(0).evidence()) EXPECT_FALSE(item.rule().empty());
  ASSERT_GE(told.routes_size(), 2);
  EXPECT_EQ(told.routes(0).number(), 1U);
  ASSERT_GE(told.climbs_size(), 1);
  EXPECT_EQ(told.climbs(0).to_unit(), told.routes(1).unit());

  const v1::Promise* budget = promise(told, "rung");
  ASSERT_NE(budget, nullptr);
  EXPECT_EQ(budget->climb(), "climbed");
  EXPECT_EQ(budget->climbed_to(), told.climbs(0).to_unit());
  const v1::Promise* resolve = promise(told, "resolve");
  ASSERT_NE(resolve, nullptr);
  EXPECT_EQ(resolve->outcome(), "kept");
  EXPECT_EQ(resolve->climb(), "did_not_climb");
  EXPECT_GT(resolve->spare_ms(), 0);
  ASSERT_EQ(resolve->changes_size(), 1);
  EXPECT_EQ(resolve->changes(0).what(), "extended");
  EXPECT_TRUE(std::ranges::any_of(resolve->segments(), [](const v1::Segment& segment) {
    return !segment.running() && segment.why() == "suspended:waits_for_requester";
  }));
  std::int64_t used = 0;
  for (const v1::Segment& segment : resolve->segments()) {
    EXPECT_TRUE(segment.calendar_known());
    used += segment.used_ms();
  }
  EXPECT_EQ(used, resolve->used_ms());
  EXPECT_EQ(resolve->granted_ms() - used, resolve->spare_ms());
  EXPECT_GT(told.ladder_size(), 0);
}

TEST_F(Explain, QuotesTheWordsWhereTheyStand) {
  tell_a_whole_case();
  const auto reply = client_->explain(id_, true);
  const std::string written = reply->case_().subject() + "\n" + reply->case_().text();
  ASSERT_GT(reply->story().readings(0).evidence_size(), 0);
  for (const v1::Evidence& item : reply->story().readings(0).evidence()) {
    EXPECT_EQ(written.substr(item.offset(), item.words().size()), item.words());
  }
}

TEST_F(Explain, OnABackupGoesOnWhereItWasMade) {
  tell_a_whole_case();
  ASSERT_TRUE(back_up());
  const auto later = client_->submit(complaint("2", "榕荫里门口消防通道被私家车堵死了"));
  ASSERT_TRUE(later);
  const auto second = back_up();
  ASSERT_TRUE(second) << second.problem().message;
  EXPECT_EQ(second->number(), 2U);
  EXPECT_EQ(engine_.stop(), 0);
  fs::remove_all(journal());
  ASSERT_EQ(whistled({"restore", backups(), "--number", "1", "--data", journal()}), 0) << said();
  start_again();
  const auto again = client_->submit(complaint("2", "榕荫里门口消防通道被私家车堵死了"));
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->replayed()) << "the first backup had not heard of it";
  EXPECT_EQ(again->case_id(), later->case_id());
}

TEST_F(Explain, IsNotToldFromADamagedBackup) {
  tell_a_whole_case();
  ASSERT_TRUE(back_up());
  EXPECT_EQ(engine_.stop(), 0);
  for (const auto& entry : fs::recursive_directory_iterator(backups() / "private")) {
    if (entry.path().extension() != ".log" || entry.file_size() == 0) continue;
    fs::resize_file(entry.path(), entry.file_size() / 2);
  }
  EXPECT_EQ(whistled({"restore", backups(), "--data", engine_.folder() / "other"}), 3);
  EXPECT_FALSE(fs::exists(engine_.folder() / "other"));
  EXPECT_EQ(whistled({"restore", backups(), "--data", journal()}), 3);
  EXPECT_NE(said().find("is not empty"), std::string::npos) << said();
}

TEST_F(Explain, SaysThatAStoryIsNoLongerKept) {
  tell_a_whole_case();
  EXPECT_EQ(engine_.stop(), 0);
  const fs::path settings = engine_.folder() / "whistled.toml";
  std::ofstream(settings) << "journal_keep_days = 30\n";
  start_with({"--config", settings});
  let_pass(100 * 24 * kHour);
  EXPECT_GT(story().routes_size(), 0) << "it goes with those that come after it";
  const std::int64_t began = now_;
  for (int number = 10; number < 60; ++number) {
    ASSERT_TRUE(client_->submit(
        complaint(std::to_string(number), "榕荫里门口消防通道被私家车堵死了", now_)));
  }

  const auto told = client_->explain(id_, true);
  ASSERT_TRUE(told) << told.problem().message;
  EXPECT_EQ(told->case_().status(), "closed");
  EXPECT_FALSE(told->case_().text().empty());
  EXPECT_EQ(told->story().ByteSizeLong(), 0U);
  EXPECT_GE(told->forgotten_until_ms(), kMorning);
  EXPECT_LT(told->forgotten_until_ms(), began - 30 * 24 * kHour);
  const auto status = client_->status();
  const auto forgotten = std::ranges::find(status->counts(), "forgotten_records", &v1::Count::name);
  ASSERT_NE(forgotten, status->counts().end());
  EXPECT_GT(forgotten->value(), 5U);
  const auto keep = std::ranges::find(status->limits(), "journal_keep_days", &v1::LimitView::name);
  ASSERT_NE(keep, status->limits().end());
  EXPECT_EQ(keep->value(), 30U);
  client::Watch watch(engine_.options());
  watch.subscribe({.resume_after = 1, .from_now = false, .events = {}});
  EXPECT_FALSE(watch.next(20'000));
  ASSERT_TRUE(watch.problem());
  EXPECT_EQ(watch.problem()->reason, "COMPACTED");
  EXPECT_EQ(watch.problem()->first_available, forgotten->value() + 1);

  ASSERT_TRUE(back_up());
  engine_.kill();
  EXPECT_EQ(whistled({"verify", "--data", journal()}), 0);
  EXPECT_NE(said().find("are no longer kept"), std::string::npos) << said();
  const fs::path config = fs::path(SOURCE_DIR) / "config";
  const fs::path city = config / "cities/changtai";
  const std::vector<std::string> of_town{"--rules", config / "base", "--city",
                                         city,      "--data",        journal()};
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.end(), of_town.begin(), of_town.end());
    return whistled(words);
  };
  EXPECT_EQ(ask({"what-if", city, "--from", "2026-03-11", "--to", "2026-03-12"}), 1);
  EXPECT_NE(said().find("is no longer kept"), std::string::npos) << said();
  EXPECT_EQ(ask({"corrections"}), 0);
  EXPECT_NE(said().find("is left out"), std::string::npos) << said();
  restore();
  EXPECT_NE(said().find("are no longer kept"), std::string::npos) << said();
  start_with({"--config", settings});
  EXPECT_EQ(story_bytes(), told->SerializeAsString()) << "on a restored backup";
}

TEST_F(Explain, BackupsAreMadeByWhoHasTheJournal) {
  tell_a_whole_case();
  EXPECT_EQ(whistled({"backup", backups(), "--data", journal()}), 3);
  EXPECT_NE(said().find("whistle backup"), std::string::npos) << said();
  v1::BackupRequest relative;
  relative.set_folder("backups");
  EXPECT_EQ(client_->backup(relative).problem().reason, "FIELD_VIOLATION");
  v1::BackupRequest within;
  within.set_folder(journal() / "backups");
  EXPECT_EQ(client_->backup(within).problem().reason, "BACKUP_FAILED");
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_EQ(whistled({"backup", backups(), "--data", journal(), "--keep", "3"}), 0) << said();
  EXPECT_EQ(said().rfind("backup 1: ", 0), 0U) << said();
}

}  // namespace whistle::tests::explain_test
