#include <gtest/gtest.h>

#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <memory>
#include <string>

#include "adapters/client/watch.h"
#include "tests/end_to_end/eavesdropper.h"
#include "tests/end_to_end/engine_process.h"

// A real engine on TCP, where it asks everybody for a key.
namespace whistle::tests::security_test {

using client::KeyPair;
using client::Line;

constexpr const char* kAnyPort = "tcp://127.0.0.1:*";
const std::string kText = "锦鲤湾3号楼楼道灯坏了，晚上看不见，陈女士反映";

std::string key_line(const KeyPair& key, const std::string& more = "") {
  return "{ public = \"" + key.open + "\"" + more + " }";
}

class Secured : public testing::Test {
 protected:
  Secured() : engine_("changtai") {
    for (const char* name : {"intake", "work", "watch"}) engine_.listen(name, kAnyPort);
    EXPECT_FALSE(client::write_key_file(key_file(), server_));
    list(everybody());
  }

  void start() {
    engine_.start(kMorning, {"--server-key", key_file(), "--principals", principals_file(),
                             "--ready-file", engine_.folder() / "ready"});
    // The admin socket is in the folder, where no key is needed.
    client::Client operator_(engine_.options(), context());
    ASSERT_TRUE(operator_.hello(Line::Admin)) << engine_.log();
    std::ifstream ready(engine_.folder() / "ready");
    ASSERT_TRUE(ready >> at_.intake >> at_.work >> at_.watch >> at_.admin);
  }

  std::string key_file() const { return engine_.folder() / "engine.key"; }
  std::string principals_file() const { return engine_.folder() / "principals.toml"; }
  void list(const std::string& text) const { std::ofstream(principals_file()) << text; }

  std::string hotline() const {
    return "[[principal]]\nname = \"hotline\"\nroles = [\"intake\"]\nsources = [\"test\"]\n"
           "keys = [" +
           key_line(hotline_) + "]\n";
  }
  std::string desk(const std::string& keys) const {
    return "[[principal]]\nname = \"street-desk\"\nroles = [\"worker\"]\n"
           "units = [\"street-wuan\"]\nkeys = [" +
           keys + "]\n";
  }
  std::string chief() const {
    return "[[principal]]\nname = \"chief\"\nroles = [\"supervisor\"]\nareas = [\"*\"]\n"
           "keys = [" +
           key_line(chief_) + "]\n";
  }
  std::string everybody() const { return hotline() + desk(key_line(desk_)) + chief(); }

  client::Options options_of(const KeyPair& key) const {
    client::Options options = engine_.options();
    options.endpoints = at_;
    options.keys = {key, server_.open};
    return options;
  }
  std::unique_ptr<client::Client> client_of(const KeyPair& key) const {
    return std::make_unique<client::Client>(options_of(key), context());
  }

  // Reads the principals again; returns when that is done.
  void reload() {
    const auto times_read = [this] {
      std::size_t times = 0;
      const std::string log = engine_.log();
      for (std::size_t at = log.find("principals read"); at != std::string::npos;
           at = log.find("principals read", at + 1)) {
        ++times;
      }
      return times;
    };
    const std::size_t before = times_read();
    engine_.signal(SIGHUP);
    client::Client operator_(engine_.options(), context());
    while (times_read() == before) ASSERT_TRUE(operator_.hello(Line::Admin));
  }

  // One for the whole process: ZeroMQ 4.3.4 does not like encryption in several.
  static std::shared_ptr<client::Context> context() {
    static const std::shared_ptr<client::Context> context = client::make_context();
    return context;
  }

