#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "engine/journal/backup.h"
#include "engine/service/frames.h"
#include "engine/service/outbox.h"
#include "whistle/v1/admin.pb.h"

namespace whistle::service {

// Makes backups while everything else goes on: one at a time, on a thread of its own, which copies
// gigabytes and must hold up neither sockets nor writer. Who asks again for the same folder while
// it is made, after a silence, is answered with the others. Thread: the service thread.
class BackupDesk {
 public:
  using Make =
      std::function<Outcome<journal::BackupMade, journal::Error>(const journal::BackupWish&)>;
  using Made = Outcome<v1::BackupReply, Problem>;
  using Answer = std::function<void(const Made&)>;

  BackupDesk(Outbox& outbox, Make make) : outbox_(outbox), make_(std::move(make)) {}
  // A backup in progress is given up.
  ~BackupDesk();
  BackupDesk(const BackupDesk&) = delete;
  BackupDesk& operator=(const BackupDesk&) = delete;

  // `answer` is called once, now or later.
  void take(const v1::BackupRequest& wish, Answer answer);

 private:
  void begin(const v1::BackupRequest& wish);
  void end(const Made& made);

  Outbox& outbox_;
  Make make_;
  std::thread worker_;
  std::atomic<bool> stopping_{};
  std::string folder_;           // of the backup in progress
  std::vector<Answer> waiting_;  // not empty: one is in progress
};

}  // namespace whistle::service
