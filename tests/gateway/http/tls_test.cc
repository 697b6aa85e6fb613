#include "adapters/gateway/http/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <boost/system/system_error.hpp>
#include <chrono>

#include "tests/gateway/support/certificate.h"
#include "tests/gateway/support/served.h"
#include "tests/gateway/support/tls_client.h"

namespace whistle::gateway::http::tls_test {

using support::Certificate;
using support::RawClient;
using support::request_text;
using support::ServedRouter;
using support::TlsClient;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

boost::asio::awaitable<Response> tell_of(Request request) {
  co_return json(request.encrypted ? "\"encrypted\"" : "\"plain\"");
}

class Encrypted : public testing::Test {
 protected:
  Encrypted() { router_.add({Method::Get, "/", tell_of}); }

  ServedRouter& serve(Limits limits = {}) {
    ServerSettings settings;
    settings.tls = certificate_.files();
    settings.limits = limits;
    served_ = std::make_unique<ServedRouter>(router_, std::move(settings));
    return *served_;
  }
  std::string ask() {
    TlsClient client(served_->port(), certificate_.certificate());
    return client.ask(request_text("GET", "/", "Connection: close\r\n"));
  }

  Certificate certificate_;
  Router router_;
  std::unique_ptr<ServedRouter> served_;
};

TEST_F(Encrypted, AnswersWhoSpeaksTls) {
  serve();
  const std::string answer = ask();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nStrict-Transport-Security: max-age=31536000\r\n"));
  EXPECT_TRUE(answer.ends_with("\"encrypted\"")) << answer;
}

TEST_F(Encrypted, IsWhoTheCertificateSays) {
  const std::uint16_t port = serve().port();
  const Certificate other;
  EXPECT_THROW(TlsClient(port, other.certificate()), boost::system::system_error);
  EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200"));
}

TEST_F(Encrypted, SpeaksNoOldTls) {
  const std::uint16_t port = serve().port();
  const std::string file = certificate_.certificate();
  EXPECT_EQ(TlsClient(port, file).version(), "TLSv1.3");
  EXPECT_EQ(TlsClient(port, file, TLS1_2_VERSION).version(), "TLSv1.2");
  EXPECT_THROW(TlsClient(port, file, TLS1_1_VERSION), boost::system::system_error);
}

TEST_F(Encrypted, RefusesAPlainClientWithoutHarm) {
  RawClient plain(serve().port());
  ASSERT_TRUE(plain.say(request_text("GET", "/")));
  // What comes, if anything, is an alert of TLS.
  EXPECT_THAT(plain.hear_all(), Not(HasSubstr("HTTP")));
  EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200"));
}

TEST_F(Encrypted, IsNotHeldUpByAHandshakeThatStops) {
  Limits limits;
  limits.header_time = std::chrono::milliseconds(30);
  RawClient half(serve(limits).port());
  // The beginning of a ClientHello of which the rest never comes.
  ASSERT_TRUE(half.say(std::string("\x16\x03\x01\x02\x00\x01\x00", 7)));
  EXPECT_EQ(half.hear_all(), "");
  serve();
  RawClient waiting(served_->port());
  EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200"));
}

TEST_F(Encrypted, SaysPlainOfAPlainServer) {
  ServedRouter served(router_);
  RawClient client(served.port());
  const auto answer = client.ask(request_text("GET", "/"));
  EXPECT_EQ(answer.body, "\"plain\"");
  EXPECT_FALSE(answer.headers.contains("strict-transport-security"));
}

TEST(TlsFiles, AreRightWhenTheyBelongTogether) {
  EXPECT_EQ(problem_of({}), std::nullopt);
  EXPECT_EQ(problem_of(Certificate(Certificate::Key::Curve).files()), std::nullopt);
  EXPECT_EQ(problem_of(Certificate(Certificate::Key::Rsa).files()), std::nullopt);
}

TEST(TlsFiles, AreToldByNameWhenTheyAreNotThere) {
  const Certificate right;
  EXPECT_EQ(problem_of({"/nowhere/c.pem", right.key()}),
            "/nowhere/c.pem: is not there, or cannot be read");
  EXPECT_EQ(problem_of({right.certificate(), "/nowhere/k.pem"}),
            "/nowhere/k.pem: is not there, or cannot be read");
}

TEST(TlsFiles, AreToldByNameWhenTheyAreNoPem) {
  const Certificate right;
  const std::string text = right.file("text.pem", "-----BEGIN NOTHING-----\n");
  const std::string empty = right.file("empty.pem", "");
  for (const std::string& wrong : {text, empty, right.key()}) {
    EXPECT_EQ(problem_of({wrong, right.key()}),
              wrong + ": has no certificate in PEM (BEGIN CERTIFICATE)");
  }
  for (const std::string& wrong : {text, empty, right.certificate(), right.locked_key()}) {
    EXPECT_EQ(problem_of({right.certificate(), wrong}),
              wrong + ": has no key in PEM (BEGIN PRIVATE KEY) without a passphrase");
  }
}

TEST(TlsFiles, MustBelongTogether) {
  const Certificate curve;
  const Certificate another;
  const Certificate rsa(Certificate::Key::Rsa);
  for (const Certificate* other : {&another, &rsa}) {
    EXPECT_EQ(problem_of({curve.certificate(), other->key()}),
              other->key() + ": is not the key of the certificate in " + curve.certificate());
  }
  Router router;
  ServerSettings settings;
  settings.tls = {curve.certificate(), rsa.key()};
  EXPECT_THROW(ServedRouter(router, settings), std::runtime_error);
}

TEST(TlsFiles, MustHoldToday) {
  const Certificate old(Certificate::Key::Curve, Certificate::Valid::Yesterday);
  EXPECT_EQ(problem_of(old.files()), old.certificate() + ": the certificate has expired");
  const Certificate early(Certificate::Key::Curve, Certificate::Valid::Tomorrow);
  EXPECT_EQ(problem_of(early.files()), early.certificate() + ": the certificate is not valid yet");
}

}  // namespace whistle::gateway::http::tls_test
