#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/reports/what_if_shadow.h"

// What people did, done again to the cases of a shadow run.
namespace whistle::casework {
namespace {

// Who makes what only the other book asks for.
constexpr std::string_view kNobody = "what-if";

WorkerName nobody() { return {std::string(kNobody)}; }

template <class Wish>
concept OfAHolder = requires(const Wish& wish) {
  wish.token;
  wish.worker;
};

template <class Wish>
concept AboutACase = requires(const Wish& wish) {
  { wish.id } -> std::convertible_to<CaseId>;
};

CaseId about(const PullOrders& wish) { return wish.only; }
template <class Wish>
CaseId about(const Wish& wish) {
  return wish.id;
}

}  // namespace

void Shadow::on(const Command& command) {
  std::visit(
      [this](const auto& act) {
        using Wish = std::decay_t<decltype(act)>;
        if constexpr (std::is_same_v<Wish, ChangeMode>) {
          wish(act);
        } else if constexpr (std::is_same_v<Wish, CallBack>) {
          call_back(act);
        } else if constexpr (std::is_same_v<Wish, NoteUnreachable>) {
          try_callback(act);
        } else if constexpr (std::is_same_v<Wish, PullOrders> || AboutACase<Wish>) {
          for (const CaseId id : followers(about(act))) {
            const Case* item = state_.find(id);
            if (item != nullptr) redo(*item, act);
          }
        }
      },
      command);
}

template <class Wish>
void Shadow::redo(const Case& item, const Wish& act) {
  Wish own = act;
  own.id = item.id;
  if constexpr (OfAHolder<Wish>) {
    const Case* held = in_hand(item.id, act.worker);
    if (held == nullptr) return;
    own.token = held->token;
  }
  wish(own);
}

void Shadow::redo(const Case& item, const PullOrders& act) {
  // Leased to be read, but nobody must read it now; or the other way round.
  if (is_desk(act.unit.value) != is_desk(unit_of(item))) {
    if (act.sign_at_once) static_cast<void>(in_hand(item.id, act.worker));
    return;
  }
  if (item.place == Place::Queue) {
    wish(PullOrders{.unit = {std::string(unit_of(item))},
                    .worker = act.worker,
                    .max = 1,
                    .only = item.id,
                    .sign_at_once = act.sign_at_once});
  } else if (act.sign_at_once) {
    static_cast<void>(in_hand(item.id, act.worker));
  }
}

void Shadow::redo(const Case& item, const SignForOrder& act) {
  static_cast<void>(in_hand(item.id, act.worker));
}

void Shadow::redo(const Case& item, const ClassifyCase& act) {
  if (item.status != Status::AwaitsTriage) return;
  Life& life = lives_[item.id];
  life.category = act.category;
  life.area = act.area;
  const CaseId id = item.id;
  if (item.place == Place::Queue) {
    wish(PullOrders{.unit = {std::string(kTriageDesk)}, .worker = act.by, .max = 1, .only = id});
  }
  ClassifyCase own = act;
  own.id = id;
  own.token = state_.find(id)->token;
  wish(own);
}

void Shadow::redo(const Case& item, const DisposeCase& act) {
  if (item.status != Status::AwaitsTriage) return;
  const CaseId id = item.id;
  if (item.place == Place::Queue) {
    wish(PullOrders{.unit = {std::string(kTriageDesk)}, .worker = act.by, .max = 1, .only = id});
  }
  DisposeCase own = act;
  own.id = id;
  own.token = state_.find(id)->token;
  wish(own);
}

void Shadow::redo(const Case& item, const ReleaseOrder& act) {
  if (item.place == Place::Lease) {
    wish(ReleaseOrder{item.id, item.token, holder_of(item), act.reason, act.failed});
  }
}

void Shadow::redo(const Case& item, const RenewLease& /*act*/) {
  if (item.place == Place::Lease) wish(RenewLease{item.id, item.token, holder_of(item)});
}

// "Not ours" is said of one unit's order; another unit has not said it.
void Shadow::redo(const Case& item, const ReturnOrder& act) {
  if (item.status != Status::Dispatched || unit_of(item) != act.unit.value) return;
  ReturnOrder own = act;
  own.id = item.id;
  wish(own);
}

void Shadow::redo(const Case& item, const ReassignCase& act) {
  if (item.status != Status::Returned) return;
  const CaseId id = item.id;
  if (wish(ReassignCase{id, act.by, act.unit, act.note})) return;
  wish(RuleOnObjection{id, act.by, act.unit, act.note});
}

void Shadow::redo(const Case& item, const RuleOnObjection& act) {
  if (item.status != Status::Returned) return;
  const CaseId id = item.id;
  if (wish(RuleOnObjection{id, act.by, act.unit, act.note})) return;
  wish(ReassignCase{id, act.by, act.unit, act.note});
}

void Shadow::redo(const Case& item, const TransferOrder& act) {
  const Case* held = in_hand(item.id, act.worker);
  if (held == nullptr || unit_of(*held) == act.to.value) return;
  wish(TransferOrder{held->id, held->token, holder_of(*held), act.to, act.reason});
}

void Shadow::redo(const Case& item, const PostCheckCase& act) {
  if (item.status != Status::Finished) return;
  PostCheckCase own = act;
  own.id = item.id;
  wish(own);
}

void Shadow::redo(const Case& item, const ExcuseAssist& act) {
  const auto own = assists_.find(act.assist);
  if (own == assists_.end() || state_.find(own->second) == nullptr) return;
  const Case* held = in_hand(item.id, act.worker);
  if (held == nullptr) return;
  wish(ExcuseAssist{held->id, held->token, holder_of(*held), own->second, act.reason});
}

void Shadow::call_back(const CallBack& act) {
  const Followers all = followers(act.id);
  const Case* item = act.complaint ? holding(act.complaint)
                     : all.empty() ? nullptr
                                   : state_.find(all.front());
  if (item == nullptr) return;
  const Case* answered = replied(item->id);
  if (answered == nullptr) return;
  CallBack own = act;
  own.id = answered->id;
  if (act.complaint) own.complaint = held_.at(act.complaint).complaint;
  const auto answer = decide_and_apply(own);
  if (answer || answer.error().reason != Reason::VisitRequired) return;
  own.way = CallbackWay::SecretaryVisit;
  wish(own);
}

void Shadow::try_callback(const NoteUnreachable& act) {
  const Case* item = holding(act.complaint);
  if (item == nullptr) return;
  const Case* answered = replied(item->id);
  if (answered == nullptr) return;
  wish(NoteUnreachable{answered->id, act.by, held_.at(act.complaint).complaint});
}

const Case* Shadow::read_by_person(CaseId id) {
  const Case* item = state_.find(id);
  if (item == nullptr || item->status != Status::AwaitsTriage) return item;
  const Life& life = lives_[id];
  if (!life.category) return nullptr;
  if (item->place == Place::Queue) {
    wish(PullOrders{.unit = {std::string(kTriageDesk)}, .worker = nobody(), .max = 1, .only = id});
  }
  // Where a unit was named by the rules, nobody needed to know the place.
  const AreaCode area = life.area ? life.area : policy_.book().areas.front().code;
  wish(ClassifyCase{id, item->token, nobody(), life.category, area});
  return state_.find(id);
}

const Case* Shadow::in_hand(CaseId id, const WorkerName& worker) {
  const Case* item = read_by_person(id);
  if (item == nullptr) return nullptr;
  if (item->status == Status::Dispatched && !take(*item, worker)) return nullptr;
  item = state_.find(id);
  return item != nullptr && item->status == Status::SignedFor ? item : nullptr;
}

bool Shadow::take(const Case& item, const WorkerName& worker) {
  const WorkerName who = worker ? worker : nobody();
  if (item.place == Place::Lease) return wish(SignForOrder{item.id, item.token, who});
  return wish(PullOrders{.unit = {std::string(unit_of(item))},
                         .worker = who,
                         .max = 1,
                         .only = item.id,
                         .sign_at_once = true});
}

const Case* Shadow::replied(CaseId id) {
  const Case* item = state_.find(id);
  if (item != nullptr && item->status == Status::Finished) {
    wish(PostCheckCase{id, nobody(), true, {}});
    item = state_.find(id);
  }
  return item != nullptr && item->status == Status::Replied ? item : nullptr;
}

void Shadow::close(CaseId id) {
  for (const Case* item = state_.find(id); item != nullptr; item = state_.find(id)) {
    const Status before = item->status;
    close_once_more(*item);
    item = state_.find(id);
    if (item != nullptr && item->status == before) return;
  }
}

// One step on the way to the end.
void Shadow::close_once_more(const Case& item) {
  const CaseId id = item.id;
  switch (item.status) {
    case Status::AwaitsTriage: {
      static_cast<void>(read_by_person(id));
      const Case* still = state_.find(id);
      if (still == nullptr || still->status != Status::AwaitsTriage) return;
      redo(*still, DisposeCase{id, {}, nobody(), Disposition::Answered, {}, {}});
      return;
    }
    case Status::Dispatched:
    case Status::SignedFor: {
      const Case* held = in_hand(id, nobody());
      if (held == nullptr) return;
      if (held->dossier->suspended) wish(ResumeCase{id, nobody(), {}});
      if (held->dossier->panel_stops_clocks) wish(ConcludePanel{id, nobody(), false, {}});
      const std::vector<CaseId> assists = held->dossier->assists;
      for (const CaseId each : assists) {
        wish(ExcuseAssist{id, held->token, holder_of(*held), each, std::string(kNobody)});
      }
      wish(FinishHandling{id, held->token, holder_of(*held), Solved::Solved, {}});
      return;
    }
    case Status::Returned:
      wish(ReassignCase{id, nobody(), item.dossier->returned_by.back(), {}});
      return;
    case Status::Deferred:
      wish(ReviewDeferral{id, nobody(), PanelKind::JointClinic, true, 1, {}});
      return;
    case Status::Finished:
      static_cast<void>(replied(id));
      return;
    case Status::Replied: {
      const Complaints complaints = lives_[id].complaints;
      for (const ComplaintId each : complaints) {
        if (!held_.contains(each)) return;
        wish(CallBack{.id = id,
                      .by = nobody(),
                      .solved = Solved::Solved,
                      .satisfaction = Satisfaction::Unrated,
                      .note = {},
                      .complaint = held_.at(each).complaint,
                      .way = CallbackWay::SecretaryVisit});
      }
      return;
    }
    case Status::Closed:
      return;
  }
}

}  // namespace whistle::casework
