#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "engine/casework/events/events.h"

// The course of a complaint: what its facts say about it. Facts of the journal and facts of a
// shadow run are read by the same eyes, so that they can be compared.
namespace whistle::casework {

// A unit or a desk that was sent the case, and the rule that sent it there.
struct Stop {
  UnitCode unit;
  RuleName rule;

  bool operator==(const Stop&) const = default;
};

// The promise of one stage.
struct CoursePromise {
  Stage stage{};
  Timestamp due{kNever};  // as it stood with the first order of the case; later ones: at first
  RuleName rule;          // of the limit
  bool broken{};          // at least once

  bool operator==(const CoursePromise&) const = default;
};

// A step up the ladder.
struct Climbed {
  Tier to{};
  RuleName rule;

  bool operator==(const Climbed&) const = default;
};

struct Course {
  ComplaintId complaint{};  // by its number in the journal
  CaseId id{};              // the case it began or joined, by the numbers of its own side; 0: none
  // Filed, AwaitsTriage, Merged, Informed, Declined, Answered; nothing: it was refused, and the
  // rule says why.
  std::optional<Disposition> disposition;
  RuleName disposition_rule;
  CategoryCode category;
  RuleName category_rule;  // "person:NAME" when a person said it
  Severity severity{Severity::Blue};
  RuleName severity_rule;
  std::vector<Stop> route;
  std::vector<CoursePromise> promises;  // in the order in which they were made
  std::vector<Climbed> climbs;
  Card card{Card::None};  // the highest
  // It became a case, and nobody in the journal ever worked on it: what was promised to it is not
  // judged.
  bool unfollowed{};

  const CoursePromise* promise(Stage stage) const;
};
// Courses wait in several places, one after the other, and are too large to be moved about.
using CoursePointer = std::unique_ptr<Course>;

// Follows facts and tells the course of each complaint once nothing can happen to it any more.
// Not followed: assistances, which are units' shares of other cases, and complaints after a person
// took them out of a case they had joined.
// Thread: one.
class Courses {
 public:
  // `complaint` is the number in the journal of the complaint that the facts are about; used for
  // the facts of intake only.
  void note(const Event& event, ComplaintId complaint);
  // The complaint was refused.
  void refuse(ComplaintId complaint, std::string why);
  // Whatever becomes of this case is not judged.
  void leave_alone(CaseId id);

  // The courses that ended since this was called last.
  std::vector<CoursePointer> take_ended();
  // Ends all others as they stand.
  void end_all();
  std::size_t open() const { return open_.size(); }

 private:
  void on(const CaseFiled& fact, ComplaintId complaint);
  void on(const ComplaintMerged& fact, ComplaintId complaint);
  void on(const ComplaintDeclined& fact, ComplaintId complaint);
  void on(const ComplaintAnswered& fact, ComplaintId complaint);
  void on(const CaseClassified& fact, ComplaintId complaint);
  void on(const CaseRecoloured& fact, ComplaintId complaint);
  void on(const OrderDispatched& fact, ComplaintId complaint);
  void on(const ClockStarted& fact, ComplaintId complaint);
  void on(const ClockRanOut& fact, ComplaintId complaint);
  void on(const ClockDropped& fact, ComplaintId complaint);
  void on(const CardIssued& fact, ComplaintId complaint);
  void on(const CaseEscalated& fact, ComplaintId complaint);
  void on(const CaseMerged& fact, ComplaintId complaint);
  void on(const CaseStruckOff& fact, ComplaintId complaint);
  template <class Other>
  void on(const Other& /*fact*/, ComplaintId /*complaint*/) {}

  Course* find(CaseId id);
  void end(CaseId id);

  absl::flat_hash_map<CaseId, CoursePointer> open_;
  std::vector<CoursePointer> ended_;
};

}  // namespace whistle::casework
