#include "engine/service/gate.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/service/wish_keys.h"
#include "tests/runtime/machine.h"
#include "tests/support/faulty_journal.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/work.pb.h"

// Every message is asked whose it is.
namespace whistle::service::gate_test {

using namespace std::chrono_literals;

constexpr Timestamp kNow{Milliseconds{1'773'187'200'000}};
const std::string kChief(40, 'c');
const std::string kDesk(40, 'd');
const std::string kSecondDesk(40, 'e');

class AtTheGate : public testing::Test {
 protected:
  AtTheGate() {
    machine_.submit({.category = "parking"}, kNow);
    machine_.commit();
    use(everybody());
  }

  static std::vector<Principal> everybody() {
    return {{.name = "chief",
             .roles = Role::Supervisor,
             .areas = {{support::kJinli}},
             .keys = {{.z85 = kChief}}},
            {.name = "desk",
             .roles = Role::Worker,
             .units = {{{"waiwu"}}},
             .rate = Rate{2, 1min},
             .keys = {{.z85 = kDesk, .not_after = kNow + 1h},
                      {.z85 = kSecondDesk, .not_before = kNow + 30min}}}};
  }
  void use(std::vector<Principal> principals) {
    gate_.use(std::make_shared<const Directory>(std::move(principals)));
  }

  template <class Body>
  static Request request(const std::string& key, v1::Method method, const Body& body) {
    Request request;
    request.user = key;
    request.header.set_method(method);
    const std::string bytes = body.SerializeAsString();
    request.body.rebuild(bytes.data(), bytes.size());
    return request;
  }
  static Request hello(const std::string& key) {
    return request(key, v1::METHOD_HELLO, v1::Hello{});
  }
  static Request pull(const std::string& key, const std::string& unit) {
    v1::PullRequest pull;
    pull.set_unit(unit);
    return request(key, v1::METHOD_PULL, pull);
  }
  static Request case_request(const std::string& key, std::uint64_t id) {
    v1::CaseRequest body;
    body.set_case_id(id);
    return request(key, v1::METHOD_GET_CASE, body);
  }

  static Request receipt(const std::string& key, const std::vector<std::uint64_t>& cases) {
    v1::ReceiveRequest body;
    for (const std::uint64_t id : cases) {
      v1::Lease& lease = *body.add_leases();
      lease.set_case_id(id);
      lease.set_token(1);
    }
    return request(key, v1::METHOD_RECEIVE, body);
  }

  std::string reason(Request request, Audience audience = Audience::Work) {
    const auto problem = gate_.admit(request, audience);
    return problem ? problem->reason : "";
  }

  runtime::Machine machine_;
  runtime::DrivenClock clock_{kNow};
  Rules rules_{std::make_shared<policy::Policy>(support::changtai_rules()), nullptr};
  Gate gate_{machine_.journal(), rules_, clock_};
};

TEST_F(AtTheGate, WhoComesOverASocketWithoutKeysGoesOnUnnamed) {
  Request request = hello("");
  request.user.reset();
  EXPECT_FALSE(gate_.admit(request, Audience::Admin));
  EXPECT_EQ(request.caller, Caller{});
}

TEST_F(AtTheGate, AKnownKeyGetsTheNameOfItsPrincipal) {
  Request request = hello(kDesk);
  EXPECT_FALSE(gate_.admit(request, Audience::Work));
  EXPECT_EQ(request.caller, (Caller{"desk", "dddddddddd"}));
}

TEST_F(AtTheGate, NobodyIsLetInWithoutAName) {
  const auto problem = gate_.problem_with("");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->code, kUnauthenticated);
  EXPECT_EQ(reason(hello("")), "NO_KEY");
  EXPECT_EQ(reason(hello(std::string(40, 'x'))), "KEY_REVOKED");
}

TEST_F(AtTheGate, NobodyIsLetInBeforeThereArePrincipals) {
  Gate gate(machine_.journal(), rules_, clock_);
  Request request = hello(kDesk);
  EXPECT_TRUE(gate.admit(request, Audience::Work));
}

TEST_F(AtTheGate, AKeyThatIsTakenAwayIsWorthNothingFromTheNextMessageOn) {
  EXPECT_EQ(reason(hello(kDesk)), "");
  auto fewer = everybody();
  fewer.pop_back();
  use(fewer);
  EXPECT_EQ(reason(hello(kDesk)), "KEY_REVOKED");
}

