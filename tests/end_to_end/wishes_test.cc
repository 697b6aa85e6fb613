#include <gtest/gtest.h>

#include "tests/end_to_end/engine_process.h"

namespace whistle::tests::wishes_test {

// The wire of the wishes off the straight way, and of what is looked at besides cases.
class Wishes : public testing::Test {
 protected:
  Wishes() : engine_("changtai") {
    engine_.start();
    client_ = std::make_unique<client::Client>(engine_.options());
    client::Options residents = engine_.options();
    residents.reading = client::Line::Intake;
    resident_ = std::make_unique<client::Client>(residents);
  }
  ~Wishes() override {
    EXPECT_EQ(engine_.stop(), 0);
    EXPECT_EQ(engine_.verify(), 0);
  }

  std::uint64_t file() {
    const auto filed = client_->submit(
        complaint("1", "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。"));
    EXPECT_TRUE(filed) << filed.problem().message;
    return filed->case_id();
  }

  EngineProcess engine_;
  std::unique_ptr<client::Client> client_;
  std::unique_ptr<client::Client> resident_;
};

TEST_F(Wishes, OfResidentsAreTakenOnTheIntakeSocket) {
  const std::uint64_t id = file();
  v1::ActRequest remind;
  remind.mutable_remind_case()->set_id(id);
  remind.mutable_remind_case()->set_by("resident-1");
  const auto reminded = resident_->act(remind);
  ASSERT_TRUE(reminded) << reminded.problem().message;
  EXPECT_EQ(client_->get_case(id)->case_().reminders(), 1U);

  v1::ActRequest recolour;
  recolour.mutable_recolour_case()->set_id(id);
  recolour.mutable_recolour_case()->set_by("resident-1");
  recolour.mutable_recolour_case()->set_to("red");
  recolour.mutable_recolour_case()->set_reason("我很急");
  const auto denied = resident_->act(recolour);
  ASSERT_FALSE(denied);
  EXPECT_EQ(denied.problem().code, client::kPermissionDenied);
  EXPECT_EQ(denied.problem().reason, "NOT_PERMITTED");
  EXPECT_EQ(client_->get_case(id)->case_().severity(), "blue");

  const auto recoloured = client_->act(recolour);
  ASSERT_TRUE(recoloured) << recoloured.problem().message;
  EXPECT_EQ(client_->get_case(id)->case_().severity(), "red");
}

TEST_F(Wishes, ThatCannotBeReadAreRefusedByName) {
  const auto nothing = client_->act(v1::ActRequest{});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.problem().reason, "FIELD_VIOLATION");
  v1::ActRequest card;
  card.mutable_issue_card()->set_card("green_card");
  const auto wrong = client_->act(card);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.problem().code, client::kInvalidArgument);
  EXPECT_EQ(wrong.problem().message,
            "issue_card.card: \"green_card\" is none of: none notice yellow_card red_card");
  v1::ActRequest unknown;
  unknown.mutable_report_in()->set_id(99);
  unknown.mutable_report_in()->set_unit("street-wuan");
  unknown.mutable_report_in()->set_worker("li");
  const auto missing = client_->act(unknown);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.problem().code, client::kNotFound);
  EXPECT_EQ(missing.problem().reason, "UNKNOWN_WHISTLE");
}

TEST_F(Wishes, AreSeenInTheRegisters) {
  v1::ActRequest request;
  v1::ListWish& wish = *request.mutable_list_wish();
  wish.set_list("micro_wish");
  wish.set_title("想要一盏床头灯");
  wish.set_unit("street-wuan");
  wish.set_by("网格员");
  const auto listed = client_->act(request);
  ASSERT_TRUE(listed) << listed.problem().message;
  EXPECT_GT(listed->id(), 0U);
  v1::RegistersRequest look;
  look.set_kind("list_entry");
  const auto all = client_->registers(look);
  ASSERT_TRUE(all) << all.problem().message;
  ASSERT_EQ(all->rows_size(), 1);
  EXPECT_EQ(all->rows(0).key(), std::to_string(listed->id()));
  EXPECT_NE(all->rows(0).json().find("想要一盏床头灯"), std::string::npos);
  look.set_unit("changtai-water");
  EXPECT_EQ(client_->registers(look)->rows_size(), 0);
  look.set_unit("street-wuan");
  EXPECT_EQ(client_->registers(look)->rows_size(), 1);
  look.set_after(all->rows(0).key());
  EXPECT_EQ(client_->registers(look)->rows_size(), 0);
  look.set_key("99");
  EXPECT_EQ(client_->registers(look).problem().reason, "UNKNOWN_ROW");
  look.set_kind("weather");
  EXPECT_EQ(client_->registers(look).problem().reason, "FIELD_VIOLATION");
}

TEST_F(Wishes, CountOnTheScoreboard) {
  file();
  v1::ScoreboardRequest request;
  request.set_dimension("all");
  const auto board = client_->scoreboard(request);
  ASSERT_TRUE(board) << board.problem().message;
  EXPECT_EQ(board->period(), 202603U);
  ASSERT_EQ(board->lines_size(), 1);
  EXPECT_EQ(board->lines(0).solve_rate(), -1);
  request.set_period(202613);
  EXPECT_EQ(client_->scoreboard(request).problem().reason, "FIELD_VIOLATION");
  request.set_period(202602);
  const auto before = client_->scoreboard(request);
  ASSERT_TRUE(before) << before.problem().message;
  for (const v1::ScoreLine& line : before->lines()) EXPECT_EQ(line.counts_size(), 0);
}

TEST_F(Wishes, HaveTwoAgendas) {
  v1::AgendaRequest request;
  request.set_panel("joint_clinic");
  const auto agenda = client_->agenda(request);
  ASSERT_TRUE(agenda) << agenda.problem().message;
  EXPECT_EQ(agenda->items_size(), 0);
  EXPECT_GT(agenda->meets_at_ms(), kMorning);
  request.set_panel("three_party");
  EXPECT_EQ(client_->agenda(request).problem().reason, "FIELD_VIOLATION");
}

}  // namespace whistle::tests::wishes_test
