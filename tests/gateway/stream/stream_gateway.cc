// A gateway of two rooms, people and stream: what a test kills and starts again.
//
//   stream_gateway WATCH_ENDPOINT PORT ACCOUNTS SESSIONS
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "adapters/gateway/http/server.h"
#include "adapters/gateway/people/doorkeeper.h"
#include "adapters/gateway/stream/stream.h"

namespace whistle::gateway {
namespace {

std::int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

int serve(const std::string& watch, std::uint16_t port, const std::string& accounts,
          const std::string& sessions) {
  boost::asio::io_context context(1);
  people::Doorkeeper::Settings settings;
  settings.accounts = accounts;
  settings.sessions = sessions;
  settings.now_ms = now_ms;
  auto opened = people::Doorkeeper::open(settings);
  auto* door = std::get_if<std::unique_ptr<people::Doorkeeper>>(&opened);
  if (door == nullptr) return 2;
  client::Options options;
  options.endpoints.watch = watch;
  options.reconnect_ms = 20;
  options.reconnect_max_ms = 200;
  stream::Hub hub(options, nullptr, {}, context.get_executor());
  stream::Stream::Settings bounds;
  bounds.streams_per_person = 1000;
  bounds.rhythm.ping = std::chrono::milliseconds(500);
  stream::Stream events(hub, bounds,
                        [&](const people::Person& person) { return (*door)->is_current(person); });
  http::Router router;
  (*door)->add_routes(router);
  events.add_routes(router, **door);
  // What a test asks: how many watches the streams cost.
  http::Route watches;
  watches.pattern = "/watches";
  watches.handler = [&](http::Request) -> boost::asio::awaitable<http::Response> {
    co_return http::json(std::to_string(hub.watches()));
  };
  router.add(std::move(watches));
  http::ServerSettings served;
  served.port = port;
  http::Server server(context, router, served);
  if (const auto problem = server.start()) {
    std::cerr << *problem << "\n";
    return 1;
  }
  context.run();
  return 0;
}

}  // namespace
}  // namespace whistle::gateway

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const int port = std::atoi(argv[2]);
  return whistle::gateway::serve(argv[1], static_cast<std::uint16_t>(port), argv[3], argv[4]);
}