TEST_F(AtTheGate, KeysOverlapAndExpire) {
  EXPECT_EQ(reason(hello(kSecondDesk)), "KEY_NOT_YET_VALID");
  clock_.advance_to(kNow + 45min);
  EXPECT_EQ(reason(hello(kDesk)), "");
  EXPECT_EQ(reason(hello(kSecondDesk)), "");
  clock_.advance_to(kNow + 1h);
  EXPECT_EQ(reason(hello(kDesk)), "KEY_EXPIRED");
  EXPECT_EQ(reason(hello(kSecondDesk)), "");
}

TEST_F(AtTheGate, ARoleThatWasTakenAwayHasNoBusinessOnTheSocketAnyMore) {
  EXPECT_EQ(reason(hello(kDesk), Audience::Admin), "ROLE");
  EXPECT_EQ(reason(hello(kDesk), Audience::Work), "");
}

TEST_F(AtTheGate, LimitsAreHeldAgainstTheBody) {
  EXPECT_EQ(reason(pull(kDesk, "waiwu")), "");
  EXPECT_EQ(reason(pull(kDesk, "jinli")), "UNIT");
}

TEST_F(AtTheGate, LimitsAreHeldAgainstTheCaseOnDisk) {
  EXPECT_EQ(reason(case_request(kDesk, 1)), "");
  EXPECT_EQ(reason(case_request(kChief, 1)), "AREA_SCOPE");
  auto others = everybody();
  others[0].areas = {{support::kWaiwu}};
  use(others);
  EXPECT_EQ(reason(case_request(kChief, 1)), "");
  EXPECT_EQ(reason(case_request(kChief, 2)), "UNKNOWN_CASE");
}

TEST_F(AtTheGate, OfAListWhatIsElsewhereOrNowhereIsOutOfReachAndTheRestGoesOn) {
  machine_.submit({.category = "streetlight"}, kNow);  // of wuan, in the same area
  machine_.commit();
  Request list = receipt(kDesk, {2, 1, 99, 1});
  EXPECT_FALSE(gate_.admit(list, Audience::Work));
  EXPECT_EQ(list.out_of_reach, (std::set<CaseId>{{2}, {99}}));
  Request own = receipt(kDesk, {1});
  EXPECT_FALSE(gate_.admit(own, Audience::Work));
  EXPECT_TRUE(own.out_of_reach.empty());
  // Who may receive nothing at all is told so.
  EXPECT_EQ(reason(receipt(kChief, {1})), "ROLE");
}

TEST_F(AtTheGate, OfAListNothingIsOutOfReachOfWhoHasNoLimits) {
  use({{.name = "centre", .roles = Role::Dispatcher, .keys = {{.z85 = kChief}}}});
  Request list = receipt(kChief, {1, 99});
  EXPECT_FALSE(gate_.admit(list, Audience::Work));
  EXPECT_TRUE(list.out_of_reach.empty());
}

TEST_F(AtTheGate, ReadsEachCaseOfAListOnceAndNoMoreThanAListMayHave) {
  const support::FaultyJournal counted(machine_.journal());
  Gate gate(counted, rules_, clock_);
  gate.use(std::make_shared<const Directory>(everybody()));
  Request list = receipt(kDesk, {1, 2, 1, 2, 1});
  EXPECT_FALSE(gate.admit(list, Audience::Work));
  EXPECT_EQ(counted.case_reads(), 2U);
  std::vector<std::uint64_t> many(1000);
  std::iota(many.begin(), many.end(), 1);
  Request long_list = receipt(kDesk, many);
  EXPECT_FALSE(gate.admit(long_list, Audience::Work));
  EXPECT_EQ(counted.case_reads(), 2U + 256U);
  EXPECT_EQ(counted.text_reads(), 0U);
}

TEST_F(AtTheGate, ReadsComplaintsForWhoIsHeldToTheirSourcesOnly) {
  const support::FaultyJournal counted(machine_.journal());
  Gate gate(counted, rules_, clock_);
  const auto admit = [&](const Principal& principal) {
    gate.use(std::make_shared<const Directory>(std::vector<Principal>{principal}));
    Request request = case_request(kDesk, 1);
    return !gate.admit(request, Audience::Work);
  };
  Principal desk{.name = "desk",
                 .roles = Role::Worker,
                 .units = {{{"waiwu"}}},
                 .sources = {{"another"}},
                 .keys = {{.z85 = kDesk}}};
  EXPECT_TRUE(admit(desk));
  EXPECT_EQ(counted.text_reads(), 0U);
  desk.roles = Role::Worker | Role::Intake;
  EXPECT_TRUE(admit(desk));
  EXPECT_EQ(counted.text_reads(), 1U);
}

