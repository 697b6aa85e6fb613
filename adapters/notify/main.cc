#include <csignal>
#include <ctime>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <variant>

#include "adapters/notify/file_sink.h"
#include "adapters/notify/http_post.h"
#include "adapters/notify/notifier.h"
#include "adapters/notify/options.h"
#include "adapters/notify/webhook_sink.h"

namespace whistle::notify {
namespace {

constexpr int kSinkFailed = 1;
constexpr int kWrong = 2;
constexpr int kRefused = 3;

// SIGINT and SIGTERM wait until somebody asks for them.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    // Before any thread is started, so that all have it.
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  // True when nobody has asked us to end until the time is over.
  bool wait(std::chrono::milliseconds time) {
    if (ended_) return false;
    const timespec limit{.tv_sec = time.count() / 1000, .tv_nsec = time.count() % 1000 * 1'000'000};
    ended_ = sigtimedwait(&set_, nullptr, &limit) > 0;
    return !ended_;
  }

 private:
  sigset_t set_{};
  bool ended_{};
};

void say(const std::string& line) { std::cerr << "whistle-notify: " << line << std::endl; }

struct Sinks {
  std::unique_ptr<Sink> rejects;
  std::unique_ptr<Sink> main;
};

std::unique_ptr<Sink> open_file(const std::string& path) {
  auto opened = FileSink::open(path);
  if (!opened.sink) say(opened.problem);
  return std::move(opened.sink);
}

// Without a main one when it cannot be had.
Sinks open_sinks(const Options& options, Signals& signals) {
  Sinks sinks;
  if (!options.file.empty()) {
    sinks.main = open_file(options.file);
    return sinks;
  }
  if (!options.rejects.empty()) {
    sinks.rejects = open_file(options.rejects);
    if (!sinks.rejects) return sinks;
  }
  const auto chance = [random = std::mt19937_64(std::random_device{}())]() mutable {
    return std::uniform_real_distribution<double>(0, 1)(random);
  };
  const Url url = *parse_url(options.url);
  sinks.main = std::make_unique<WebhookSink>(
      WebhookSink::Parts{
          .post = [url, patience = options.patience](
                      const HttpRequest& request) { return http_post(url, request, patience); },
          .wait = [&signals](WebhookSink::Milliseconds time) { return signals.wait(time); },
          .chance = chance,
          .say = say},
      options.webhook, sinks.rejects.get());
  return sinks;
}

int run(const Options& options) {
  Signals signals;
  const Sinks sinks = open_sinks(options, signals);
  if (!sinks.main) return kSinkFailed;
  client::Watch watch(options.client);
  Notifier notifier(watch, *sinks.main,
                    [&signals] { return signals.wait(std::chrono::milliseconds{0}); });
  const Notifier::End end = notifier.run(options.selection);
  if (!notifier.problem().empty()) say(notifier.problem());
  switch (end) {
    case Notifier::End::Stopped:
      return 0;
    case Notifier::End::Refused:
      return kRefused;
    case Notifier::End::SinkFailed:
      return kSinkFailed;
  }
  return kWrong;
}

}  // namespace
}  // namespace whistle::notify

int main(int argc, char** argv) {
  const auto options = whistle::notify::parse_options(argc, argv);
  if (const int* exit = std::get_if<int>(&options)) return *exit;
  return whistle::notify::run(std::get<whistle::notify::Options>(options));
}
