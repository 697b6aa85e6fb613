#include "engine/service/permissions.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "whistle/v1/act.pb.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/registers.pb.h"
#include "whistle/v1/work.pb.h"

// Who may wish what, all of it: a second table, written down independently, with a letter for each
// role that may: Intake Worker Dispatcher Supervisor Gateway Admin.
namespace whistle::service::permissions_test {

const std::map<std::string, std::string> kWho{
    {"HELLO", "IWDSGA"},
    {"PING", "IWDSGA"},
    {"SUBMIT", "I.D.G."},
    {"PULL", ".WD.G."},
    {"RENEW", ".WD.G."},
    {"RELEASE", ".WD.G."},
    {"SIGN", ".WD.G."},
    {"CONTACT", ".WD.G."},
    {"ARRIVE", ".WD.G."},
    {"PROGRESS", ".WD.G."},
    {"FINISH", ".WD.G."},
    {"RAISE", ".WD.G."},
    {"CLASSIFY", "..D.G."},
    {"POST_CHECK", "..D.G."},
    {"CALL_BACK", "I.D.G."},
    {"RECEIVE", ".WD.G."},
    {"HOLDINGS", ".WD.G."},
    {"DRAIN", ".WD.G."},
    {"BUNDLE", "IWDSG."},
    {"WATCH", ".WDSGA"},
    {"CREDIT", ".WDSGA"},
    {"ACKNOWLEDGE_WATCH", ".WDSGA"},
    {"CURSORS", ".WDSGA"},
    {"DELETE_CURSOR", ".....A"},
    {"GET_CASE", "IWDSGA"},
    {"EXPLAIN", "IWDSGA"},
    {"QUEUES", ".WDSGA"},
    {"REGISTERS", ".WDSGA"},
    {"SCOREBOARD", "..DSGA"},
    {"AGENDA", "..DSGA"},
    {"EXPLAIN_PULL", ".WDSGA"},
    {"GET_COMPLAINT", "IWDSGA"},
    {"PROPOSE", "IWDSGA"},
    {"RULES", "IWDSGA"},
    {"STATUS", "....GA"},
    {"ADVANCE_TIME", ".....A"},
    {"BACKUP", ".....A"},
    {"ADOPT_POLICY", ".....A"},
    {"dispose_case", "..D.G."},
    {"transfer_to_emergency", "..DSG."},
    {"recolour_case", "..DSG."},
    {"name_companion", "..DSG."},
    {"link_proposal", "..DSG."},
    {"unmerge_complaint", "..DSG."},
    {"merge_cases", "..DSG."},
    {"order_assist", ".WD.G."},
    {"excuse_assist", ".WD.G."},
    {"return_order", ".WDSG."},
    {"reassign_case", "..DSG."},
    {"rule_on_objection", "..DSG."},
    {"transfer_order", ".WDSG."},
    {"take_express_lane", ".WD.G."},
    {"add_evidence", ".WD.G."},
    {"suspend_case", ".WD.G."},
    {"resume_case", ".WDSG."},
    {"ask_extension", ".WD.G."},
    {"rule_on_extension", "..DSG."},
    {"defer_case", ".WDSG."},
    {"review_deferral", "..DSG."},
    {"convene_panel", ".WDSG."},
    {"conclude_panel", ".WDSG."},
    {"remind_case", "I.DSG."},
    {"supervise_case", "...SG."},
    {"issue_card", "...SG."},
    {"acknowledge_escalation", "...SG."},
    {"note_unreachable", "..D.G."},
    {"file_appeal", ".WD.G."},
    {"review_appeal", "..DSG."},
    {"blow_whistle", ".WDSG."},
    {"acknowledge_whistle", ".WD.G."},
    {"report_in", ".WD.G."},
    {"record_measure", ".WD.G."},
    {"release_unit", ".WDSG."},
    {"close_whistle", ".WDSG."},
    {"rate_whistle", ".WDSG."},
    {"change_mode", "...SG."},
    {"assign_duty", "..DSG."},
    {"do_duty", ".WD.G."},
    {"change_care_tier", "..DSG."},
    {"end_duty", "..DSG."},
    {"list_wish", "IWDSG."},
    {"claim_entry", "IWD.G."},
    {"pledge_entry", "IWD.G."},
    {"finish_entry", ".WD.G."},
    {"rate_entry", "I.D.G."},
    {"close_entry", "..DSG."},
    {"withdraw_entry", "..DSG."},
    {"redeem_points", "..DSG."},
    {"rate_unit", ".WDSG."},
    {"reach_milestone", ".WD.G."},
    {"recall_order", "..DSG."},
};

std::string letters_of(Roles roles) {
  constexpr std::string_view kLetters = "IWDSGA";
  std::string letters;
  for (const auto& role : kSpellings<Role>) {
    letters += roles.has(role.value) ? kLetters[static_cast<std::size_t>(role.value)] : '.';
  }
  return letters;
}

TEST(Permissions, AreWhatTheyAreForEveryVerbAndEveryRole) {
  for (const Permission& permission : permissions()) {
    const auto found = kWho.find(std::string(permission.name));
    ASSERT_NE(found, kWho.end()) << permission.name;
    EXPECT_EQ(letters_of(permission.roles), found->second) << permission.name;
  }
  EXPECT_EQ(permissions().size(), kWho.size());
}

TEST(Permissions, AreGivenForEveryMethodOfTheProtocol) {
  const auto* methods = v1::Method_descriptor();
  for (int i = 0; i < methods->value_count(); ++i) {
    const auto method = static_cast<v1::Method>(methods->value(i)->number());
    const Permission* permission = permission_for({method, 0});
    // A wish needs its number, and nothing is not a method.
    const bool is_none = method == v1::METHOD_UNSPECIFIED || method == v1::METHOD_ACT;
    EXPECT_EQ(permission == nullptr, is_none) << methods->value(i)->name();
    if (permission == nullptr) continue;
    EXPECT_EQ("METHOD_" + std::string(permission->name), methods->value(i)->name());
  }
}

TEST(Permissions, AreGivenForEveryWish) {
  const auto* wishes = v1::ActRequest::descriptor();
  for (int i = 0; i < wishes->field_count(); ++i) {
    const Permission* permission = permission_for({v1::METHOD_ACT, wishes->field(i)->number()});
    ASSERT_NE(permission, nullptr) << wishes->field(i)->name();
    EXPECT_EQ(permission->name, wishes->field(i)->name());
  }
  EXPECT_EQ(permission_for({v1::METHOD_ACT, 4711}), nullptr);
  EXPECT_EQ(permission_for({static_cast<v1::Method>(4711), 0}), nullptr);
}

TEST(Permissions, StandThereOnce) {
  std::set<std::pair<int, int>> verbs;
  for (const Permission& permission : permissions()) {
    EXPECT_TRUE(verbs.emplace(permission.verb.method, permission.verb.wish).second)
        << permission.name;
  }
}

// A wish that names a case, a unit or an area must say so in the table, or no limit would hold.
TEST(Permissions, OfWishesNameTheFieldsTheirMessagesHave) {
  const auto* wishes = v1::ActRequest::descriptor();
  for (int i = 0; i < wishes->field_count(); ++i) {
    const auto& message = *wishes->field(i)->message_type();
    const Subject& subject = permission_for({v1::METHOD_ACT, wishes->field(i)->number()})->subject;
    for (const std::string_view field :
         {subject.case_field, subject.unit_field, subject.area_field}) {
      if (field.empty()) continue;
      EXPECT_NE(message.FindFieldByName(std::string(field)), nullptr)
          << message.name() << "." << field;
    }
    if (message.FindFieldByName("token") != nullptr) {
      EXPECT_EQ(subject.case_field, "id") << message.name();
    }
  }
}

TEST(Permissions, OfAllWishesAboutACaseHoldItAgainstTheLimits) {
  // Their numbers are of whistles, duties and entries.
  const std::set<std::string_view> others{
      "acknowledge_whistle", "report_in",    "record_measure",   "release_unit", "close_whistle",
      "rate_whistle",        "do_duty",      "change_care_tier", "end_duty",     "claim_entry",
      "pledge_entry",        "finish_entry", "rate_entry",       "close_entry",  "withdraw_entry"};
  const auto* wishes = v1::ActRequest::descriptor();
  for (int i = 0; i < wishes->field_count(); ++i) {
    const auto& field = *wishes->field(i);
    if (field.message_type()->FindFieldByName("id") == nullptr) continue;
    const Subject& subject = permission_for({v1::METHOD_ACT, field.number()})->subject;
    EXPECT_EQ(subject.case_field.empty(), others.contains(field.name())) << field.name();
  }
}

TEST(Permissions, LetNobodyOntoASocketWhereNoneOfTheirVerbsIsTaken) {
  EXPECT_EQ(letters_of(roles_at(Audience::Intake)), "I.D.G.");
  EXPECT_EQ(letters_of(roles_at(Audience::Work)), ".WDSGA");
  EXPECT_EQ(letters_of(roles_at(Audience::Watch)), ".WDSGA");
  EXPECT_EQ(letters_of(roles_at(Audience::Admin)), "....GA");
}

TEST(Permissions, KeepPromisesAliveWithoutCounting) {
  std::set<std::string_view> free;
  for (const Permission& permission : permissions()) {
    if (permission.is_free) free.insert(permission.name);
  }
  EXPECT_EQ(free, (std::set<std::string_view>{"ACKNOWLEDGE_WATCH", "BUNDLE", "CREDIT", "HELLO",
                                              "PING", "RECEIVE", "RENEW"}));
}

}  // namespace whistle::service::permissions_test
