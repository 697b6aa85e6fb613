#include "engine/journal/row_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/journal/fields.h"
#include "tests/journal/samples.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal::row_codec_test {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kUnknown = 99;

casework::Case decoded_case(const std::string& bytes, casework::Symbols& symbols) {
  auto item = decode_case(bytes, symbols);
  EXPECT_TRUE(item) << item.error().message;
  return item ? *std::move(item) : casework::Case{};
}

std::string case_error(const v1::CaseRow& row) {
  casework::Symbols symbols;
  const auto item = decode_case(row.SerializeAsString(), symbols);
  if (item) return "none";
  EXPECT_EQ(item.error().kind, Error::Kind::Corrupt);
  return item.error().message;
}

v1::CaseRow full_case_row() {
  casework::Symbols symbols;
  v1::CaseRow row;
  EXPECT_TRUE(row.ParseFromString(encode_case(full_case(symbols), symbols)));
  return row;
}

TEST(RowCodecSamples, HaveEveryFieldSet) {
  casework::Symbols symbols;
  EXPECT_THAT(unset_fields(full_case(symbols)), IsEmpty());
  EXPECT_EQ(boost::pfr::tuple_size_v<casework::Case>, 42U);
  // Only the assignee and the storm, which the case has itself.
  EXPECT_THAT(unset_fields(*full_case(symbols).dossier), testing::SizeIs(2));
  EXPECT_THAT(unset_fields(illustrated_complaint()), IsEmpty());
  EXPECT_THAT(unset_fields(full_receipt()), IsEmpty());
  EXPECT_THAT(unset_fields(full_counters()), IsEmpty());
  EXPECT_THAT(unset_fields(full_tallies()), IsEmpty());
}

TEST(CaseRow, KeepsEveryField) {
  casework::Symbols symbols;
  const casework::Case item = full_case(symbols);
  EXPECT_TRUE(same(decoded_case(encode_case(item, symbols), symbols), item));
}

TEST(CaseRow, RefusesRequestersThatAreCut) {
  casework::Symbols symbols;
  // Field 35, packed: half of a number of eight bytes.
  const auto item = decode_case("\x9a\x02\x04zzzz", symbols);
  ASSERT_FALSE(item);
  EXPECT_EQ(item.error().message, "case: is no message");
}

TEST(CaseRow, KeepsACaseWithNothingSet) {
  casework::Symbols symbols;
  casework::Case item;
  item.id = {1};
  make_storable(item);
  EXPECT_TRUE(same(decoded_case(encode_case(item, symbols), symbols), item));
  item.tier = {};
  item.watch_tier = {};
  item.place = {};
  item.channel = {};
  EXPECT_TRUE(same(decoded_case(encode_case(item, symbols), symbols), item));
}

TEST(CaseRow, HasADossierOnlyWhenThereIsSomethingInIt) {
  casework::Symbols symbols;
  casework::Case item = first_case(symbols);
  v1::CaseRow row;
  EXPECT_TRUE(row.ParseFromString(encode_case(item, symbols)));
  EXPECT_FALSE(row.has_dossier());
  item.dossier.edit();
  EXPECT_TRUE(row.ParseFromString(encode_case(item, symbols)));
  EXPECT_FALSE(row.has_dossier());
  item.dossier.edit().mass = true;
  EXPECT_TRUE(row.ParseFromString(encode_case(item, symbols)));
  EXPECT_TRUE(row.has_dossier());
}

TEST(CaseRow, OfTheFirstReleaseIsARequestWithoutDossier) {
  casework::Symbols symbols;
  v1::CaseRow row = full_case_row();
  row.clear_kind();
  row.clear_major();
  row.clear_storm_area();
  row.clear_dossier();
  row.clear_receive_by_ms();
  EXPECT_TRUE(same(decoded_case(row.SerializeAsString(), symbols), first_case(symbols)));
}

TEST(CaseRow, CarriesNamesBetweenSymbolsOfDifferentOrder) {
  casework::Symbols here;
  const std::string bytes = encode_case(full_case(here), here);
  casework::Symbols there;
  there.intern("something else");
  there.intern("chen.wei");
  const casework::Case item = decoded_case(bytes, there);
  EXPECT_EQ(there.name(item.category), "06028");
  EXPECT_EQ(there.name(item.worker), "chen.wei");
  EXPECT_EQ(there.name(item.assignee), here.name(full_case(here).assignee));
  EXPECT_EQ(there.name(item.clocks[0].calendar), "changtai");
  EXPECT_EQ(encode_case(item, there), bytes);
}