TEST_F(AtTheGate, AHotlineSeesCasesOfItsOwnComplaints) {
  Principal hotline{.name = "hotline",
                    .roles = Role::Intake,
                    .sources = {{"hotline"}},
                    .keys = {{.z85 = std::string(40, 'h')}}};
  use({hotline});
  EXPECT_EQ(reason(case_request(std::string(40, 'h'), 1), Audience::Intake), "");
  hotline.sources = {{"another"}};
  use({hotline});
  EXPECT_EQ(reason(case_request(std::string(40, 'h'), 1), Audience::Intake), "SOURCE");
}

TEST_F(AtTheGate, ABodyThatCannotBeReadIsToldSo) {
  Request request = pull(kDesk, "waiwu");
  request.body.rebuild("\xff\xff", 2);
  EXPECT_EQ(reason(std::move(request)), "BAD_FRAME");
}

TEST_F(AtTheGate, UnknownVerbsAreForNobody) {
  EXPECT_EQ(reason(request(kDesk, static_cast<v1::Method>(999), v1::Hello{})), "METHOD");
  EXPECT_EQ(reason(request(kDesk, v1::METHOD_ACT, v1::ActRequest{})), "METHOD");
}

TEST_F(AtTheGate, WhoAsksTooOftenIsToldWhenToComeAgain) {
  EXPECT_EQ(reason(pull(kDesk, "waiwu")), "");
  EXPECT_EQ(reason(pull(kDesk, "jinli")), "UNIT") << "what is refused counts as well";
  Request third = pull(kDesk, "waiwu");
  const auto problem = gate_.admit(third, Audience::Work);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->code, kResourceExhausted);
  EXPECT_EQ(problem->reason, "RATE_LIMIT");
  EXPECT_EQ(problem->retry_after_ms, 30'000U);
  v1::TokenRequest renewal;
  renewal.set_case_id(1);
  EXPECT_EQ(reason(request(kDesk, v1::METHOD_RENEW, renewal)), "");
  clock_.advance_to(kNow + 30s);
  EXPECT_EQ(reason(pull(kDesk, "waiwu")), "");
}

TEST_F(AtTheGate, ReadingThePrincipalsAgainGivesNothingBackOfARate) {
  reason(pull(kDesk, "waiwu"));
  reason(pull(kDesk, "waiwu"));
  use(everybody());
  EXPECT_EQ(reason(pull(kDesk, "waiwu")), "RATE_LIMIT");
  auto faster = everybody();
  faster[1].rate = Rate{100, 1s};
  use(faster);
  EXPECT_EQ(reason(pull(kDesk, "waiwu")), "");
}

// What it was granted may have put a case out of its reach; to be told so again does nothing.
TEST_F(AtTheGate, AWishThatWasGrantedIsToldAgainWhateverHasChanged) {
  v1::TokenRequest body;
  body.set_case_id(1);
  const auto sign = [&](const std::string& key) {
    Request request = this->request(kDesk, v1::METHOD_SIGN, body);
    request.header.set_idempotency_key(key);
    return request;
  };
  use({{.name = "desk", .roles = Role::Worker, .units = {{{"wuan"}}}, .keys = {{.z85 = kDesk}}}});
  EXPECT_EQ(reason(sign("k")), "UNIT");
  ASSERT_TRUE(machine_.journal().keep_answers({{.principal = "desk",
                                                .key = "k",
                                                .fingerprint = fingerprint_of(sign("k")),
                                                .number = 1,
                                                .time = kNow,
                                                .answer = casework::TokenAnswer{}}}));
  EXPECT_EQ(reason(sign("k")), "");
  EXPECT_EQ(reason(sign("l")), "UNIT");
  body.set_note("another wish");
  EXPECT_EQ(reason(sign("k")), "UNIT");
  body.clear_note();
  // Not to who may do such things no longer.
  use({{.name = "desk", .roles = Role::Supervisor, .keys = {{.z85 = kDesk}}}});
  EXPECT_EQ(reason(sign("k")), "ROLE");
}

TEST_F(AtTheGate, APullThatIsToldAgainIsJudgedByItsUnit) {
  Request first = pull(kDesk, "waiwu");
  first.header.set_idempotency_key("k");
  ASSERT_TRUE(machine_.journal().keep_answers({{.principal = "desk",
                                                .key = "k",
                                                .fingerprint = fingerprint_of(first),
                                                .number = 1,
                                                .time = kNow,
                                                .answer = casework::PullAnswer{}}}));
  use({{.name = "desk", .roles = Role::Worker, .units = {{{"wuan"}}}, .keys = {{.z85 = kDesk}}}});
  EXPECT_EQ(reason(std::move(first)), "UNIT");
}

