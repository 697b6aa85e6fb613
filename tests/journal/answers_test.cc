#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "engine/journal/answer_codec.h"
#include "engine/journal/keys.h"
#include "engine/journal/verify.h"
#include "tests/journal/disks.h"
#include "tests/journal/fields.h"
#include "tests/journal/samples.h"
#include "whistle/journal/v1/row.pb.h"

// Answers to wishes with keys: kept with their group or alone, found by key, erased in their turn.
namespace whistle::journal::answers_test {

using namespace std::chrono_literals;
using testing::HasSubstr;

KeptAnswer answer(std::uint64_t number, Timestamp at, std::string key = "") {
  Hash fingerprint{};
  fingerprint.fill(static_cast<std::uint8_t>(number));
  return {.principal = "desk",
          .key = key.empty() ? "key-" + std::to_string(number) : key,
          .fingerprint = fingerprint,
          .number = number,
          .time = at,
          .answer = casework::NumberAnswer{.id = number, .token = {}}};
}

Group note(std::uint64_t sequence, Timestamp at) {
  Group group;
  group.records = {record_of(sequence, {casework::ProgressNoted{.id = {1}, .note = "noted"}})};
  group.records.front().time = at;
  return group;
}

template <class Disk>
class AnswersOn : public testing::Test {
 protected:
  AnswersOn() { reopen(); }

  RowJournal& journal() { return dynamic_cast<RowJournal&>(*journal_); }
  void reopen() {
    journal_.reset();
    journal_ = open(disk_);
  }
  void append(const Group& group) {
    const auto done = journal_->append(group);
    ASSERT_TRUE(done) << done.error().message;
  }
  void keep(const std::vector<KeptAnswer>& answers) {
    const auto done = journal_->keep_answers(answers);
    ASSERT_TRUE(done) << done.error().message;
  }
  std::optional<KeptAnswer> find(const std::string& key) {
    const auto found = journal_->answer("desk", key);
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : std::nullopt;
  }
  void tamper(const std::function<void(RowStore&)>& change) {
    journal_.reset();
    change(*disk_.rows());
  }
  std::string check_error() {
    const auto journal = disk_.try_open();
    if (!journal) return journal.error().message;
    const auto checked = dynamic_cast<RowJournal&>(**journal).check_answers();
    return checked ? "none" : checked.error().message;
  }

  Disk disk_;
  std::unique_ptr<Journal> journal_;
};
TYPED_TEST_SUITE(AnswersOn, Disks, DiskNames);

TYPED_TEST(AnswersOn, AreNoneWhenNew) {
  EXPECT_EQ(this->find("key-1"), std::nullopt);
  EXPECT_EQ(this->journal_->answers(), KeptAnswers{});
  EXPECT_EQ(this->journal_->answers().count(), 0U);
  EXPECT_EQ(this->journal_->head().answers, 0U);
  EXPECT_EQ(*this->journal().check_answers(), 0U);
}

TYPED_TEST(AnswersOn, AreKeptWithAGroupOrAlone) {
  Group group = note(1, kMonday);
  group.answers = {answer(1, kMonday), answer(2, kMonday)};
  this->append(group);
  this->keep({answer(3, kMonday + 1s)});
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(this->find("key-1"), answer(1, kMonday));
    EXPECT_EQ(this->find("key-3"), answer(3, kMonday + 1s));
    EXPECT_EQ(this->find("key-4"), std::nullopt);
    EXPECT_EQ(*this->journal_->answer("other", "key-1"), std::nullopt);
    EXPECT_EQ(this->journal_->answers(), (KeptAnswers{.first = 1, .last = 3, .oldest = kMonday}));
    EXPECT_EQ(this->journal_->head().answers, 3U);
    EXPECT_EQ(this->journal_->head().sequence, Sequence{1});
    this->reopen();
  }
  EXPECT_EQ(*this->journal().check_answers(), 3U);
  EXPECT_TRUE(verify(*this->journal_, {})) << "they are no part of the chain";
}

