#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/gateway/strangers/town.h"
#include "whistle/v1/complaint.pb.h"

// What strangers write comes back as text and as nothing else, and is in no log.
namespace whistle::gateway::strangers::words_test {

using nlohmann::json;
using support::Answer;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kHostile =
    "<script>alert(\"1\")</script>'&amp;]]><!--\xE2\x80\xAE ${7*7} %s ' OR 1=1;-- =cmd|' /C "
    "calc'!A0";

std::string encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

// Whatever else it is: nothing that a browser would run, and sound in its own format.
void expect_harmless(const Answer& answer, const std::string& what) {
  const std::string type = answer.headers.at("content-type");
  EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff") << what;
  EXPECT_THAT(type, Not(HasSubstr("html"))) << what;
  if (type.find("json") != std::string::npos) {
    EXPECT_TRUE(json::accept(answer.body)) << what << answer.body;
  } else {
    EXPECT_THAT(answer.body, Not(HasSubstr("<script"))) << what;
    EXPECT_THAT(answer.body, Not(HasSubstr("]]>"))) << what;
  }
}

const Headers kForm{{"Content-Type", "application/x-www-form-urlencoded"}};

std::string report(const std::string& field) {
  std::string form =
      "api_key=key-of-fixmystreet&service_code=06013&lat=24.6&long=118"
      "&attribute[SIZE]=l";
  // The first of a name counts.
  return encoded(field) + "=" + encoded(kHostile) + "&" + form;
}

TEST(Words, OfEachFieldOfOpen311ComeBackAsText) {
  Town town;
  for (const char* field : {"api_key",
                            "jurisdiction_id",
                            "service_code",
                            "lat",
                            "long",
                            "address_string",
                            "address_id",
                            "description",
                            "email",
                            "phone",
                            "first_name",
                            "last_name",
                            "device_id",
                            "account_id",
                            "media_url",
                            "attribute[SIZE]",
                            "attribute[MARK]",
                            "attribute[WORDS]",
                            "attribute[DEPTH]",
                            "attribute[SEEN]",
                            "attribute[HAZARDS][]",
                            kHostile}) {
    for (const std::string format : {"json", "xml"}) {
      const Answer posted =
          town.ask("POST", "/open311/v2/requests." + format, kForm, report(field));
      expect_harmless(posted, std::string("POST ") + field);
      EXPECT_THAT(posted.status, testing::AnyOf(200, 400, 403, 404)) << field;
    }
  }
  for (const char* field : {"service_code", "status", "start_date", "end_date", "page", "page_size",
                            "service_request_id", "jurisdiction_id", "bbox", "q", "extensions",
                            "updated_after", "lat", "radius", kHostile}) {
    for (const std::string room : {"requests", "services", "discovery", "servicerequestupdates"}) {
      for (const std::string format : {".json", ".xml"}) {
        std::string target = "/open311/v2/";
        target += room + format + "?" + encoded(field) + "=" + encoded(kHostile);
        expect_harmless(town.get(target), target);
      }
    }
  }
}

TEST(Words, OfAReportAreReadAgainAsTheyWere) {
  Town town;
  const Answer posted = town.ask("POST", "/open311/v2/requests.json", kForm, report("description"));
  ASSERT_EQ(posted.status, 200) << posted.body;
  const std::string id = json::parse(posted.body).at(0).at("service_request_id");
  const Answer as_json = town.get("/open311/v2/requests/" + id + ".json");
  EXPECT_EQ(json::parse(as_json.body).at(0).at("description"), kHostile);
  const Answer as_xml = town.get("/open311/v2/requests/" + id + ".xml");
  expect_harmless(as_xml, "requests");
  EXPECT_THAT(as_xml.body, HasSubstr("&lt;script&gt;alert("));
  EXPECT_THAT(as_xml.body, HasSubstr("&amp;amp;]]&gt;&lt;!--"));
}

TEST(Words, OfEachFieldOfAComplaintReachTheEngineAsTheyWere) {
  Town town;
  const Headers person = town.come_in().to_act();
  const auto& descriptor = *v1::Complaint::descriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const auto& field = *descriptor.field(i);
    if (field.type() != google::protobuf::FieldDescriptor::TYPE_STRING) continue;
    json body{{"text", "漏水"}};
    body[field.name()] = field.is_repeated() ? json::array({kHostile}) : json(kHostile);
    Headers headers = person;
    headers.emplace_back("Content-Type", "application/json");
    const Answer answer = town.ask("POST", "/api/v1/complaints", headers, body.dump());
    EXPECT_EQ(answer.status, 200) << field.name() << answer.body;
    expect_harmless(answer, field.name());
    const auto told = town.desk().asked().back().as<v1::SubmitRequest>().complaint();
    const auto& reflection = *told.GetReflection();
    EXPECT_EQ(field.is_repeated() ? reflection.GetRepeatedString(told, &field, 0)
                                  : reflection.GetString(told, &field),
              kHostile)
        << field.name();
  }
}