  EngineProcess engine_;
  client::Endpoints at_;
  KeyPair server_ = client::make_key_pair();
  KeyPair hotline_ = client::make_key_pair();
  KeyPair desk_ = client::make_key_pair();
  KeyPair new_desk_ = client::make_key_pair();
  KeyPair chief_ = client::make_key_pair();
};

template <class Reply>
std::string reason(const client::Result<Reply>& result) {
  return result ? "" : result.problem().reason;
}

TEST_F(Secured, AListedKeyWorksAndTheRecordSaysWhoseItWas) {
  start();
  const auto welcome = client_of(desk_)->hello();
  ASSERT_TRUE(welcome) << welcome.problem().message;
  EXPECT_EQ(welcome->principal(), "street-desk");
  const auto filed = client_of(hotline_)->submit(complaint("1", kText));
  ASSERT_TRUE(filed) << filed.problem().message;
  client::Options over_admin = engine_.options();
  over_admin.reading = Line::Admin;
  const auto story = client::Client(over_admin, context()).explain(filed->case_id(), false);
  ASSERT_TRUE(story) << story.problem().message;
  ASSERT_GT(story->facts_size(), 0);
  EXPECT_EQ(story->facts(0).principal(), "hotline");
  EXPECT_EQ(story->facts(0).key(), hotline_.open.substr(0, 10));
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_EQ(engine_.verify(), 0);
}

TEST_F(Secured, NobodyElseIsLetIn) {
  start();
  EXPECT_EQ(reason(client_of(client::make_key_pair())->hello()), "KEY_REFUSED");
  client::Options without = options_of({});
  without.keys = {};
  EXPECT_EQ(reason(client::Client(without, context()).hello()), "KEY_NEEDED");
  client::Options wrong_engine = options_of(desk_);
  wrong_engine.keys.server = client::make_key_pair().open;
  wrong_engine.give_up_after_ms = 1000;
  const auto lost = client::Client(wrong_engine, context()).hello();
  EXPECT_EQ(reason(lost), "CANNOT_CONNECT");
  EXPECT_NE(lost.problem().message.find("is its public key the one"), std::string::npos)
      << lost.problem().message;
  // A key that is listed, but for another socket.
  EXPECT_EQ(reason(client_of(desk_)->submit(complaint("1", kText))), "KEY_REFUSED");
  // And a stream that cannot be watched says so as well.
  client::Watch watch(options_of(client::make_key_pair()), context());
  watch.subscribe({});
  EXPECT_FALSE(watch.next(60'000));
  ASSERT_TRUE(watch.problem());
  EXPECT_EQ(watch.problem()->reason, "KEY_REFUSED");
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_NE(engine_.log().find("handshake refused"), std::string::npos);
}

TEST_F(Secured, AKeyOpensWhatItsPrincipalMayAndNothingElse) {
  start();
  ASSERT_TRUE(client_of(hotline_)->submit(complaint("1", kText)));
  v1::SubmitRequest foreign = complaint("2", kText);
  foreign.mutable_complaint()->set_source("another hotline");
  EXPECT_EQ(reason(client_of(hotline_)->submit(foreign)), "SOURCE");
  v1::ActRequest card;
  card.mutable_issue_card()->set_id(1);
  card.mutable_issue_card()->set_card("notice");
  card.mutable_issue_card()->set_by("desk");
  card.mutable_issue_card()->set_reason("late");
  const auto refused = client_of(desk_)->act(card);
  EXPECT_EQ(reason(refused), "ROLE");
  EXPECT_EQ(refused.problem().code, client::kPermissionDenied);
  v1::PullRequest pull;
  pull.set_worker("zhang");
  pull.set_unit("changtai-water");
  EXPECT_EQ(reason(client_of(desk_)->pull(pull)), "UNIT");
  pull.set_unit("street-wuan");
  const auto pulled = client_of(desk_)->pull(pull);
  EXPECT_TRUE(pulled) << (pulled ? "" : pulled.problem().message);
  EXPECT_EQ(engine_.stop(), 0);
}

TEST_F(Secured, ARevokedKeyIsRefusedOnTheNextMessage) {
  start();
  const auto worker = client_of(desk_);
  ASSERT_TRUE(worker->hello());
  client::Watch watch(options_of(chief_), context());
  watch.subscribe({});
  while (!watch.connected()) watch.next(100);

  list(hotline() + desk(key_line(desk_) + ", " + key_line(new_desk_)));
  reload();
  // The same connection: nothing was opened anew.
  EXPECT_TRUE(worker->hello());
  EXPECT_EQ(worker->counters().reopened, 0U);
  // The chief is not listed any more, and its stream has ended.
  while (!watch.problem()) watch.next(1000);
  EXPECT_EQ(watch.problem()->reason, "KEY_REVOKED");

  list(hotline() + desk(key_line(new_desk_)));
  reload();
  const auto refused = worker->hello();
  EXPECT_EQ(reason(refused), "KEY_REVOKED");
  EXPECT_EQ(refused.problem().code, client::kUnauthenticated);
  EXPECT_EQ(worker->counters().reopened, 0U);
  EXPECT_EQ(worker->counters().farewells, 1U) << "who has said hello is told at once, and once";
  EXPECT_EQ(reason(worker->hello()), "KEY_REVOKED");
  EXPECT_EQ(worker->counters().farewells, 1U);
  EXPECT_TRUE(client_of(new_desk_)->hello());
  EXPECT_EQ(engine_.stop(), 0);
}

TEST_F(Secured, AListWithAMistakeChangesNothing) {
  start();
  list("[[principal]]\nname = \"nobody\"\n");
  engine_.signal(SIGHUP);
  client::Client operator_(engine_.options(), context());
  while (engine_.log().find("stay as they were") == std::string::npos) {
    ASSERT_TRUE(operator_.hello(Line::Admin));
  }
  EXPECT_NE(engine_.log().find("principals.toml:1:1: roles: is missing"), std::string::npos)
      << engine_.log();
  EXPECT_TRUE(client_of(desk_)->hello());
  EXPECT_EQ(engine_.stop(), 0);
}

TEST_F(Secured, AKeyWhoseTimeIsOverIsRefusedOnTheNextMessage) {
  // The engine's clock stands at 2026-03-11T00:00Z.
  list(desk(key_line(desk_, ", not_after = \"2026-03-11T01:00Z\"")));
  start();
  const auto worker = client_of(desk_);
  EXPECT_TRUE(worker->hello());
  client::Client operator_(engine_.options(), context());
  ASSERT_TRUE(operator_.advance_time(kMorning + kHour - 1));
  EXPECT_TRUE(worker->hello());
  ASSERT_TRUE(operator_.advance_time(kMorning + kHour));
  EXPECT_EQ(reason(worker->hello()), "KEY_EXPIRED");
  EXPECT_EQ(reason(client_of(desk_)->hello()), "KEY_REFUSED");
  EXPECT_EQ(engine_.stop(), 0);
}

class Changing : public Secured {
 protected:
  // The settings of an engine with this key, which announces the other one.
  std::vector<std::string> options_with(const std::string& key, const std::string& next) const {
    std::ofstream(engine_.folder() / "whistled.toml")
        << "[security]\nserver_key = \"" << key << "\"\nnext_server_key = \"" << next
        << "\"\nprincipals = \"" << principals_file() << "\"\n";
    return {"--config", engine_.folder() / "whistled.toml", "--ready-file",
            engine_.folder() / "ready"};
  }
  void start_with(const std::string& key, const std::string& next) {
    engine_.start(kMorning, options_with(key, next));
    client::Client operator_(engine_.options(), context());
    ASSERT_TRUE(operator_.hello(Line::Admin)) << engine_.log();
    std::ifstream ready(engine_.folder() / "ready");
    ASSERT_TRUE(ready >> at_.intake >> at_.work >> at_.watch >> at_.admin);
    // Clients find it again where it was.
    engine_.listen("intake", at_.intake);
    engine_.listen("work", at_.work);
    engine_.listen("watch", at_.watch);
  }
  std::string next_key_file() const { return engine_.folder() / "next.key"; }

  KeyPair next_ = client::make_key_pair();
};

TEST_F(Changing, TheEnginesKeyIsBelievedBeforeAndAfter) {
  ASSERT_FALSE(client::write_key_file(next_key_file(), next_));
  start_with(key_file(), next_key_file());
  const auto worker = client_of(desk_);
  const auto welcome = worker->hello();
  ASSERT_TRUE(welcome) << welcome.problem().message;
  EXPECT_EQ(welcome->next_server_key(), next_.open);
  EXPECT_EQ(worker->counters().next_server_key, next_.open);
  client::Watch watch(options_of(chief_), context());
  watch.subscribe({});
  while (!watch.connected()) watch.next(100);
  ASSERT_TRUE(client_of(hotline_)->submit(complaint("1", kText)));
  ASSERT_EQ(engine_.stop(), 0);

  // The new key is in use; the old one is worth nothing any more.
  start_with(next_key_file(), "");
  const auto again = worker->hello();
  ASSERT_TRUE(again) << again.problem().message;
  EXPECT_EQ(again->next_server_key(), "");
  client::Options with_both = options_of(hotline_);
  with_both.keys.next = next_.open;
  ASSERT_TRUE(client::Client(with_both, context()).submit(complaint("2", kText)));
  const std::uint64_t head = again->head_sequence() + 1;
  while (watch.seen_sequence() < head && !watch.problem()) watch.next(1000);
  EXPECT_FALSE(watch.problem());
  client::Options with_old = options_of(desk_);
  with_old.give_up_after_ms = 1000;
  EXPECT_EQ(reason(client::Client(with_old, context()).hello()), "CANNOT_CONNECT");
  EXPECT_EQ(engine_.stop(), 0);
}

TEST_F(Changing, AKeyThatCannotBeReadIsSaidAtTheStart) {
  engine_.start(kMorning, options_with(key_file(), next_key_file()));
  EXPECT_EQ(engine_.wait(), 2);
  EXPECT_NE(engine_.log().find("next.key"), std::string::npos) << engine_.log();
}

TEST_F(Secured, WhoListensOnTheWireReadsNothing) {
  start();
  Eavesdropper ear(at_.intake);
  client::Options options = options_of(hotline_);
  options.endpoints.intake = ear.endpoint();
  options.reading = Line::Intake;
  client::Client hotline(options, context());
  const auto filed = hotline.submit(complaint("1", kText));
  ASSERT_TRUE(filed) << filed.problem().message;
  ASSERT_TRUE(hotline.get_case(filed->case_id(), true));
  const std::string heard = ear.heard();
  EXPECT_GT(heard.size(), kText.size());
  for (const char* word : {"锦鲤湾", "楼道灯", "陈女士", "resident-1", "WHISTLE/1", "end-to-end"}) {
    EXPECT_EQ(heard.find(word), std::string::npos) << word;
  }
  EXPECT_EQ(engine_.stop(), 0);
}

// That the ear is not deaf.
TEST_F(Secured, WhoListensOnAnInsecureWireReadsEverything) {
  engine_.start(kMorning, {"--insecure", "--ready-file", engine_.folder() / "ready"});
  ASSERT_TRUE(client::Client(engine_.options(), context()).hello(Line::Admin));
  std::ifstream ready(engine_.folder() / "ready");
  ASSERT_TRUE(ready >> at_.intake);
  Eavesdropper ear(at_.intake);
  client::Options options = engine_.options();
  options.endpoints.intake = ear.endpoint();
  ASSERT_TRUE(client::Client(options, context()).submit(complaint("1", kText)));
  EXPECT_NE(ear.heard().find("锦鲤湾"), std::string::npos);
  // With keys, nobody would be there to prove who it is.
  options.endpoints.intake = at_.intake;
  options.keys = {desk_, server_.open};
  options.give_up_after_ms = 3'000;
  EXPECT_FALSE(client::Client(options, context()).submit(complaint("2", kText)));
  EXPECT_EQ(engine_.stop(), 0);
}

class NotStarted : public Secured {
 protected:
  // Starts an engine that must end by itself, and returns what it said.
  std::string said(const std::vector<std::string>& more) {
    engine_.start(kMorning, more);
    EXPECT_EQ(engine_.wait(), 2);
    return engine_.log();
  }
};

TEST_F(NotStarted, TcpWithoutKeys) {
  const std::string log = said({});
  EXPECT_NE(log.find("endpoint tcp://127.0.0.1:*: TCP needs keys"), std::string::npos) << log;
}

TEST_F(NotStarted, InsecureTcpThatOthersCanReach) {
  engine_.listen("work", "tcp://0.0.0.0:*");
  const std::string log = said({"--insecure"});
  EXPECT_NE(log.find("tcp://0.0.0.0:* can be reached from other machines"), std::string::npos)
      << log;
}

TEST_F(NotStarted, ASecretKeyThatOthersMayRead) {
  ASSERT_EQ(::chmod(key_file().c_str(), 0644), 0);
  const std::string log = said({"--server-key", key_file(), "--principals", principals_file()});
  EXPECT_NE(log.find("others than its owner may read this secret key"), std::string::npos) << log;
}

TEST_F(NotStarted, AListWithAMistake) {
  list("[[principal]]\nname = \"nobody\"\nroles = [\"king\"]\n");
  const std::string log = said({"--server-key", key_file(), "--principals", principals_file()});
  EXPECT_NE(log.find("principals.toml:3:10: roles: \"king\" is not one of intake, worker"),
            std::string::npos)
      << log;
}

}  // namespace whistle::tests::security_test
