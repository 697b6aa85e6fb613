#include "adapters/gateway/open311/status_words.h"

#include <algorithm>
#include <array>

namespace whistle::gateway::open311 {
namespace {

struct Words {
  std::string_view of;
  std::string_view chinese;
  std::string_view english;
};

constexpr std::array kStatuses{
    Words{"open", "已受理，已派单。", "Received and sent to the unit that will act."},
    Words{"in_progress", "正在办理。", "The unit is working on it."},
    Words{"planned", "已挂账，将按计划办理。", "Deferred; it is planned for later."},
    Words{"investigating", "已办结，正在核实回访。",
          "The unit has finished; the result is being checked with the resident."},
    Words{"for_triage", "已收到，正在研判。", "Received; a person is reading it."},
    Words{"internal_referral", "正在转交其他单位。", "Being passed to another unit."},
    Words{"reopen", "核实未通过，重新办理。", "Not solved yet; it is being worked on again."},
    Words{"closed", "已结案。", "Closed."},
    Words{"duplicate", "与已有诉求合并办理。", "Handled together with an earlier request."},
    Words{"no_further_action", "已答复，无需派单。", "Answered; nothing further will be done."},
    Words{"not_councils_responsibility", "不属于受理范围。",
          "Not something this service can act on."},
};

constexpr std::array kGrounds{
    Words{"litigation", "已进入诉讼、仲裁或复议程序，请通过法定途径解决。",
          "A court, arbitration or review has it; please follow the legal way."},
    Words{"petition", "属于信访或纪检监察事项，请向有关部门反映。",
          "A matter for the petition or supervision authorities."},
    Words{"emergency_line", "紧急情况请直接拨打110、119、120或122。",
          "In an emergency please call the police, fire or ambulance line at once."},
    Words{"disclosure", "属于政府信息公开事项，请依法提出申请。",
          "A request for public records; please apply for them in the way the law provides."},
    Words{"military", "属于军事事项，请向有关部门反映。",
          "A military matter; not for this service."},
    Words{"out_of_area", "不在本地区受理范围内，请向所在地反映。",
          "Outside this city; please turn to the place concerned."},
};

template <std::size_t Size>
std::string find(const std::array<Words, Size>& table, std::string_view of, std::size_t otherwise,
                 Language language) {
  const auto found = std::ranges::find(table, of, &Words::of);
  const Words& words = found == table.end() ? table.at(otherwise) : *found;
  return std::string(language == Language::Chinese ? words.chinese : words.english);
}

std::string of_status(std::string_view status) {
  if (status == "awaits_triage") return "for_triage";
  if (status == "signed_for") return "in_progress";
  if (status == "finished" || status == "replied") return "investigating";
  if (status == "returned") return "internal_referral";
  if (status == "deferred") return "planned";
  if (status == "closed") return "closed";
  return "open";
}

bool is_known_ground(std::string_view ground) {
  return std::ranges::count(kGrounds, ground, &Words::of) > 0;
}

// A complaint without a case: what became of it when it came in.
std::string of_disposition(const v1::ComplaintReply& complaint) {
  if (complaint.disposition() == "emergency_transferred") return "internal_referral";
  if (complaint.disposition() == "declined") return "not_councils_responsibility";
  if (complaint.disposition() == "awaits_triage") return "for_triage";
  return "no_further_action";
}

}  // namespace

bool is_joined(std::string_view disposition) {
  return disposition == "merged" || disposition == "informed";
}

bool is_open(const v1::ComplaintReply& complaint, const v1::CaseView& item) {
  if (complaint.case_id() == 0 || item.case_id() == 0) {
    return complaint.case_id() != 0 || complaint.disposition() == "awaits_triage";
  }
  return item.status() != "closed";
}

std::string extended_status(const v1::ComplaintReply& complaint, const v1::CaseView& item) {
  if (complaint.case_id() == 0) return of_disposition(complaint);
  if (is_joined(complaint.disposition())) return "duplicate";
  if (item.status() == "dispatched" && item.rework_rounds() > 0) return "reopen";
  if (item.suspended() && item.status() != "closed") return "planned";
  return of_status(item.status());
}

std::string extended_status(const search::Update& update) {
  const std::string& event = update.event;
  if (event == "complaint_merged" || event == "case_merged") return "duplicate";
  if (event == "complaint_declined") return "not_councils_responsibility";
  if (event == "complaint_answered") return "no_further_action";
  // The ground is there when it was declined.
  if (event == "case_disposed") {
    return update.note.empty() ? "no_further_action" : "not_councils_responsibility";
  }
  if (event == "case_reworked") return "reopen";
  if (event == "case_suspended") return "planned";
  return of_status(update.status);
}

std::string words_of_status(std::string_view extended, Language language) {
  return find(kStatuses, extended, 0, language);
}

std::string words_of_ground(std::string_view ground, Language language) {
  constexpr Words kAnyGround{"", "不属于受理范围。", "Not something this service can act on."};
  if (is_known_ground(ground)) return find(kGrounds, ground, 0, language);
  return std::string(language == Language::Chinese ? kAnyGround.chinese : kAnyGround.english);
}

std::string words_of_update(const search::Update& update, Language language) {
  if (update.event == "complaint_declined") return words_of_ground(update.note, language);
  // Who declines it at the desk may name a ground, or say it in words.
  if (update.event == "case_disposed" && is_known_ground(update.note)) {
    return words_of_ground(update.note, language);
  }
  if (!update.note.empty()) return update.note;
  return words_of_status(extended_status(update), language);
}

}  // namespace whistle::gateway::open311
