#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/core/colour.h"

// Enumerations of the field and the one spelling each value has in files, on the wire and on
// screens. Values are on disk and on the wire: append, never renumber.
namespace whistle {

// Who can act, lowest first. `Building` includes the grid.
enum class Tier : std::uint8_t {
  Building = 1,
  Compound = 2,
  Community = 3,
  Street = 4,
  Department = 5,
  District = 6,
};

// The kind of matter, which selects the tier that starts (Longkou: 日常事楼栋议、焦点事小区议、
// 综合事社区议、专业事街道议).
enum class MatterClass : std::uint8_t { Routine = 1, Focal = 2, Composite = 3, Specialist = 4 };

// What a requester wants (Beijing ordinance on handling complaints, art. 2).
enum class RequestType : std::uint8_t {
  Inquiry = 1,
  Help = 2,
  Grievance = 3,
  ReportViolation = 4,
  Suggestion = 5,
  Thanks = 6,
};

// What the degrees of a point are measured against. The numbers of one place differ by up to half a
// kilometre between the first and the others: maps in China are shifted by law.
enum class Datum : std::uint8_t {
  Wgs84 = 1,  // satellites, telephones
  Gcj02 = 2,  // maps published in China
  Bd09 = 3,   // Baidu's maps
};

enum class Channel : std::uint8_t {
  Other = 1,
  Phone = 2,
  WechatAccount = 3,
  WechatGroup = 4,
  Patrol = 5,
  Web = 6,
  App = 7,
  OnSite = 8,
  SuggestionBox = 9,
  OnSiteDuty = 10,  // cadres on duty in the compound
  Media = 11,
};

// Who asks (Beijing ordinance, art. 2).
enum class RequesterKind : std::uint8_t { Person = 1, Enterprise = 2, Organisation = 3 };

// A stage of a case with a promise of its own. `Rung` is a tier's budget on the ladder.
enum class Stage : std::uint8_t {
  Accept = 1,
  Dispatch = 2,
  Sign = 3,
  Contact = 4,
  OnSite = 5,
  InitialResult = 6,
  Resolve = 7,
  PostCheck = 8,
  Callback = 9,
  FirstResponse = 10,
  AtDoor = 11,
  Rung = 12,
  Objection = 13,       // until the centre rules on a dispatch objection
  Transfer = 14,        // until the receiver signs, else the order snaps back
  ReminderAnswer = 15,  // progress after a reminder by the resident
  Requester = 16,       // the requester's own clock: the public promise
  Assist = 17,          // an assisting unit reports to the lead
  // Steps on the way that are promised by themselves (停工 stop work, 处罚 fine, 拆除 demolish).
  Milestone1 = 18,
  Milestone2 = 19,
  Milestone3 = 20,
  Milestone4 = 21,
};
inline constexpr std::size_t kStageCount = 21;
// In their order.
inline constexpr std::array kMilestones{Stage::Milestone1, Stage::Milestone2, Stage::Milestone3,
                                        Stage::Milestone4};

// What sort of case: what residents asked for, or one unit's assistance to another's case.
enum class CaseKind : std::uint8_t { Request = 1, Assist = 2 };

// Attached to a case by its digest; the bytes are kept elsewhere (Luzhou:
// 文字、照片、录像、电子档案).
enum class EvidenceKind : std::uint8_t { Photo = 1, Voice = 2, Video = 3, Document = 4 };

// Supervision by a person above, lowest first (督办, 挂牌督办, 约谈).
enum class Supervision : std::uint8_t { Supervised = 1, Public = 2, Interview = 3 };

// How the requester was asked.
enum class CallbackWay : std::uint8_t { Phone = 1, Message = 2, Visit = 3, SecretaryVisit = 4 };

// 日常哨, 攻坚哨, 应急哨, 综合执法哨, 快捷哨.
enum class WhistleKind : std::uint8_t {
  Routine = 1,
  Campaign = 2,
  Emergency = 3,
  Enforcement = 4,
  Express = 5,
};

// Who sits together over a case (三方共议, 五方会谈, 联席会诊, 联席会议, 诉前调解).
enum class PanelKind : std::uint8_t {
  ThreeParty = 1,
  FiveParty = 2,
  JointClinic = 3,
  JointConference = 4,
  Mediation = 5,
};

// A list whose entries units and members claim (需求清单, 资源清单, 项目清单, 微心愿, 群众点单).
enum class ListKind : std::uint8_t {
  Need = 1,
  Resource = 2,
  Project = 3,
  MicroWish = 4,
  ResidentOrder = 5,
  Decision = 6,  // property decisions that must be reported beforehand (Fenyi: 事前报告)
};

// Who judges a unit (Fenyi: 业主评物业; Fenyi: 双报到单位接受社区评分).
enum class Rater : std::uint8_t {
  Resident = 1,
  Owners = 2,
  Company = 3,
  Community = 4,
  Department = 5,
};

// Peacetime and wartime (平战结合).
enum class OperatingMode : std::uint8_t { Peacetime = 1, Wartime = 2 };

// Special-care residents: daily, weekly, monthly visits (Daqing). Not a severity.
enum class CareTier : std::uint8_t { None = 0, Red = 1, Yellow = 2, Blue = 3 };

// Why a unit that might have been given a case was not.
enum class PassedOver : std::uint8_t {
  MatterClass = 1,   // such matters start at a higher tier
  Catalogue = 2,     // the catalogue names another one
  BelowDuty = 3,     // the duty is that of a higher tier
  Red = 4,           // what is red starts higher
  NoDesk = 5,        // nobody of that tier, or of that department, serves the place
  NoDepartment = 6,  // no department is in charge of such matters
  Unmanaged = 7,     // a property company, and the compound has no property management
  RequestType = 8,   // the catalogue names it for another type of request
  Condition = 9,     // ... for another condition
  Outranked = 10,    // ... in a row that another one beats
};

// What the resident says of the result at the callback.
enum class Solved : std::uint8_t { Solved = 1, PartlySolved = 2, Unsolved = 3 };
enum class Satisfaction : std::uint8_t {
  VerySatisfied = 1,
  Satisfied = 2,
  FairlySatisfied = 3,
  Dissatisfied = 4,
  Unrated = 5,
};

template <class Enum>
struct Spelling {
  Enum value;
  std::string_view word;
};

constexpr auto spellings(Severity) {
  return std::to_array<Spelling<Severity>>(
      {{Severity::Blue, "blue"}, {Severity::Yellow, "yellow"}, {Severity::Red, "red"}});
}
constexpr auto spellings(Card) {
  return std::to_array<Spelling<Card>>({{Card::None, "none"},
                                        {Card::Notice, "notice"},
                                        {Card::Yellow, "yellow_card"},
                                        {Card::Red, "red_card"}});
}
constexpr auto spellings(Tier) {
  return std::to_array<Spelling<Tier>>({{Tier::Building, "building"},
                                        {Tier::Compound, "compound"},
                                        {Tier::Community, "community"},
                                        {Tier::Street, "street"},
                                        {Tier::Department, "department"},
                                        {Tier::District, "district"}});
}
constexpr auto spellings(MatterClass) {
  return std::to_array<Spelling<MatterClass>>({{MatterClass::Routine, "routine"},
                                               {MatterClass::Focal, "focal"},
                                               {MatterClass::Composite, "composite"},
                                               {MatterClass::Specialist, "specialist"}});
}
constexpr auto spellings(RequestType) {
  return std::to_array<Spelling<RequestType>>({{RequestType::Inquiry, "inquiry"},
                                               {RequestType::Help, "help"},
                                               {RequestType::Grievance, "grievance"},
                                               {RequestType::ReportViolation, "report_violation"},
                                               {RequestType::Suggestion, "suggestion"},
                                               {RequestType::Thanks, "thanks"}});
}
constexpr auto spellings(Channel) {
  return std::to_array<Spelling<Channel>>({{Channel::Other, "other"},
                                           {Channel::Phone, "phone"},
                                           {Channel::WechatAccount, "wechat_account"},
                                           {Channel::WechatGroup, "wechat_group"},
                                           {Channel::Patrol, "patrol"},
                                           {Channel::Web, "web"},
                                           {Channel::App, "app"},
                                           {Channel::OnSite, "on_site"},
                                           {Channel::SuggestionBox, "suggestion_box"},
                                           {Channel::OnSiteDuty, "on_site_duty"},
                                           {Channel::Media, "media"}});
}
constexpr auto spellings(Datum) {
  return std::to_array<Spelling<Datum>>(
      {{Datum::Wgs84, "wgs84"}, {Datum::Gcj02, "gcj02"}, {Datum::Bd09, "bd09"}});
}
constexpr auto spellings(RequesterKind) {
  return std::to_array<Spelling<RequesterKind>>({{RequesterKind::Person, "person"},
                                                 {RequesterKind::Enterprise, "enterprise"},
                                                 {RequesterKind::Organisation, "organisation"}});
}
constexpr auto spellings(Stage) {
  return std::to_array<Spelling<Stage>>({{Stage::Accept, "accept"},
                                         {Stage::Dispatch, "dispatch"},
                                         {Stage::Sign, "sign"},
                                         {Stage::Contact, "contact"},
                                         {Stage::OnSite, "on_site"},
                                         {Stage::InitialResult, "initial_result"},
                                         {Stage::Resolve, "resolve"},
                                         {Stage::PostCheck, "post_check"},
                                         {Stage::Callback, "callback"},
                                         {Stage::FirstResponse, "first_response"},
                                         {Stage::AtDoor, "at_door"},
                                         {Stage::Rung, "rung"},
                                         {Stage::Objection, "objection"},
                                         {Stage::Transfer, "transfer"},
                                         {Stage::ReminderAnswer, "reminder_answer"},
                                         {Stage::Requester, "requester"},
                                         {Stage::Assist, "assist"},
                                         {Stage::Milestone1, "milestone_1"},
                                         {Stage::Milestone2, "milestone_2"},
                                         {Stage::Milestone3, "milestone_3"},
                                         {Stage::Milestone4, "milestone_4"}});
}
constexpr auto spellings(CaseKind) {
  return std::to_array<Spelling<CaseKind>>(
      {{CaseKind::Request, "request"}, {CaseKind::Assist, "assist"}});
}
constexpr auto spellings(EvidenceKind) {
  return std::to_array<Spelling<EvidenceKind>>({{EvidenceKind::Photo, "photo"},
                                                {EvidenceKind::Voice, "voice"},
                                                {EvidenceKind::Video, "video"},
                                                {EvidenceKind::Document, "document"}});
}
constexpr auto spellings(Supervision) {
  return std::to_array<Spelling<Supervision>>({{Supervision::Supervised, "supervised"},
                                               {Supervision::Public, "public_supervision"},
                                               {Supervision::Interview, "interview"}});
}
constexpr auto spellings(CallbackWay) {
  return std::to_array<Spelling<CallbackWay>>({{CallbackWay::Phone, "phone"},
                                               {CallbackWay::Message, "message"},
                                               {CallbackWay::Visit, "visit"},
                                               {CallbackWay::SecretaryVisit, "secretary_visit"}});
}
constexpr auto spellings(WhistleKind) {
  return std::to_array<Spelling<WhistleKind>>({{WhistleKind::Routine, "routine"},
                                               {WhistleKind::Campaign, "campaign"},
                                               {WhistleKind::Emergency, "emergency"},
                                               {WhistleKind::Enforcement, "enforcement"},
                                               {WhistleKind::Express, "express"}});
}
constexpr auto spellings(PanelKind) {
  return std::to_array<Spelling<PanelKind>>({{PanelKind::ThreeParty, "three_party"},
                                             {PanelKind::FiveParty, "five_party"},
                                             {PanelKind::JointClinic, "joint_clinic"},
                                             {PanelKind::JointConference, "joint_conference"},
                                             {PanelKind::Mediation, "pre_litigation_mediation"}});
}
constexpr auto spellings(ListKind) {
  return std::to_array<Spelling<ListKind>>({{ListKind::Need, "need"},
                                            {ListKind::Resource, "resource"},
                                            {ListKind::Project, "project"},
                                            {ListKind::MicroWish, "micro_wish"},
                                            {ListKind::ResidentOrder, "resident_order"},
                                            {ListKind::Decision, "decision"}});
}
constexpr auto spellings(Rater) {
  return std::to_array<Spelling<Rater>>({{Rater::Resident, "resident"},
                                         {Rater::Owners, "owners"},
                                         {Rater::Company, "company"},
                                         {Rater::Community, "community"},
                                         {Rater::Department, "department"}});
}
constexpr auto spellings(OperatingMode) {
  return std::to_array<Spelling<OperatingMode>>(
      {{OperatingMode::Peacetime, "peacetime"}, {OperatingMode::Wartime, "wartime"}});
}
constexpr auto spellings(CareTier) {
  return std::to_array<Spelling<CareTier>>({{CareTier::None, "none"},
                                            {CareTier::Red, "red"},
                                            {CareTier::Yellow, "yellow"},
                                            {CareTier::Blue, "blue"}});
}
constexpr auto spellings(PassedOver) {
  return std::to_array<Spelling<PassedOver>>({{PassedOver::MatterClass, "matter_class"},
                                              {PassedOver::Catalogue, "catalogue"},
                                              {PassedOver::BelowDuty, "below_duty"},
                                              {PassedOver::Red, "red"},
                                              {PassedOver::NoDesk, "no_desk"},
                                              {PassedOver::NoDepartment, "no_department"},
                                              {PassedOver::Unmanaged, "unmanaged"},
                                              {PassedOver::RequestType, "request_type"},
                                              {PassedOver::Condition, "condition"},
                                              {PassedOver::Outranked, "outranked"}});
}
constexpr auto spellings(Solved) {
  return std::to_array<Spelling<Solved>>({{Solved::Solved, "solved"},
                                          {Solved::PartlySolved, "partly_solved"},
                                          {Solved::Unsolved, "unsolved"}});
}
constexpr auto spellings(Satisfaction) {
  return std::to_array<Spelling<Satisfaction>>({{Satisfaction::VerySatisfied, "very_satisfied"},
                                                {Satisfaction::Satisfied, "satisfied"},
                                                {Satisfaction::FairlySatisfied, "fairly_satisfied"},
                                                {Satisfaction::Dissatisfied, "dissatisfied"},
                                                {Satisfaction::Unrated, "unrated"}});
}

// All values of an enumeration with their words, made once: to look one up makes no table.
template <class Enum>
inline constexpr auto kSpellings = spellings(Enum{});

// The word of a value; "?" for a number that is no value.
template <class Enum>
constexpr std::string_view to_word(Enum value) {
  for (const auto& spelling : kSpellings<Enum>) {
    if (spelling.value == value) return spelling.word;
  }
  return "?";
}

// The value of a word, or nothing when no value is spelt so.
template <class Enum>
constexpr std::optional<Enum> from_word(std::string_view word) {
  for (const auto& spelling : kSpellings<Enum>) {
    if (spelling.word == word) return spelling.value;
  }
  return std::nullopt;
}

// The value of a number from disk or wire, or nothing when there is no such value.
template <class Enum>
constexpr std::optional<Enum> from_number(std::int64_t number) {
  for (const auto& spelling : kSpellings<Enum>) {
    if (static_cast<std::int64_t>(spelling.value) == number) return spelling.value;
  }
  return std::nullopt;
}

}  // namespace whistle
