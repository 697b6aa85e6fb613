#include "engine/service/act_codec.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <boost/pfr.hpp>
#include <set>
#include <string>
#include <type_traits>

#include "adapters/cli/fact_words.h"
#include "adapters/cli/wish_words.h"
#include "engine/service/describe.h"
#include "engine/service/fields.h"

namespace whistle::service::act_codec_test {

using google::protobuf::FieldDescriptor;

// Calls visit(sample of the command, descriptor of its message) for every wish.
template <class Visit>
void each_wish(Visit visit) {
  [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    const auto* request = v1::ActRequest::descriptor();
    (visit(std::tuple_element_t<kIndex, Wishes>{},
           *request->FindFieldByNumber(static_cast<int>(kIndex) + 1)->message_type()),
     ...);
  }
  (std::make_index_sequence<std::tuple_size_v<Wishes>>{});
}

const casework::Command& command_of(const Outcome<casework::Command, Problem>& outcome) {
  EXPECT_TRUE(outcome) << outcome.error().message;
  return *outcome;
}

std::string problem_of(const v1::ActRequest& request) {
  const auto outcome = to_command(request);
  if (outcome) return "";
  EXPECT_EQ(outcome.error().code, kInvalidArgument);
  EXPECT_EQ(outcome.error().reason, "FIELD_VIOLATION");
  return outcome.error().message;
}

TEST(Wishes, HaveTheFieldsOfTheirCommands) {
  EXPECT_EQ(v1::ActRequest::descriptor()->field_count(),
            static_cast<int>(std::tuple_size_v<Wishes>));
  each_wish([](const auto& command, const google::protobuf::Descriptor& message) {
    using Command = std::remove_cvref_t<decltype(command)>;
    EXPECT_EQ(message.field_count(), static_cast<int>(boost::pfr::tuple_size_v<Command>))
        << message.name();
    // The verb of the journal is the name of the wish on the wire.
    std::string name;
    for (const char letter : casework::verb_of(casework::Command{command})) {
      if (letter != '_') name += letter;
    }
    std::string wanted;
    for (const char letter : message.name()) {
      wanted += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    EXPECT_EQ(name, wanted);
    for (int i = 0; i < message.field_count(); ++i) {
      EXPECT_EQ(message.field(i)->number(), i + 1) << message.full_name();
    }
  });
}

TEST(Wishes, AreReadWhenNothingIsSaid) {
  const auto* request = v1::ActRequest::descriptor();
  for (int i = 0; i < request->field_count(); ++i) {
    v1::ActRequest message;
    message.GetReflection()->MutableMessage(&message, request->field(i));
    const std::string problem = problem_of(message);
    // Only an extension must say how long.
    EXPECT_EQ(problem.empty(), request->field(i)->name() != "ask_extension") << problem;
  }
}

TEST(Wishes, KeepTheDefaultsOfTheirCommands) {
  v1::ActRequest request;
  request.mutable_order_assist()->set_unit("water");
  const auto assist = to_command(request);
  EXPECT_TRUE(std::get<casework::OrderAssist>(command_of(assist)).required);
  request.mutable_order_assist()->set_required(false);
  const auto optional = to_command(request);
  EXPECT_FALSE(std::get<casework::OrderAssist>(command_of(optional)).required);
  request.mutable_issue_card()->set_id(1);
  const auto card = to_command(request);
  EXPECT_EQ(std::get<casework::IssueCard>(command_of(card)).card, Card::Notice);
}

TEST(Wishes, CarryEveryKindOfField) {
  v1::ActRequest request;
  v1::BlowWhistle& blow = *request.mutable_blow_whistle();
  blow.set_whistler("wuan");
  blow.set_by("陈主任");
  blow.set_kind("emergency");
  blow.add_cases(7);
  blow.add_cases(9);
  blow.set_area(350605100);
  blow.add_invited("water");
  blow.add_invited("power");
  blow.set_task("抢修");
  blow.set_arrive_at_ms(1'773'187'200'000);
  const auto outcome = to_command(request);
  const auto& whistle = std::get<casework::BlowWhistle>(command_of(outcome));
  EXPECT_EQ(whistle.whistler.value, "wuan");
  EXPECT_EQ(whistle.by.value, "陈主任");
  EXPECT_EQ(whistle.kind, WhistleKind::Emergency);
  EXPECT_EQ(whistle.cases, (std::vector<CaseId>{{7}, {9}}));
  EXPECT_EQ(whistle.area.value, 350605100U);
  EXPECT_EQ(whistle.invited, (std::vector<UnitCode>{{"water"}, {"power"}}));
  EXPECT_EQ(whistle.task, "抢修");
  EXPECT_EQ(whistle.arrive_at, Timestamp{Milliseconds{1'773'187'200'000}});
  EXPECT_EQ(whistle.finish_at, Timestamp{});

  v1::AskExtension& ask = *request.mutable_ask_extension();
  ask.set_id(3);
  ask.set_token(4);
  ask.set_more("3wd");
  const auto asked = to_command(request);
  const auto& more = std::get<casework::AskExtension>(command_of(asked));
  EXPECT_EQ(more.id, CaseId{3});
  EXPECT_EQ(more.token, Token{4});
  EXPECT_EQ(more.more, (calendar::Limit{3, calendar::LimitUnit::WorkDay}));
}

TEST(Wishes, NameTheFieldThatIsWrong) {
  v1::ActRequest request;
  EXPECT_EQ(problem_of(request), "wish: none is made, or none that this engine knows");
  request.mutable_recolour_case()->set_to("green");
  EXPECT_EQ(problem_of(request), "recolour_case.to: \"green\" is none of: " + words_of<Severity>());
  request.mutable_ask_extension()->set_more("soon");
  EXPECT_TRUE(problem_of(request).starts_with("ask_extension.more: ")) << problem_of(request);
  request.mutable_blow_whistle()->set_finish_at_ms(-1);
  EXPECT_EQ(problem_of(request), "blow_whistle.finish_at_ms: -1 is not between 1970 and 2200");
}

TEST(Wishes, BoundTextsAndLists) {
  v1::ActRequest request;
  request.mutable_remind_case()->set_by(std::string(kShortTextMax, 'a'));
  request.mutable_remind_case()->set_note(std::string(kNoteMax, 'a'));
  EXPECT_EQ(problem_of(request), "");
  request.mutable_remind_case()->set_by(std::string(kShortTextMax + 1, 'a'));
  EXPECT_EQ(problem_of(request), "remind_case.by: 129 bytes, at most 128");
  request.mutable_remind_case()->set_by("");
  request.mutable_remind_case()->set_note(std::string(kNoteMax + 1, 'a'));
  EXPECT_EQ(problem_of(request), "remind_case.note: 4097 bytes, at most 4096");
  // A reason of the rule book is a code, one in words is not.
  request.mutable_suspend_case()->set_reason(std::string(kShortTextMax + 1, 'a'));
  EXPECT_EQ(problem_of(request), "suspend_case.reason: 129 bytes, at most 128");
  v1::ConvenePanel& panel = *request.mutable_convene_panel();
  for (int i = 0; i < 256; ++i) panel.add_parties("x");
  EXPECT_EQ(problem_of(request), "");
  panel.add_parties("x");
  EXPECT_EQ(problem_of(request), "convene_panel.parties: 257 entries, at most 256");
}

TEST(Wishes, OfResidentsAreFive) {
  std::set<std::string> taken;
  const auto* request = v1::ActRequest::descriptor();
  for (int i = 0; i < request->field_count(); ++i) {
    v1::ActRequest message;
    message.GetReflection()->MutableMessage(&message, request->field(i));
    if (is_for_residents(message)) taken.insert(request->field(i)->name());
  }
  EXPECT_EQ(taken, (std::set<std::string>{"remind_case", "rate_entry", "list_wish", "claim_entry",
                                          "pledge_entry"}));
}

TEST(Wishes, AreAnsweredWithWhatWasMade) {
  const v1::ActReply made = to_act_reply(casework::NumberAnswer{17, {4}});
  EXPECT_EQ(made.id(), 17U);
  EXPECT_EQ(made.token(), 4U);
  EXPECT_EQ(to_act_reply(casework::TokenAnswer{{5}, kNever}).token(), 5U);
  EXPECT_EQ(to_act_reply(casework::NoAnswer{}).ByteSizeLong(), 0U);
}

// The command line shows people words that it cannot ask the engine for.
TEST(CommandLine, KnowsTheWordsOfEveryWish) {
  each_wish([](const auto& command, const google::protobuf::Descriptor& message) {
    boost::pfr::for_each_field(command, [&](const auto& field, std::size_t place) {
      using Field = std::remove_cvref_t<decltype(field)>;
      std::string words;
      if constexpr (std::is_enum_v<Field>) words = words_of<Field>();
      const FieldDescriptor& shown = *message.field(static_cast<int>(place));
      EXPECT_EQ(cli::words_for(shown), words) << shown.full_name();
    });
  });
}

template <std::size_t... kIndex>
void expect_titles(std::index_sequence<kIndex...>) {
  (
      [] {
        const std::string_view name =
            name_of(casework::Event{std::variant_alternative_t<kIndex, casework::Event>{}});
        EXPECT_TRUE(cli::title_of_event(name)) << name;
      }(),
      ...);
}

TEST(CommandLine, HasATitleForEveryEvent) {
  expect_titles(std::make_index_sequence<std::variant_size_v<casework::Event>>{});
}

}  // namespace whistle::service::act_codec_test
