#include "engine/service/methods.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "engine/service/permissions.h"
#include "engine/service/wire_codec.h"

// What a request of each method carries, held against what the protocol says about it.
namespace whistle::service::methods_test {

std::string body_name(const MethodForm& form) {
  return form.body != nullptr ? form.body().GetDescriptor()->name() : "empty";
}

// From the comments of the protocol: the body of each method by its name; of those that have
// another body on each socket "empty".
std::map<std::string, std::string> documented_bodies() {
  std::ifstream file(std::string(SOURCE_DIR) + "/proto/whistle/v1/envelope.proto");
  const std::regex row(R"(^  (METHOD_\w+) = \d+; +// \[[^\]]*\] (\w+) -> .*)");
  std::map<std::string, std::string> bodies;
  std::smatch found;
  for (std::string line; std::getline(file, line);) {
    if (!std::regex_match(line, found, row)) continue;
    bodies[found[1]] = std::ranges::count(line, '[') == 1 ? found[2].str() : "empty";
  }
  return bodies;
}

TEST(MethodForms, StandThereOnceForEachMethodOfTheProtocol) {
  const auto* methods = v1::Method_descriptor();
  for (int i = 0; i < methods->value_count(); ++i) {
    const auto method = static_cast<v1::Method>(methods->value(i)->number());
    const auto count = std::ranges::count(method_forms(), method, &MethodForm::method);
    EXPECT_EQ(count, method == v1::METHOD_UNSPECIFIED ? 0 : 1) << methods->value(i)->name();
    const MethodForm* form = form_of(method);
    EXPECT_EQ(form != nullptr, method != v1::METHOD_UNSPECIFIED) << methods->value(i)->name();
    EXPECT_TRUE(form == nullptr || form->method == method) << methods->value(i)->name();
  }
  EXPECT_EQ(form_of(static_cast<v1::Method>(4711)), nullptr);
}

TEST(MethodForms, HaveTheBodiesThatTheProtocolSays) {
  const auto documented = documented_bodies();
  ASSERT_EQ(documented.size(), method_forms().size());
  for (const MethodForm& form : method_forms()) {
    EXPECT_EQ(body_name(form), documented.at(v1::Method_Name(form.method)))
        << v1::Method_Name(form.method);
  }
}

TEST(MethodForms, TakeAKeyForWishesThatTheWriterDecides) {
  std::set<std::string> keyed;
  for (const MethodForm& form : method_forms()) {
    if (form.takes_key) keyed.insert(v1::Method_Name(form.method).substr(7));
  }
  EXPECT_EQ(keyed, (std::set<std::string>{"ACT", "ARRIVE", "CALL_BACK", "CLASSIFY", "CONTACT",
                                          "FINISH", "POST_CHECK", "PROGRESS", "PULL", "RAISE",
                                          "RELEASE", "RENEW", "SIGN", "SUBMIT"}));
}

// A limit is held against a field of the body, or it would not hold.
TEST(MethodForms, HaveTheFieldsThatPermissionsAreHeldAgainst) {
  for (const Permission& permission : permissions()) {
    if (permission.verb.method == v1::METHOD_ACT) continue;  // permissions_test.cc
    const Subject& subject = permission.subject;
    for (const std::string_view path :
         {subject.case_field, subject.cases_field, subject.unit_field, subject.also_field,
          subject.area_field, subject.units_field, subject.source_field}) {
      if (path.empty()) continue;
      const MethodForm* form = form_of(permission.verb.method);
      ASSERT_NE(form->body, nullptr) << permission.name;
      const std::string first(path.substr(0, path.find('.')));
      EXPECT_NE(form->body().GetDescriptor()->FindFieldByName(first), nullptr)
          << permission.name << " " << path;
    }
  }
}

Request request(v1::Method method, const std::string& bytes) {
  Request request;
  request.header.set_method(method);
  request.body.rebuild(bytes.data(), bytes.size());
  return request;
}

TEST(MethodForms, SayAsWhatABodyIsRead) {
  v1::ReceiveRequest sent;
  sent.set_worker("li");
  const auto body = body_of(request(v1::METHOD_RECEIVE, sent.SerializeAsString()));
  ASSERT_TRUE(body);
  const auto* read = dynamic_cast<const v1::ReceiveRequest*>(body->get());
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->worker(), "li");
  EXPECT_EQ(body_of(request(v1::METHOD_RECEIVE, "\xff")).error().message,
            "frame 2: not a whistle.v1.ReceiveRequest");
  EXPECT_EQ(body_of(request(v1::METHOD_RECEIVE, "\x12\x02\xc3\x28")).error().reason, "BAD_UTF8");
  EXPECT_EQ(*body_of(request(v1::METHOD_STATUS, "\xff")), nullptr);
  EXPECT_EQ(*body_of(request(static_cast<v1::Method>(4711), "\xff")), nullptr);
}

}  // namespace whistle::service::methods_test
