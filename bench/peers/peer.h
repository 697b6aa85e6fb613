#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Systems that teams would otherwise build a dispatch engine on, doing the durable part of its
// work: a complaint is submitted under an idempotency key, pulled under a lease with a deadline,
// finished.
namespace whistle::bench::peers {

// How long a lease lasts everywhere; nobody needs so long here.
constexpr int kLeaseSeconds = 60;

// A peer that does not start, answers what it should not, or does not answer. The text says which.
class PeerError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A complaint on its way in.
struct Message {
  std::string key;  // idempotency key: the same key is the same complaint
  std::string_view text;
};

// A complaint in the hands of a worker.
struct Grant {
  std::string key;
  std::string handle;  // what the peer wants to see when it is finished
};

// Who hears that a step is done, and durable as far as the peer promises. Called from within
// Session::poll() only; may begin the next step at once.
class Listener {
 public:
  virtual void on_submitted(std::size_t client) = 0;
  // May bring fewer than were asked for, even none: then the rest is asked for again.
  virtual void on_pulled(std::size_t client, std::vector<Grant> grants) = 0;
  virtual void on_finished(std::size_t client) = 0;

 protected:
  ~Listener() = default;
};

// So many clients, connected in the way that is fastest for the peer. Each client has at most one
// step on its way, of one complaint or of many. All throw PeerError.
// Thread: one, which is the listener's as well.
class Session {
 public:
  virtual ~Session() = default;

  // `messages` and their texts stay until on_submitted().
  virtual void submit(std::size_t client, std::span<const Message> messages) = 0;
  virtual void pull(std::size_t client, std::size_t max) = 0;
  // `grants` stay until on_finished().
  virtual void finish(std::size_t client, std::span<const Grant> grants) = 0;
  // Sends what has been begun, waits for answers and tells the listener. Returns after the first
  // ones, or after a second without any.
  virtual void poll() = 0;

  // Nothing is waiting and nothing is leased, as the peer itself counts; true when it cannot tell.
  // To be asked when no step is on its way. Ends the session.
  virtual bool is_empty() = 0;
};

// A server of its own (or a library), with its data below one folder. Stopped when it goes.
class Peer {
 public:
  virtual ~Peer() = default;

  // `listener` outlives the session.
  virtual std::unique_ptr<Session> connect(std::size_t clients, Listener& listener) = 0;
};

// What is known of a peer without starting it.
struct PeerKind {
  std::string name;             // as --only says it, and in JSON
  std::string title;            // as people know it, with its version in Debian 12
  std::string durable;          // what is on disk when it says yes, and what it does not do
  bool deduplicates{};          // a key that was submitted before is not handed out again
  std::size_t batch_clients{};  // how many clients with batches of 100 are its fastest
  // Starts it; `folder` is empty and its own.
  std::unique_ptr<Peer> (*start)(const std::filesystem::path& folder);
};

}  // namespace whistle::bench::peers
