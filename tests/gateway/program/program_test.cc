#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>

#include "adapters/gateway/people/secrets.h"
#include "tests/end_to_end/engine_process.h"
#include "tests/gateway/people/folder.h"
#include "tests/gateway/support/certificate.h"
#include "tests/gateway/support/served.h"
#include "tests/gateway/support/tls_client.h"

// The program itself, as an operator starts it.
namespace whistle::gateway::program_test {

using support::Certificate;
using support::RawClient;
using support::request_text;
using testing::HasSubstr;
using testing::StartsWith;

class Program : public testing::Test {
 protected:
  ~Program() override {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
    if (pid_ > 0) tests::exit_code(pid_);
  }

  std::string settings(const std::string& lines) {
    people::write(folder_ / "gateway.toml", lines);
    return folder_ / "gateway.toml";
  }
  std::string said() const { return people::text_of(folder_ / "log"); }

  // --check: what it says, and its exit code.
  std::pair<int, std::string> check(const std::string& lines) {
    std::filesystem::remove(folder_ / "log");
    const int code = tests::exit_code(
        tests::spawn({WHISTLE_GATEWAY, "--config", settings(lines), "--check"}, folder_ / "log"));
    return {code, said()};
  }

  void start(const std::string& lines) {
    pid_ = tests::spawn({WHISTLE_GATEWAY, "--config", settings(lines)}, folder_ / "log");
    constexpr std::string_view kListening = "listening on 127.0.0.1:";
    std::size_t at = 0;
    while ((at = said().find(kListening)) == std::string::npos) {
      ASSERT_FALSE(has_ended()) << said();
      std::this_thread::yield();
    }
    port_ = static_cast<std::uint16_t>(std::stoi(said().substr(at + kListening.size())));
  }
  bool has_ended() const {
    siginfo_t info{};
    const int asked = waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
    return asked == 0 && info.si_pid == pid_;
  }
  // As an operator ends it: the exit code.
  int stop() {
    ::kill(pid_, SIGTERM);
    return tests::exit_code(std::exchange(pid_, 0));
  }

  people::Folder folder_;
  pid_t pid_{};
  std::uint16_t port_{};
};

std::string listen(const std::string& certificate, const std::string& key) {
  return "[listen]\nport = 0\ncertificate = \"" + certificate + "\"\nkey = \"" + key + "\"\n";
}

TEST_F(Program, ChecksCertificateAndKey) {
  const Certificate right;
  const Certificate other;
  EXPECT_EQ(check(listen(right.certificate(), right.key())),
            std::pair(0, std::string("the settings are right\n")));
  EXPECT_EQ(check(listen("/nowhere.pem", right.key())),
            std::pair(2, std::string("/nowhere.pem: is not there, or cannot be read\n")));
  EXPECT_EQ(check(listen(right.key(), right.key())),
            std::pair(2, right.key() + ": has no certificate in PEM (BEGIN CERTIFICATE)\n"));
  EXPECT_EQ(check(listen(right.certificate(), other.key())),
            std::pair(2, other.key() + ": is not the key of the certificate in " +
                             right.certificate() + "\n"));
  const auto [code, words] = check(listen(right.certificate(), ""));
  EXPECT_EQ(code, 2);
  EXPECT_THAT(words, HasSubstr("certificate and key go together"));
}

TEST_F(Program, ServesOverTls) {
  const Certificate certificate;
  start(listen(certificate.certificate(), certificate.key()) + "[folders]\ndata = \"" +
        (folder_ / "data").string() + "\"\n");
  support::TlsClient client(port_, certificate.certificate());
  EXPECT_THAT(client.ask(request_text("GET", "/healthz", "Connection: close\r\n")),
              StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(stop(), 0);
}

TEST_F(Program, TellsOfItsStreamsInItsMetrics) {
  tests::EngineProcess engine("changtai");
  engine.start();
  people::write(folder_ / "accounts.toml", "[[account]]\nname = \"li.si\"\npassword = \"" +
                                               people::hash_password("correct horse") +
                                               "\"\nroles = [\"supervisor\"]\n");
  std::string lines = "[listen]\nport = 0\n[engine]\n";
  for (const char* line : {"intake", "work", "watch", "admin"}) {
    lines += std::string(line) + " = \"" + engine.endpoint(line) + "\"\n";
  }
  lines += "[folders]\ndata = \"" + (folder_ / "data").string() + "\"\n[people]\naccounts = \"" +
           (folder_ / "accounts.toml").string() + "\"\n";
  start(lines);
  RawClient asking(port_);
  const auto metrics = [&] { return asking.ask(request_text("GET", "/metrics")).body; };
  EXPECT_THAT(metrics(), HasSubstr("\nciv_gateway_streams 0\n"));
  const auto session =
      asking.ask(request_text("POST", "/api/v1/session", "Content-Type: application/json\r\n",
                              R"({"name":"li.si","password":"correct horse"})"));
  ASSERT_EQ(session.status, 200) << session.body;
  const std::string cookie = session.headers.at("set-cookie");
  {
    RawClient stream(port_);
    stream.say(request_text("GET", "/api/v1/events?snapshot=1",
                            "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n"));
    std::string heard;
    while (heard.find("hello") == std::string::npos) {
      const std::string more = stream.hear_some();
      ASSERT_FALSE(more.empty()) << heard;
      heard += more;
    }
    client::Client client(engine.options());
    ASSERT_TRUE(client.submit(tests::complaint("1", "锦鲤湾3号楼2单元楼道灯坏了好几天")));
    while (heard.find("event: record") == std::string::npos) {
      const std::string more = stream.hear_some();
      ASSERT_FALSE(more.empty()) << heard;
      heard += more;
    }
    const std::string now = metrics();
    EXPECT_THAT(now, HasSubstr("\nciv_gateway_streams 1\n"));
    EXPECT_THAT(now, HasSubstr("\nciv_gateway_streams_opened_total 1\n"));
    // Another one, while who comes later catches up.
    EXPECT_THAT(now, testing::Not(HasSubstr("\nciv_gateway_watches 0\n")));
    EXPECT_THAT(now, testing::Not(HasSubstr("\nciv_gateway_stream_events_total 0\n")));
    EXPECT_THAT(now, HasSubstr("\nciv_engine_up 1\n"));
  }
  EXPECT_EQ(stop(), 0);
  EXPECT_EQ(engine.stop(), 0);
}

}  // namespace whistle::gateway::program_test
