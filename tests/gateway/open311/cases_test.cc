#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "adapters/gateway/http/target.h"
#include "tests/gateway/open311/city.h"

// cases/NAME.request is what a client sends: method and target with FORMAT in place of xml or json,
// header fields, an empty line, the body (of multipart the line ends become CRLF). NAME.xml and
// NAME.json are what it gets: the status, an empty line, the body. WHISTLE_UPDATE_GOLDEN=1 writes
// answers that are missing.
namespace whistle::gateway::open311::cases_test {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(SOURCE_DIR) / "tests/gateway/open311/cases";

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// What the server answers to a target that it cannot read is its own affair.
http::Request request_of(const std::string& text, const std::string& format) {
  std::istringstream lines(text);
  std::string method;
  std::string target;
  lines >> method >> target;
  std::string line;
  std::getline(lines, line);
  std::vector<std::pair<std::string, std::string>> headers;
  while (std::getline(lines, line) && !line.empty()) {
    const std::size_t colon = line.find(": ");
    headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  std::string body((std::istreambuf_iterator<char>(lines)), {});
  if (body.ends_with('\n')) body.pop_back();
  if (text.find("multipart/") != std::string::npos) body = replaced(body, "\n", "\r\n");
  const auto verb = method == "POST"     ? http::Method::Post
                    : method == "PUT"    ? http::Method::Put
                    : method == "DELETE" ? http::Method::Delete
                                         : http::Method::Get;
  return support::request_of(verb, replaced(target, "FORMAT", format), body, headers);
}

std::string answer_to(const std::string& request, const std::string& format) {
  City city;
  const http::Response response = support::ask(city.router, request_of(request, format));
  EXPECT_EQ(support::header_of(response, "Access-Control-Allow-Origin"), "*");
  return std::to_string(response.status) + "\n\n" + response.body;
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& entry : fs::directory_iterator(kCases)) {
    if (entry.path().extension() == ".request") all.push_back(entry.path().stem());
  }
  std::ranges::sort(all);
  return all;
}

TEST(Cases, AreAnsweredAsStored) {
  ASSERT_GE(names().size(), 60U);
  for (const std::string& name : names()) {
    const std::string request = read(kCases / (name + ".request"));
    for (const std::string format : {"xml", "json"}) {
      const fs::path file = kCases / (name + "." + format);
      const std::string answer = answer_to(request, format);
      if (!fs::exists(file) && std::getenv("WHISTLE_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(file, std::ios::binary) << answer;
      }
      EXPECT_EQ(read(file), answer) << name << " as " << format;
    }
  }
}

TEST(Cases, CheckWhatIsWrongAtLeastTwentyWays) {
  const auto is_refused = [](const std::string& name) {
    return read(kCases / (name + ".xml")).starts_with("4");
  };
  EXPECT_GE(std::ranges::count_if(names(), is_refused), 20);
}

TEST(Cases, HaveJsonThatIsJsonAndNeverWrapsLists) {
  for (const std::string& name : names()) {
    const std::string answer = read(kCases / (name + ".json"));
    const auto json = nlohmann::json::parse(answer.substr(answer.find("\n\n") + 2), nullptr, false);
    if (name.starts_with("wrong_format")) continue;
    EXPECT_FALSE(json.is_discarded()) << name;
    const bool is_object = name.starts_with("definition") || name.starts_with("discovery");
    const bool is_error = answer.starts_with("4");
    EXPECT_EQ(json.is_array(), is_error || !is_object) << name;
  }
}

}  // namespace whistle::gateway::open311::cases_test