TYPED_TEST(AnswersOn, AreErasedWhenTheirTimeIsOver) {
  this->keep({answer(1, kMonday), answer(2, kMonday + 1h)});
  this->append(note(1, kMonday + kAnswersKeptFor - 1ms));
  EXPECT_TRUE(this->find("key-1")) << "not a millisecond early";
  this->append(note(2, kMonday + kAnswersKeptFor));
  EXPECT_FALSE(this->find("key-1"));
  EXPECT_TRUE(this->find("key-2"));
  EXPECT_EQ(this->journal_->answers(),
            (KeptAnswers{.first = 2, .last = 2, .oldest = kMonday + 1h}));
  this->reopen();
  this->append(note(3, kMonday + kAnswersKeptFor + 2h));
  EXPECT_EQ(this->journal_->answers(), (KeptAnswers{.first = 3, .last = 2, .oldest = kNever}));
  this->reopen();
  EXPECT_EQ(this->journal_->answers().count(), 0U);
  EXPECT_EQ(this->journal_->head().answers, 2U) << "numbers are never given twice";
  this->keep({answer(3, kMonday + 240h)});
  EXPECT_EQ(*this->journal().check_answers(), 1U);
}

TYPED_TEST(AnswersOn, AreErasedInBoundedPieces) {
  constexpr std::uint64_t kMany = 1000;
  std::vector<KeptAnswer> many;
  for (std::uint64_t number = 1; number <= kMany; ++number) {
    many.push_back(answer(number, kMonday));
  }
  this->keep(many);
  const Timestamp later = kMonday + kAnswersKeptFor;
  std::uint64_t before = kMany;
  for (std::uint64_t sequence = 1; this->journal_->answers().count() > 0; ++sequence) {
    ASSERT_LE(sequence, kMany);
    this->append(note(sequence, later));
    const std::uint64_t left = this->journal_->answers().count();
    EXPECT_LT(left, before);
    EXPECT_LE(before - left, 64U);
    before = left;
  }
  this->reopen();
  EXPECT_EQ(*this->journal().check_answers(), 0U);
}

TYPED_TEST(AnswersOn, ShrinkAlsoWhileAsManyCome) {
  std::vector<KeptAnswer> many;
  for (std::uint64_t number = 1; number <= 500; ++number) many.push_back(answer(number, kMonday));
  this->keep(many);
  many.clear();
  const Timestamp later = kMonday + kAnswersKeptFor;
  for (std::uint64_t number = 501; number <= 700; ++number) many.push_back(answer(number, later));
  this->keep(many);
  EXPECT_EQ(this->journal_->answers().count(), 500U + 200U - 464U);
}

TYPED_TEST(AnswersOn, UnderAKeyThatIsFreeAgainStay) {
  this->keep({answer(1, kMonday, "k"), answer(2, kMonday + 1h)});
  const Timestamp later = kMonday + kAnswersKeptFor;
  // In the group that erases the old one, and long before its turn.
  this->keep({answer(3, later, "k")});
  EXPECT_EQ(this->find("k"), answer(3, later, "k"));
  this->keep({answer(4, later, "key-2")});
  this->append(note(1, later + 2h));
  EXPECT_EQ(this->find("key-2"), answer(4, later, "key-2"));
  EXPECT_EQ(this->journal_->answers(), (KeptAnswers{.first = 3, .last = 4, .oldest = later}));
  EXPECT_EQ(*this->journal().check_answers(), 2U);
}

TYPED_TEST(AnswersOn, AreCheckedRowByRow) {
  this->keep({answer(1, kMonday), answer(2, kMonday)});
  const std::string row = answer_key("desk", "key-1");
  std::string bytes;
  this->tamper([&](RowStore& rows) {
    bytes = value_of(rows, Table::Answers, row);
    erase(rows, Table::Answers, row);
  });
  EXPECT_EQ(this->check_error(), "an answer is missing whose turn is kept");
  this->tamper([&](RowStore& rows) { put(rows, Table::Answers, row, "\xff"); });
  EXPECT_EQ(this->check_error(), "answer: is no message");
  this->tamper([&](RowStore& rows) {
    put(rows, Table::Answers, row, bytes);
    put(rows, Table::Answers, answer_key("desk", "stray"), bytes);
  });
  EXPECT_EQ(this->check_error(), "answer 1: its turn is another's");
  this->tamper([&](RowStore& rows) {
    erase(rows, Table::Answers, answer_key("desk", "stray"));
    erase(rows, Table::Answers, answer_turn_key(2));
  });
  EXPECT_EQ(this->check_error(), "answer 2: its turn is missing");
  this->tamper([&](RowStore& rows) { erase(rows, Table::Answers, answer_turn_key(1)); });
  EXPECT_THAT(this->check_error(), HasSubstr("answer 1: its turn is missing"))
      << "seen when it is opened";
}