// A gateway, and people at it.
class AtTheGateway : public AtTheGate {
 protected:
  AtTheGateway() {
    use({{.name = "gateway", .roles = Role::Gateway, .keys = {{.z85 = kChief}}},
         {.name = "desk", .roles = Role::Worker, .keys = {{.z85 = kDesk}}}});
  }

  static Request for_person(Request request, const std::vector<std::string>& roles,
                            const std::string& name = "zhang.san") {
    v1::Operator& person = *request.header.mutable_acting_for();
    person.set_name(name);
    for (const std::string& role : roles) person.add_roles(role);
    return request;
  }
  static Request classify(std::uint64_t id) {
    v1::ClassifyRequest body;
    body.set_case_id(id);
    return request(kChief, v1::METHOD_CLASSIFY, body);
  }
};

TEST_F(AtTheGateway, BothNamesAreKnown) {
  Request request = for_person(case_request(kChief, 1), {"worker"});
  EXPECT_FALSE(gate_.admit(request, Audience::Work));
  EXPECT_EQ(request.caller, (Caller{"gateway", "cccccccccc", "zhang.san"}));
  EXPECT_EQ(recorded(request.caller), (Caller{"gateway/zhang.san", "cccccccccc"}));
}

TEST_F(AtTheGateway, APersonMayNoMoreThanItsOwnRoles) {
  EXPECT_EQ(reason(for_person(classify(1), {"dispatcher"})), "");
  EXPECT_EQ(reason(for_person(classify(1), {"worker"})), "ROLE");
  EXPECT_EQ(reason(for_person(classify(1), {})), "ROLE");
}

TEST_F(AtTheGateway, APersonMayNoMoreThanTheGateway) {
  EXPECT_EQ(reason(for_person(request(kChief, v1::METHOD_BACKUP, v1::BackupRequest{}), {"admin"}),
                   Audience::Admin),
            "ROLE");
}

TEST_F(AtTheGateway, AreasAndUnitsOfThePersonHold) {
  Request mine = for_person(case_request(kChief, 1), {"supervisor"});
  mine.header.mutable_acting_for()->add_areas(support::kWaiwu.value);
  EXPECT_EQ(reason(std::move(mine)), "");
  Request elsewhere = for_person(case_request(kChief, 1), {"supervisor"});
  elsewhere.header.mutable_acting_for()->add_areas(support::kJinli.value);
  EXPECT_EQ(reason(std::move(elsewhere)), "AREA_SCOPE");
  Request of_other_unit = for_person(pull(kChief, "waiwu"), {"worker"});
  of_other_unit.header.mutable_acting_for()->add_units("nobody");
  EXPECT_EQ(reason(std::move(of_other_unit)), "UNIT");
}

TEST_F(AtTheGateway, NobodyElseAsksForPeople) {
  EXPECT_EQ(reason(for_person(case_request(kDesk, 1), {"worker"})), "ROLE");
}

TEST_F(AtTheGateway, SocketsWithoutKeysJudgeThePersonAlone) {
  Request request = for_person(classify(1), {"worker"});
  request.user.reset();
  EXPECT_EQ(reason(std::move(request)), "ROLE");
  Request allowed = for_person(classify(1), {"dispatcher"});
  allowed.user.reset();
  EXPECT_EQ(reason(std::move(allowed)), "");
}

TEST_F(AtTheGateway, WhoIsNobodyIsRefused) {
  EXPECT_EQ(reason(for_person(case_request(kChief, 1), {"worker"}, "")), "FIELD_VIOLATION");
  EXPECT_EQ(reason(for_person(case_request(kChief, 1), {"worker"}, "a/b")), "FIELD_VIOLATION");
  EXPECT_EQ(reason(for_person(case_request(kChief, 1), {"worker"}, std::string(129, 'n'))),
            "FIELD_VIOLATION");
  EXPECT_EQ(reason(for_person(case_request(kChief, 1), {"gateway"})), "FIELD_VIOLATION");
  EXPECT_EQ(reason(for_person(case_request(kChief, 1), {"king"})), "FIELD_VIOLATION");
  EXPECT_EQ(reason(for_person(request(kChief, v1::METHOD_BUNDLE, v1::CaseRequest{}), {"worker"})),
            "FIELD_VIOLATION");
}

}  // namespace whistle::service::gate_test