TEST(Words, ThatNameNothingAreToldAsText) {
  Town town;
  const Headers person = town.come_in().to_look();
  for (const std::string path :
       {"/api/v1/cases/", "/api/v1/registers/", "/api/v1/attachments/", "/api/v1/what-ifs/",
        "/api/v1/complaints/", "/api/v1/nothing/", "/open311/v2/services/", "/open311/v2/requests/",
        "/api/v1/cases?order=", "/api/v1/rules/file?name=", "/api/v1/cases/7?"}) {
    // A slash in a name is no name; the rest may be.
    std::string word = encoded(kHostile);
    for (std::size_t at = 0; (at = word.find("%2F")) != std::string::npos;) word.erase(at, 3);
    const Answer answer = town.get(path + word, person);
    EXPECT_THAT(answer.status, testing::AllOf(testing::Ge(400), testing::Le(501))) << path;
    expect_harmless(answer, path);
  }
}

// What the server and its rooms log while the object lives.
class Log {
 public:
  Log() : before_(spdlog::default_logger()) {
    const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_, true);
    const auto logger = std::make_shared<spdlog::logger>("", sink);
    logger->set_level(spdlog::level::trace);
    spdlog::set_default_logger(logger);
  }
  ~Log() { spdlog::set_default_logger(before_); }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  std::string text() const { return lines_.str(); }

 private:
  std::ostringstream lines_;
  std::shared_ptr<spdlog::logger> before_;
};

TEST(Logs, AndTheRecordOfDeedsHaveNothingOfResidents) {
  Town town;
  const Log log;
  const Town::Pass pass = town.come_in();
  const Headers person = pass.to_act();
  Headers sending = person;
  sending.emplace_back("Content-Type", "application/json");
  const json said{{"text", "阮小七家漏水"},
                  {"phone", "13912345678"},
                  {"requester_name", "阮小七"},
                  {"address", "锦鲤湾3号楼"},
                  {"subject", "小七的电话"}};
  EXPECT_EQ(town.ask("POST", "/api/v1/complaints", sending, said.dump()).status, 200);
  town.ask("POST", "/api/v1/complaints", sending, said.dump() + "阮小七");
  town.ask("POST", "/api/v1/complaints", person, said.dump());
  const std::string name = encoded("阮小七");
  for (const std::string& target :
       {"/api/v1/cases?q=" + name, std::string("/api/v1/cases?phone=13912345678"),
        "/api/v1/cases/" + name, "/api/v1/cases/" + name + "/explanation",
        "/api/v1/cases/7?" + name + "=1", "/api/v1/" + name, "/" + name,
        "/open311/v2/requests/" + name + ".json", "/open311/v2/requests.json?q=" + name,
        "/" + name + "%00", "/api/v1/rules/file?name=" + name}) {
    town.get(target, pass.to_look());
  }
  town.ask("POST", "/open311/v2/requests.json", kForm,
           "api_key=key-of-fixmystreet&service_code=noise&address_string=" + name +
               "&description=" + name + "&phone=13912345678&first_name=" + name);
  town.ask("POST", "/open311/v2/requests.json", kForm, "api_key=" + name + "&description=%zz");
  town.sign_in("阮小七", "my telephone is 13912345678");
  town.ask("POST", "/api/v1/wishes/" + name, sending, R"({"note":"13912345678"})");
  town.ask("POST", "/api/v1/cases/7/sign", sending, R"({"note":"阮小七 13912345678"})");
  town.ask(std::string("13912345678"), "/api/v1/cases");
  support::RawClient(town.port()).ask("阮小七 13912345678\r\n\r\n");

  town.stop();
  const std::string deeds = people::text_of(town.folder() / "audit");
  EXPECT_THAT(log.text(), HasSubstr("POST /api/v1/complaints 200"));
  EXPECT_THAT(deeds, HasSubstr("/api/v1/complaints"));
  for (const std::string& text : {log.text(), deeds}) {
    for (const char* personal : {"阮小七", "小七", "1391234", "漏水", "锦鲤湾", "%E9%98%AE",
                                 kPassword, "key-of-fixmystreet"}) {
      EXPECT_THAT(text, Not(HasSubstr(personal)));
    }
    EXPECT_THAT(text, Not(HasSubstr(pass.csrf)));
    EXPECT_THAT(text, Not(HasSubstr(pass.cookie.substr(pass.cookie.find('=') + 1))));
  }
  EXPECT_THAT(log.text(), Not(HasSubstr("127.0.0.1")))
      << "addresses are in the record of deeds only";
}

}  // namespace whistle::gateway::strangers::words_test