TYPED_TEST(AnswersOn, ThatContradictThemselvesKeepAJournalClosed) {
  this->keep({answer(1, kMonday)});
  this->tamper([](RowStore& rows) { put(rows, Table::Meta, kAnswersKey, "\x08\x09\x10\x02"); });
  const auto journal = this->disk_.try_open();
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().kind, Error::Kind::Corrupt);
  EXPECT_THAT(journal.error().message, HasSubstr("answers: from 9 to 2 are none"));
}

TEST(AnswersDeathTest, StopAtAGapInTheNumbers) {
  MemoryJournal journal;
  EXPECT_DEATH(std::ignore = journal.keep_answers({answer(2, kMonday)}), "check failed");
}

KeptAnswer with(casework::Answer answer) {
  KeptAnswer kept = answers_test::answer(7, kMonday);
  kept.answer = std::move(answer);
  return kept;
}

std::vector<casework::Answer> all_answers() {
  casework::PullAnswer pulled;
  pulled.grants = {{.id = {3}, .token = {9001}, .until = kMonday + 60s, .receive_by = kMonday + 5s},
                   {.id = {4}, .token = {9002}}};
  return {casework::NoAnswer{}, full_receipt(), pulled,
          casework::TokenAnswer{.token = {9003}, .until = kMonday + 5min},
          casework::NumberAnswer{.id = 17, .token = {9004}}};
}

TEST(AnswerRow, KeepsEveryKindOfAnswer) {
  for (const casework::Answer& each : all_answers()) {
    const KeptAnswer kept = with(each);
    auto read = decode_answer(encode_answer(kept));
    ASSERT_TRUE(read) << read.error().message;
    read->principal = kept.principal;
    read->key = kept.key;
    EXPECT_EQ(*read, kept) << each.index();
  }
}

TEST(AnswerRow, IsThereForWhatIsWorthKeeping) {
  for (const casework::Answer& each : all_answers()) EXPECT_TRUE(is_worth_keeping(each));
  const std::vector<casework::Answer> others{casework::PullAnswer{}, casework::TickAnswer{},
                                             casework::HeldAnswer{}, casework::DrainAnswer{}};
  for (const casework::Answer& each : others) EXPECT_FALSE(is_worth_keeping(each));
  EXPECT_EQ(all_answers().size() + others.size() - 1, std::variant_size_v<casework::Answer>);
}

TEST(AnswerRow, RefusesWhatIsNeverWritten) {
  v1::AnswerRow row;
  ASSERT_TRUE(row.ParseFromString(encode_answer(with(casework::NoAnswer{}))));
  const auto error = [](const v1::AnswerRow& stored) {
    const auto read = decode_answer(stored.SerializeAsString());
    return read ? "none" : read.error().message;
  };
  EXPECT_EQ(error(row), "none");
  v1::AnswerRow wrong = row;
  wrong.clear_no_answer();
  EXPECT_EQ(error(wrong), "answer: answer: is missing");
  wrong = row;
  wrong.set_fingerprint("short");
  EXPECT_EQ(error(wrong), "answer: AnswerRow.fingerprint: is not whole");
  wrong = row;
  wrong.clear_number();
  EXPECT_EQ(error(wrong), "answer: number: is missing");
  // Of several, whatever their order, the one that stands last in the schema.
  wrong = row;
  wrong.clear_no_answer();
  wrong.mutable_made()->set_id(17);
  const std::string made = wrong.SerializeAsString();
  const std::string token("\x3a\x02\x08\x05", 4);
  const auto several = decode_answer(made + token);
  ASSERT_TRUE(several) << several.error().message;
  EXPECT_TRUE(std::holds_alternative<casework::NumberAnswer>(several->answer));
  EXPECT_EQ(decode_answer_turn("").error().message, "turn of an answer: key: is missing");
  EXPECT_EQ(decode_answers("").error().message, "answers: from 0 to 0 are none");
}

}  // namespace whistle::journal::answers_test