TEST(CaseRow, RefusesWhatIsNeverWritten) {
  v1::CaseRow row = full_case_row();
  EXPECT_EQ(case_error(row), "none");
  row.clear_id();
  EXPECT_EQ(case_error(row), "case 0: id: is missing");

  row = full_case_row();
  row.clear_status();
  EXPECT_EQ(case_error(row), "case 42: CaseRow.status: 0 is no known value");

  row = full_case_row();
  row.set_place(static_cast<v1::Place>(kUnknown));
  EXPECT_EQ(case_error(row), "case 42: CaseRow.place: 99 is no known value");

  row = full_case_row();
  row.set_severity(static_cast<v1::Severity>(3));
  EXPECT_EQ(case_error(row), "case 42: CaseRow.severity: 3 is no known value");

  row = full_case_row();
  row.set_tier(static_cast<v1::Tier>(7));
  EXPECT_EQ(case_error(row), "case 42: CaseRow.tier: 7 is no known value");

  row = full_case_row();
  row.set_rework_rounds(256);
  EXPECT_EQ(case_error(row), "case 42: CaseRow.rework_rounds: 256 is no known value");

  row = full_case_row();
  row.set_order_number(65536);
  EXPECT_EQ(case_error(row), "case 42: CaseRow.order_number: 65536 is no known value");

  row = full_case_row();
  row.set_queue_due_ms(kNever.time_since_epoch().count());
  EXPECT_EQ(case_error(row),
            "case 42: CaseRow.queue_due_ms: 9223372036854775807 is no known value");

  row = full_case_row();
  row.set_kind(static_cast<v1::CaseKind>(3));
  EXPECT_EQ(case_error(row), "case 42: CaseRow.kind: 3 is no known value");

  row = full_case_row();
  row.mutable_dossier()->set_panel(static_cast<v1::PanelKind>(kUnknown));
  EXPECT_EQ(case_error(row), "case 42: DossierRow.panel: 99 is no known value");

  row = full_case_row();
  row.mutable_dossier()->set_extensions(256);
  EXPECT_EQ(case_error(row), "case 42: DossierRow.extensions: 256 is no known value");

  row = full_case_row();
  row.mutable_clocks(0)->set_stage(v1::STAGE_NONE);
  EXPECT_EQ(case_error(row), "case 42: ClockRow.stage: 0 is no known value");

  row = full_case_row();
  row.mutable_clocks(0)->clear_reading();
  EXPECT_EQ(case_error(row), "case 42: Limit.unit: 0 is no known value");
}

TEST(CaseRow, SurvivesCutBytesAndFlippedBits) {
  casework::Symbols symbols;
  const std::string whole = encode_case(full_case(symbols), symbols);
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    for (const std::string& bytes : {flipped, whole.substr(0, bit / 8)}) {
      const auto item = decode_case(bytes, symbols);
      if (item) {
        EXPECT_FALSE(encode_case(*item, symbols).empty());
      } else {
        EXPECT_EQ(item.error().kind, Error::Kind::Corrupt);
      }
    }
  }
}

TEST(RowCodec, ComplaintKeepsWhatCameBesideItsText) {
  Complaint complaint = full_complaint();
  complaint.address = "和平小区3号楼";
  complaint.media_urls = {"https://example.com/1.jpg", "https://example.com/2.jpg"};
  complaint.attributes = {{"LANE", {"bike", "travel"}}, {"SINCE", {}}};
  const auto again = decode_text(encode_text(complaint));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, complaint);
  // An older row is one without them.
  const auto older = decode_text(encode_text(full_complaint()));
  ASSERT_TRUE(older);
  EXPECT_EQ(older->address, "");
  EXPECT_TRUE(older->media_urls.empty() && older->attributes.empty());
}

TEST(TextRow, KeepsEveryField) {
  const auto complaint = decode_text(encode_text(full_complaint()));
  ASSERT_TRUE(complaint);
  EXPECT_EQ(*complaint, full_complaint());
}

TEST(TextRow, KeepsAComplaintWithNothingSet) {
  const auto complaint = decode_text(encode_text({}));
  ASSERT_TRUE(complaint);
  EXPECT_EQ(*complaint, Complaint{});
}

TEST(TextRow, TellsThePointAtZeroFromNone) {
  Complaint complaint = full_complaint();
  complaint.point = Point{};
  const auto again = decode_text(encode_text(complaint));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->point, Point{});
}

