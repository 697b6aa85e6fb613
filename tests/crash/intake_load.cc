#include <array>
#include <deque>
#include <random>
#include <string>

#include "adapters/client/client.h"
#include "tests/crash/loads.h"
#include "tests/end_to_end/engine_process.h"

namespace whistle::tests {
namespace {

constexpr std::size_t kOnTheirWay = 24;
constexpr std::uint32_t kPollMs = 20;

constexpr std::array kPlaces{"登科府2号楼", "锦鲤湾3号楼2单元", "榕荫里门口",  "武馨家园2号楼",
                             "武安镇街上",  "泰和花苑5号楼",    "登科府7号楼", "锦鲤湾1号楼"};
constexpr std::array kMatters{"水管爆了，水漫到楼道里",       "楼道灯坏了好几天，晚上看不见",
                              "消防通道被私家车堵死了",       "楼上半夜还在拖椅子，孩子被吵醒",
                              "有人占道经营，影响通行",       "垃圾堆了好几天没人清",
                              "电梯坏了，老人困在家里下不来", "闻到很浓的煤气味"};

class Hotline {
 public:
  explicit Hotline(const LoadParts& parts)
      : account_(parts.account), random_(parts.seed), client_(parts.options) {}

  bool is_waiting() const { return client_.pending() > 0; }
  void poll() { client_.poll(kPollMs); }
  void send_what_may_be_sent() {
    while (client_.pending() < kOnTheirWay && account_.may_send()) {
      const std::string text =
          std::string(kPlaces[random_() % kPlaces.size()]) + kMatters[random_() % kMatters.size()];
      send({account_.next_complaint(), text});
      if (!answered_.empty() && random_() % 8 == 0) send(answered_[random_() % answered_.size()]);
    }
  }

 private:
  struct Sent {
    std::string id;
    std::string text;
  };

  // Also what was answered already, as a hotline does that has lost its own memory.
  void send(const Sent& sent) {
    client_.send_submit(complaint(sent.id, sent.text),
                        [this, sent](const client::Result<v1::SubmitReply>& reply) {
                          if (!reply) return;
                          account_.accepted(sent.id, reply->complaint_id(), reply->unit());
                          remember(sent);
                        });
    account_.stirred();
  }
  void remember(const Sent& sent) {
    constexpr std::size_t kRemembered = 32;
    answered_.push_back(sent);
    if (answered_.size() > kRemembered) answered_.pop_front();
  }

  Account& account_;
  std::mt19937_64 random_;
  std::deque<Sent> answered_;
  client::Client client_;
};

}  // namespace

void run_intake(const LoadParts& parts) {
  Hotline hotline(parts);
  while (!parts.over || hotline.is_waiting()) {
    if (!parts.over) hotline.send_what_may_be_sent();
    hotline.poll();
  }
}

}  // namespace whistle::tests
