#include "engine/service/backup_desk.h"

#include <filesystem>
#include <utility>

#include "engine/runtime/thread_name.h"

namespace whistle::service {
namespace {

BackupDesk::Made to_made(const Outcome<journal::BackupMade, journal::Error>& made) {
  if (!made) {
    return Failure{Problem{kFailedPrecondition, "BACKUP_FAILED", made.error().message, 0}};
  }
  v1::BackupReply reply;
  reply.set_number(made->number);
  reply.set_bytes(made->bytes);
  reply.set_files(made->files);
  reply.set_sequence(made->through.value);
  return reply;
}

}  // namespace

BackupDesk::~BackupDesk() {
  stopping_ = true;
  if (worker_.joinable()) worker_.join();
}

void BackupDesk::take(const v1::BackupRequest& wish, Answer answer) {
  if (!std::filesystem::path(wish.folder()).is_absolute()) {
    return answer(Failure{Problem{kInvalidArgument, "FIELD_VIOLATION",
                                  "folder: must be an absolute path on the engine's machine", 0}});
  }
  if (waiting_.empty()) {
    waiting_.push_back(std::move(answer));
    return begin(wish);
  }
  if (folder_ == wish.folder()) {
    waiting_.push_back(std::move(answer));
    return;
  }
  answer(Failure{Problem{kFailedPrecondition, "BACKUP_RUNS",
                         "a backup into " + folder_ + " is in progress; wait for it", 0}});
}

void BackupDesk::begin(const v1::BackupRequest& wish) {
  folder_ = wish.folder();
  // The one before has ended: its answers are out.
  if (worker_.joinable()) worker_.join();
  worker_ = std::thread([this, keep = wish.keep(), folder = folder_] {
    runtime::name_this_thread("backup");
    const Made made = to_made(
        make_({.folder = folder, .keep = keep, .give_up = [this] { return stopping_.load(); }}));
    outbox_.put([this, made] { end(made); });
  });
}

void BackupDesk::end(const Made& made) {
  const std::vector<Answer> answered = std::exchange(waiting_, {});
  for (const Answer& answer : answered) answer(made);
}

}  // namespace whistle::service
