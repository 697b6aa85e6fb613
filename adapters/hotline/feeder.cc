#include "adapters/hotline/feeder.h"

#include <algorithm>
#include <utility>

#include "adapters/client/disposition.h"

namespace whistle::hotline {
namespace {

// A refusal that speaks about this row, as opposed to one that any row would meet.
bool concerns_the_row(const client::Problem& problem) {
  return problem.code == client::kInvalidArgument || problem.code == client::kNotFound ||
         (problem.code == client::kFailedPrecondition && problem.reason != "CLOCK_NOT_DRIVEN");
}

std::string words_of(const client::Problem& problem) {
  return problem.message.empty() ? problem.reason : problem.reason + ": " + problem.message;
}

}  // namespace

Feeder::Feeder(Feed& feed, Intake& intake, FeederOptions options, OnReject on_reject)
    : feed_(feed),
      intake_(intake),
      options_(std::move(options)),
      on_reject_(std::move(on_reject)),
      bucket_(options_.rate,
              std::max<std::int64_t>(1, static_cast<std::int64_t>(options_.rate.per_second / 10))),
      unanswered_(options_.start.row, options_.start.offset) {}

std::optional<std::int64_t> Feeder::send_some(std::int64_t now_ms) {
  while (!finished() && unanswered_.waiting() < options_.window) {
    if (!next_ && !read_row()) break;
    if (const auto wait_ms = bucket_.wait_ms(now_ms); wait_ms > 0) return wait_ms;
    bucket_.take(now_ms);
    const GoodRow row = *std::exchange(next_, {});
    unanswered_.sent(row.place.number, row.place.end_offset);
    ++counts_.sent;
    intake_.submit(row.complaint,
                   [this, place = row.place, id = row.complaint.external_id()](
                       SubmitResult result) { take_answer(place, id, std::move(result)); });
  }
  return std::nullopt;
}

// Reads up to the next good row. False when there is none to send.
bool Feeder::read_row() {
  while (!ended_) {
    if (options_.limit != 0 && counts_.rows >= options_.limit) {
      ended_ = true;
      return false;
    }
    auto row = feed_.next();
    if (!row) {
      ended_ = true;
      failure_ = feed_.failure();
      return false;
    }
    const RowPlace& place =
        std::visit([](const auto& any) -> const RowPlace& { return any.place; }, *row);
    if (place.number <= options_.start.row) {
      ++counts_.passed;
      continue;
    }
    ++counts_.rows;
    if (auto* good = std::get_if<GoodRow>(&*row)) {
      next_ = std::move(*good);
      return true;
    }
    const BadRow& bad = std::get<BadRow>(*row);
    ++counts_.bad;
    on_reject_(bad.problem, bad.raw);
    unanswered_.sent(place.number, place.end_offset);
    unanswered_.answered(place.number);
  }
  return false;
}

void Feeder::take_answer(const RowPlace& place, const std::string& external_id,
                         SubmitResult result) {
  if (result) {
    count(*result);
    unanswered_.answered(place.number);
    return;
  }
  const client::Problem& problem = result.problem();
  if (!concerns_the_row(problem)) {
    // The row stays unanswered: the next run begins with it.
    if (!failure_) failure_ = Problem{place.at, "the engine does not answer: " + words_of(problem)};
    ended_ = true;
    return;
  }
  ++counts_.refused;
  on_reject_({place.at, external_id + " was refused: " + words_of(problem)}, "");
  unanswered_.answered(place.number);
}

void Feeder::count(const v1::SubmitReply& reply) {
  ++counts_.accepted;
  if (reply.replayed()) ++counts_.replayed;
  if (client::is_filed(reply)) ++counts_.filed;
  if (reply.disposition() == "merged") ++counts_.merged;
  if (reply.disposition() == "declined") ++counts_.declined;
  if (client::awaits_triage(reply)) ++counts_.triage;
}

}  // namespace whistle::hotline
