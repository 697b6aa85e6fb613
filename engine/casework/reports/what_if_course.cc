#include "engine/casework/reports/what_if_course.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/casework/state/state.h"

namespace whistle::casework {
namespace {

// Promises of nearly every case.
constexpr std::size_t kPromisesUsual = 8;

CoursePointer read_by_rules(ComplaintId complaint, const triage::Findings& findings) {
  auto course = std::make_unique<Course>();
  course->complaint = complaint;
  course->category = findings.category.category;
  course->category_rule = findings.category.rule;
  course->severity = findings.severity.severity;
  course->severity_rule = findings.severity.rule;
  return course;
}

bool is_at_triage(const Course& course) {
  return course.route.empty() || course.route.back().unit.value == kTriageDesk;
}

}  // namespace

const CoursePromise* Course::promise(Stage stage) const {
  const auto found = std::ranges::find(promises, stage, &CoursePromise::stage);
  return found != promises.end() ? &*found : nullptr;
}

void Courses::note(const Event& event, ComplaintId complaint) {
  std::visit([&](const auto& fact) { on(fact, complaint); }, event);
}

void Courses::refuse(ComplaintId complaint, std::string why) {
  auto course = std::make_unique<Course>();
  course->complaint = complaint;
  course->disposition_rule = {std::move(why)};
  ended_.push_back(std::move(course));
}

void Courses::leave_alone(CaseId id) {
  if (Course* course = find(id)) course->unfollowed = true;
}

std::vector<CoursePointer> Courses::take_ended() { return std::exchange(ended_, {}); }

void Courses::end_all() {
  const std::size_t before = ended_.size();
  for (auto& [id, course] : open_) ended_.push_back(std::move(course));
  open_.clear();
  // The table has another order in each process.
  std::sort(ended_.begin() + static_cast<std::ptrdiff_t>(before), ended_.end(),
            [](const CoursePointer& left, const CoursePointer& right) {
              return left->complaint < right->complaint;
            });
}

Course* Courses::find(CaseId id) {
  const auto found = open_.find(id);
  return found != open_.end() ? found->second.get() : nullptr;
}

void Courses::end(CaseId id) {
  const auto found = open_.find(id);
  if (found == open_.end()) return;
  ended_.push_back(std::move(found->second));
  open_.erase(found);
}

void Courses::on(const CaseFiled& fact, ComplaintId complaint) {
  CoursePointer course = read_by_rules(complaint, *fact.findings);
  course->id = fact.id;
  course->disposition = fact.awaits_triage ? Disposition::AwaitsTriage : Disposition::Filed;
  course->promises.reserve(kPromisesUsual);
  if (fact.awaits_triage && fact.findings->category.certainty < triage::Certainty::Certain) {
    // A guess that nobody acts on.
    course->category = {};
    course->category_rule = {};
  }
  open_.insert_or_assign(fact.id, std::move(course));
}

void Courses::on(const ComplaintMerged& fact, ComplaintId complaint) {
  CoursePointer course = read_by_rules(complaint, *fact.findings);
  course->id = fact.id;
  course->disposition = fact.repeat ? Disposition::Informed : Disposition::Merged;
  course->disposition_rule = fact.rule;
  ended_.push_back(std::move(course));
}

void Courses::on(const ComplaintDeclined& fact, ComplaintId complaint) {
  CoursePointer course = read_by_rules(complaint, *fact.findings);
  course->disposition = Disposition::Declined;
  course->disposition_rule = {fact.ground};
  ended_.push_back(std::move(course));
}

void Courses::on(const ComplaintAnswered& fact, ComplaintId complaint) {
  CoursePointer course = read_by_rules(complaint, *fact.findings);
  course->disposition = Disposition::Answered;
  ended_.push_back(std::move(course));
}

void Courses::on(const CaseClassified& fact, ComplaintId /*complaint*/) {
  Course* course = find(fact.id);
  if (course == nullptr) return;
  course->category = fact.category;
  course->category_rule = {"person:" + fact.by.value};
}

void Courses::on(const CaseRecoloured& fact, ComplaintId /*complaint*/) {
  Course* course = find(fact.id);
  if (course == nullptr) return;
  course->severity = fact.to;
  course->severity_rule = fact.rule;
}

void Courses::on(const OrderDispatched& fact, ComplaintId /*complaint*/) {
  Course* course = find(fact.id);
  if (course != nullptr) course->route.push_back({fact.unit, fact.rule});
}

void Courses::on(const ClockStarted& fact, ComplaintId /*complaint*/) {
  Course* course = find(fact.id);
  if (course == nullptr) return;
  const auto known = std::ranges::find(course->promises, fact.stage, &CoursePromise::stage);
  if (known == course->promises.end()) {
    course->promises.push_back({fact.stage, fact.alarms.due, fact.rule, false});
  } else if (is_at_triage(*course) && !known->broken) {
    // Nobody knew what it is; now somebody does.
    known->due = fact.alarms.due;
    known->rule = fact.rule;
  }
}

void Courses::on(const ClockRanOut& fact, ComplaintId /*complaint*/) {
  Course* course = find(fact.id);
  if (course == nullptr) return;
  const auto known = std::ranges::find(course->promises, fact.stage, &CoursePromise::stage);
  if (known != course->promises.end()) known->broken = true;
}

// What was promised before anybody knew what it is, and is not promised now that it is known.
void Courses::on(const ClockDropped& fact, ComplaintId /*complaint*/) {
  Course* course = find(fact.id);
  if (course == nullptr || !is_at_triage(*course)) return;
  std::erase_if(course->promises, [&](const CoursePromise& each) {
    return each.stage == fact.stage && !each.broken;
  });
}

void Courses::on(const CardIssued& fact, ComplaintId /*complaint*/) {
  Course* course = find(fact.id);
  if (course != nullptr) course->card = std::max(course->card, fact.card);
}

void Courses::on(const CaseEscalated& fact, ComplaintId /*complaint*/) {
  Course* course = find(fact.id);
  if (course != nullptr) course->climbs.push_back({fact.to_tier, fact.rule});
}

// Its requesters are answered in the other case.
void Courses::on(const CaseMerged& fact, ComplaintId /*complaint*/) {
  Course* course = find(fact.id);
  if (course == nullptr) return;
  course->disposition = Disposition::Merged;
  course->disposition_rule = {fact.reason};
  end(fact.id);
}

void Courses::on(const CaseStruckOff& fact, ComplaintId /*complaint*/) { end(fact.id); }

}  // namespace whistle::casework
