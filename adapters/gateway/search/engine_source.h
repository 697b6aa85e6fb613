#pragma once

#include <memory>

#include "adapters/client/client.h"
#include "adapters/client/watch.h"
#include "adapters/gateway/search/source.h"

namespace whistle::gateway::search {

// A real engine, asked under the gateway's own rights: whose copy has everything, and is shown to
// people only as far as their rights go (rights.h).
class EngineSource final : public Source {
 public:
  explicit EngineSource(client::Options options,
                        const std::shared_ptr<client::Context>& context = nullptr);

  void follow(const Start& start) override;
  std::optional<v1::WatchEvents> next(std::uint32_t timeout_ms) override;
  std::optional<client::Problem> refusal() const override { return watch_.problem(); }
  std::string journal_id() const override { return watch_.journal_id(); }
  bool connected() const override { return watch_.connected(); }
  std::uint64_t head() const override { return watch_.head_sequence(); }

  Each<v1::CaseView> cases(const std::vector<std::uint64_t>& ids) override;
  Each<v1::ComplaintReply> complaints(const std::vector<std::uint64_t>& ids) override;
  client::Result<Geography> geography() override;

 private:
  client::Watch watch_;
  client::Client client_;
};

}  // namespace whistle::gateway::search
