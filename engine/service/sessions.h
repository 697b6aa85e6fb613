#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "engine/core/outcome.h"
#include "engine/core/time_point.h"
#include "engine/service/frames.h"
#include "engine/service/permissions.h"

namespace whistle::service {

// A client's address. Those of different sockets may be alike.
struct Connection {
  Audience audience{};
  Peer peer;

  auto operator<=>(const Connection&) const = default;
};

// Who is on a connection, as HELLO has said.
struct Session {
  std::string client{};
  std::string version{};
  std::uint32_t minor{};
  std::string principal{};  // of its key; empty: the socket asks for none
  std::string key{};        // public, Z85
  std::string token{};      // resumes it; empty: it has said no HELLO
  std::string token_before{};
  Timestamp heard{};  // any message of it
  bool is_silent{};   // for too long
  bool has_lost{};    // something that stood for it has ended, and it could not be told
};

// Who is there, so that what outlives a request (a pull that stands) can follow its client to
// another connection, and ends when the client has left. Nothing else needs a session.
//
// A session is resumed by the token of the last Welcome, or of the one before: a Welcome may be
// lost, and the client then knows the older token only. A session that falls silent stays, and may
// be resumed; what stood for it has ended. Bounded: when there is no room, one that is silent makes
// it, the longest first.
//
// Time and tokens come from outside. Thread: one at a time.
class Sessions {
 public:
  static constexpr int kHeartbeatsMissedMax = 3;

  Sessions(Milliseconds heartbeat, std::size_t max)
      : patience_(heartbeat * kHeartbeatsMissedMax), max_(max) {}

  // What stands for the connection is to end: it has fallen silent, was sent away or has made room.
  // Called once, and again only after it was heard again. May look at the sessions, not change
  // them.
  using Ended = std::function<void(const Connection&)>;
  // A session goes on on another connection, and what stands for it moves there.
  using Moved = std::function<void(const Connection& from, const Connection& to)>;
  void on_end(Ended ended) { ended_ = std::move(ended); }
  void on_move(Moved moved) { moved_ = std::move(moved); }

  // What a HELLO says, and whose key it came under.
  struct Greeting {
    Connection from;
    std::string client{};
    std::string version{};
    std::uint32_t minor{};
    std::string principal{};
    std::string key{};
    std::string resume_token{};
  };
  struct Begun {
    bool is_resumed{};  // by its token
  };
  // Begins a session, or goes on with the one of the token (if that is of the same socket and
  // principal, and all that stood for it still stands) or of the connection. `token` resumes it
  // from now on. RESOURCE_EXHAUSTED / SESSIONS_FULL when there is no room for another one.
  Outcome<Begun, Problem> greet(Greeting greeting, const std::string& token, Timestamp now);

  // A message has come from there.
  void hear(const Connection& from, Timestamp now);
  // Something stands for this connection from now on, so its silence matters, also when it has said
  // no HELLO. False when there is no room. `key` as in Session.
  bool attend(const Connection& from, const std::string& key, Timestamp now);
  // Ends what stands for those who have fallen silent. Call it about once a second.
  void pass(Timestamp now);
  // It was sent away.
  void end(const Connection& from);
  // Something that stood for it has ended, and nobody was there to be told. Who resumes it then
  // begins anew, so that it asks again for what it wants.
  void note_loss(const Connection& at);

  // nullptr when nobody is known there.
  const Session* find(const Connection& at) const;
  const std::map<Connection, Session>& all() const { return sessions_; }

 private:
  using Table = std::map<Connection, Session>;

  // The session that this greeting goes on with, moved to where it comes from; else the end.
  Table::iterator resume(const Greeting& greeting);
  void change_token(Table::iterator at, std::string known, const std::string& token);
  bool make_room(Timestamp now);
  bool has_fallen_silent(const Session& session, Timestamp now) const {
    return now - session.heard >= patience_;
  }
  void drop(Table::iterator at);
  void forget_tokens(const Session& session);

  Milliseconds patience_;
  std::size_t max_;
  Table sessions_;
  std::unordered_map<std::string, Connection> by_token_;
  Ended ended_ = [](const Connection&) {};
  Moved moved_ = [](const Connection&, const Connection&) {};
};

}  // namespace whistle::service
