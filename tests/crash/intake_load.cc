#include <array>
#include <random>

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

}  // namespace

void run_intake(const LoadParts& parts) {
  std::mt19937_64 random(parts.seed);
  client::Client client(parts.options);
  Account& account = parts.account;
  while (!parts.over || client.pending() > 0) {
    while (!parts.over && client.pending() < kOnTheirWay && account.may_send()) {
      const std::string id = account.next_complaint();
      const std::string text =
          std::string(kPlaces[random() % kPlaces.size()]) + kMatters[random() % kMatters.size()];
      client.send_submit(complaint(id, text),
                         [&account, id](const client::Result<v1::SubmitReply>& reply) {
                           if (reply) account.accepted(id, reply->complaint_id(), reply->unit());
                         });
      account.stirred();
    }
    client.poll(kPollMs);
  }
}

}  // namespace whistle::tests
