#include "tests/simulation/worker.h"

#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace whistle::simulation {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): every wish is named below

constexpr std::uint32_t kPatience = 3;

template <class Wish>
Wish wish_of(CaseId id, Token token, const WorkerName& worker) {
  Wish wish;
  wish.id = id;
  wish.token = token;
  wish.worker = worker;
  return wish;
}

}  // namespace

void Worker::crash() {
  ++life_;
  agenda_.in(chance_.delay(), [this, life = life_] {
    if (life == life_) rest();
  });
}

void Worker::rest() {
  agenda_.in(chance_.delay(), [this, life = life_] {
    if (life == life_) turn();
  });
}

void Worker::turn() {
  if (chance_.once_in(20)) {
    caller_.ask(DrainWorker{{some_unit()}, name_}, 1, [](const runtime::Reply*) {});
  } else if (!papers_.empty() && chance_.once_in(4)) {
    show(chance_.one_of<Paper>(papers_));
  } else {
    pull();
  }
  rest();
}

// Mostly where something waits; who pulls anywhere else gets nothing.
std::string Worker::some_unit() {
  std::vector<std::string> units{"waiwu"};
  if (room_.state() != nullptr) {
    room_.state()->each_line(
        [&](const std::string& unit, const queues::WaitingLine&) { units.push_back(unit); });
  }
  return chance_.one_of<std::string>(units);
}

void Worker::pull() {
  PullOrders wish{.unit = {some_unit()},
                  .worker = name_,
                  .max = static_cast<std::uint32_t>(chance_.between(1, 2)),
                  .only = {},
                  .sign_at_once = chance_.once_in(6)};
  if (!papers_.empty() && chance_.once_in(6)) wish.only = chance_.one_of<Paper>(papers_).id;
  caller_.ask(wish, 2, [this, life = life_](const runtime::Reply* reply) {
    if (life != life_ || reply == nullptr || !reply->result) return;
    take(std::get<PullAnswer>(*reply->result));
  });
}

void Worker::take(const PullAnswer& answer) {
  ReceiveLeases receipt{.leases = {}, .worker = name_};
  for (const Grant& grant : answer.grants) {
    papers_.push_back({grant.id, grant.token, grant.until == kNever});
    think(papers_.back());
    if (grant.receive_by != kNever) receipt.leases.push_back({grant.id, grant.token});
  }
  // At times forgotten, at times late.
  if (receipt.leases.empty() || chance_.once_in(5)) return;
  const Milliseconds delay =
      chance_.once_in(4) ? Milliseconds{chance_.between(4'000, 6'000)} : Milliseconds{0};
  agenda_.in(delay, [this, life = life_, receipt] {
    if (life == life_) caller_.ask(receipt, kPatience, [](const runtime::Reply*) {});
  });
}

// At times just about as long as the lease.
void Worker::think(Paper paper) {
  const bool dozes = chance_.once_in(4);
  const Milliseconds delay =
      dozes ? Milliseconds{chance_.between(55'000, 90'000)} : chance_.delay();
  agenda_.in(delay, [this, life = life_, paper] {
    if (life == life_) act(paper);
  });
}

void Worker::act(const Paper& paper) {
  paper.is_signed ? act_on_signed(paper) : act_on_lease(paper);
}

template <class Wish>
void Worker::ask(const Paper& paper, std::function<void(const Answer&)> then) {
  caller_.ask(wish_of<Wish>(paper.id, paper.token, name_), kPatience,
              [this, life = life_, then = std::move(then)](const runtime::Reply* reply) {
                if (life == life_ && reply != nullptr && reply->result) then(*reply->result);
              });
}

void Worker::act_on_lease(const Paper& paper) {
  const auto again = [this, paper](const Answer&) { think(paper); };
  switch (chance_.below(8)) {
    case 0:
    case 1:
      return ask<RenewLease>(paper, again);
    case 2:
      return ask<ReleaseOrder>(paper, [](const Answer&) {});
    default:
      return ask<SignForOrder>(paper, [this, paper](const Answer& answer) {
        papers_.push_back({paper.id, std::get<TokenAnswer>(answer).token, true});
        think(papers_.back());
      });
  }
}

void Worker::act_on_signed(const Paper& paper) {
  const auto again = [this, paper](const Answer&) { think(paper); };
  switch (chance_.below(8)) {
    case 0:
      return ask<RecordContact>(paper, again);
    case 1:
      return ask<ArriveOnSite>(paper, again);
    case 2:
      return ask<NoteProgress>(paper, again);
    case 3:
      return ask<RaiseCase>(paper, [](const Answer&) {});
    default:
      return ask<FinishHandling>(paper, [](const Answer&) {});
  }
}

// Whatever came of it: the engine knows whether the token is still good.
void Worker::show(const Paper& old) {
  const std::array<Command, 8> wishes{
      wish_of<SignForOrder>(old.id, old.token, name_),
      wish_of<SignForOrder>(old.id, old.token, name_),
      wish_of<RenewLease>(old.id, old.token, name_),
      wish_of<ReleaseOrder>(old.id, old.token, name_),
      wish_of<FinishHandling>(old.id, old.token, name_),
      wish_of<RecordContact>(old.id, old.token, name_),
      wish_of<NoteProgress>(old.id, old.token, name_),
      wish_of<RaiseCase>(old.id, old.token, name_),
  };
  caller_.ask(chance_.one_of<Command>(wishes), 1, [](const runtime::Reply*) {});
}

}  // namespace whistle::simulation