TEST(TextRow, KeepsTheDatumOfThePoint) {
  Complaint complaint = full_complaint();
  for (const Datum datum : {Datum::Wgs84, Datum::Gcj02, Datum::Bd09}) {
    complaint.point->datum = datum;
    const auto again = decode_text(encode_text(complaint));
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, complaint);
  }
}

TEST(TextRow, RefusesAnUnknownDatum) {
  v1::TextRow row;
  EXPECT_TRUE(row.ParseFromString(encode_text(full_complaint())));
  row.mutable_point()->set_datum(static_cast<v1::Datum>(kUnknown));
  const auto complaint = decode_text(row.SerializeAsString());
  ASSERT_FALSE(complaint);
  EXPECT_EQ(complaint.error().message, "text: Point.datum: 99 is no known value");
}

TEST(TextRow, RefusesUnknownNumbers) {
  v1::TextRow row;
  EXPECT_TRUE(row.ParseFromString(encode_text(full_complaint())));
  row.set_request_type(static_cast<v1::RequestType>(kUnknown));
  const auto complaint = decode_text(row.SerializeAsString());
  ASSERT_FALSE(complaint);
  EXPECT_EQ(complaint.error().message, "text: TextRow.request_type: 99 is no known value");
  EXPECT_FALSE(decode_text("\x03"));
  EXPECT_FALSE(decode_text(""));
}

TEST(ReceiptRow, KeepsEveryField) {
  const auto receipt = decode_receipt(encode_receipt(full_receipt()));
  ASSERT_TRUE(receipt);
  EXPECT_EQ(*receipt, full_receipt());
}

TEST(ReceiptRow, KeepsAReceiptWithNothingSet) {
  const auto receipt = decode_receipt(encode_receipt({}));
  ASSERT_TRUE(receipt);
  EXPECT_EQ(*receipt, casework::Receipt{});
}

TEST(ReceiptRow, RefusesUnknownNumbers) {
  v1::ReceiptRow row;
  EXPECT_TRUE(row.ParseFromString(encode_receipt(full_receipt())));
  row.set_disposition(static_cast<v1::Disposition>(kUnknown));
  const auto receipt = decode_receipt(row.SerializeAsString());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().message, "receipt: ReceiptRow.disposition: 99 is no known value");
}

Head some_head() {
  Head head{.sequence = {12}, .time = kMonday, .hash = {}};
  head.hash[0] = 0xff;
  head.hash[31] = 0x01;
  return head;
}

TEST(HeadRow, KeepsEveryField) {
  const auto row = decode_head(
      encode_head(some_head(), full_counters(), full_tallies(), full_register_counters()));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->head.sequence, Sequence{12});
  EXPECT_EQ(row->head.time, kMonday);
  EXPECT_EQ(row->head.hash, some_head().hash);
  EXPECT_EQ(row->counters, full_counters());
  EXPECT_EQ(row->tallies, full_tallies());
  EXPECT_EQ(row->registers, full_register_counters());
}

TEST(HeadRow, OfAnOlderJournalHasNoNumbersOfTheRegisters) {
  const auto row = decode_head(encode_head(some_head(), full_counters(), full_tallies(), {}));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->registers, casework::Registers::Counters{});
}

TEST(HeadRow, RefusesAHashOrCountsThatAreNotWhole) {
  v1::HeadRow row;
  EXPECT_TRUE(row.ParseFromString(encode_head(some_head(), full_counters(), full_tallies(), {})));
  row.mutable_hash()->pop_back();
  EXPECT_EQ(decode_head(row.SerializeAsString()).error().message,
            "head: HeadRow.hash: is not whole");

  EXPECT_TRUE(row.ParseFromString(encode_head(some_head(), full_counters(), full_tallies(), {})));
  row.mutable_tallies()->add_by_tier(1);
  EXPECT_EQ(decode_head(row.SerializeAsString()).error().message,
            "head: TalliesRow.by_tier: 7 is no known value");
}

TEST(FormatRow, KeepsTheVersion) {
  EXPECT_EQ(*decode_format(encode_format(1)), 1U);
  EXPECT_EQ(*decode_format(encode_format(UINT32_MAX)), UINT32_MAX);
  EXPECT_FALSE(decode_format(""));
  EXPECT_FALSE(decode_format("\xff"));
}

}  // namespace whistle::journal::row_codec_test
