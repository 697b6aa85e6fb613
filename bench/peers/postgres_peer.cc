#include "bench/peers/postgres_peer.h"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <string>
#include <utility>

#include "bench/peers/pending.h"
#include "bench/peers/server_process.h"

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUser = "postgres";  // the package makes it; the server does not run as root
constexpr const char* kBin = "/usr/lib/postgresql/15/bin/";

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS complaint (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,
  text text NOT NULL,
  state "char" NOT NULL DEFAULT 'w',
  worker int,
  deadline timestamptz
);
CREATE INDEX IF NOT EXISTS waiting ON complaint (id) WHERE state = 'w';
CREATE INDEX IF NOT EXISTS leased ON complaint (deadline) WHERE state = 'l';
)";

// A few thousand rows would be read in order otherwise, as long as nothing is known of the table.
constexpr const char* kPlans =
    "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan;"
    "SET enable_hashjoin = off; SET enable_mergejoin = off";

struct Statement {
  const char* name;
  const char* text;
};
constexpr Statement kSubmitOne{
    "submit_one", "INSERT INTO complaint (key, text) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING"};
constexpr Statement kSubmitMany{
    "submit_many",
    "INSERT INTO complaint (key, text) SELECT * FROM unnest($1::text[], $2::text[]) "
    "ON CONFLICT (key) DO NOTHING"};
constexpr Statement kPull{
    "pull",
    "WITH next AS MATERIALIZED (SELECT id FROM complaint WHERE state = 'w' ORDER BY id "
    "FOR UPDATE SKIP LOCKED LIMIT $1::int) UPDATE complaint SET state = 'l', worker = $2::int, "
    "deadline = now() + interval '60 s' FROM next WHERE complaint.id = next.id "
    "RETURNING complaint.id, complaint.key, complaint.text"};
constexpr Statement kFinishOne{"finish_one",
                               "UPDATE complaint SET state = 'f', worker = NULL, deadline = NULL "
                               "WHERE id = $1::bigint AND state = 'l' AND worker = $2::int"};
constexpr Statement kFinishMany{
    "finish_many",
    "UPDATE complaint SET state = 'f', worker = NULL, deadline = NULL "
    "WHERE id = ANY ($1::bigint[]) AND state = 'l' AND worker = $2::int"};

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, CloseConnection>;
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

std::string address(std::uint16_t port) {
  return "host=127.0.0.1 dbname=postgres user=whistle sslmode=disable gssencmode=disable port=" +
         std::to_string(port);
}

[[noreturn]] void fail(const std::string& message) { throw PeerError("PostgreSQL: " + message); }

void expect_success(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  fail(PQresultErrorMessage(result));
}

void run(PGconn* connection, const char* text) {
  const Result result(PQexec(connection, text));
  expect_success(result.get());
}

Connection open(std::uint16_t port) {
  Connection connection(PQconnectdb(address(port).c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) fail(PQerrorMessage(connection.get()));
  return connection;
}

// '{"...","..."}', as arrays are written; neither keys nor complaints need anything escaped but
// quotes and backslashes.
void append_element(std::string& array, std::string_view element) {
  array += array.empty() ? "{\"" : ",\"";
  for (const char letter : element) {
    if (letter == '"' || letter == '\\') array += '\\';
    array += letter;
  }
  array += '"';
}

class PostgresSession final : public Session {
 public:
  PostgresSession(std::uint16_t port, std::size_t clients, Listener& listener)
      : listener_(&listener), clients_(clients), waiting_(clients) {
    for (std::size_t client = 0; client < clients; ++client) {
      clients_[client].connection = open(port);
      PGconn* connection = clients_[client].connection.get();
      if (client == 0) run(connection, kSchema);
      run(connection, kPlans);
      for (const Statement& statement : {kSubmitOne, kSubmitMany, kPull, kFinishOne, kFinishMany}) {
        const Result result(PQprepare(connection, statement.name, statement.text, 0, nullptr));
        expect_success(result.get());
      }
      PQsetnonblocking(connection, 1);
      waiting_[client] = {PQsocket(connection), 0, 0};
    }
  }

  void submit(std::size_t client, std::span<const Message> messages) override {
    first_.clear();
    second_.clear();
    if (messages.size() == 1) {
      first_ = messages[0].key;
      second_ = messages[0].text;
      return send(client, Step::Submit, kSubmitOne);
    }
    for (const Message& message : messages) {
      append_element(first_, message.key);
      append_element(second_, message.text);
    }
    first_ += '}';
    second_ += '}';
    send(client, Step::Submit, kSubmitMany);
  }
  void pull(std::size_t client, std::size_t max) override {
    first_ = std::to_string(max);
    second_ = std::to_string(client);
    send(client, Step::Pull, kPull);
  }
  void finish(std::size_t client, std::span<const Grant> grants) override {
    clients_[client].finishing = std::to_string(grants.size());
    second_ = std::to_string(client);
    if (grants.size() == 1) {
      first_ = grants[0].handle;
      return send(client, Step::Finish, kFinishOne);
    }
    first_ = "{";
    for (const Grant& grant : grants) {
      if (first_.size() > 1) first_ += ',';
      first_ += grant.handle;
    }
    first_ += '}';
    send(client, Step::Finish, kFinishMany);
  }
  void poll() override {
    constexpr int kWaitMs = 1000;
    if (::poll(waiting_.data(), waiting_.size(), kWaitMs) <= 0) return;
    for (std::size_t client = 0; client < clients_.size(); ++client) {
      const short events = waiting_[client].revents;
      if ((events & POLLOUT) != 0) flush(client);
      if ((events & ~POLLOUT) != 0) receive(client);
    }
  }
  bool is_empty() override {
    PGconn* connection = clients_[0].connection.get();
    PQsetnonblocking(connection, 0);
    const Result result(
        PQexec(connection, "SELECT 1 FROM complaint WHERE state = 'w' OR state = 'l' LIMIT 1"));
    expect_success(result.get());
    return PQntuples(result.get()) == 0;
  }

 private:
  struct Client {
    Connection connection;
    Step step{};
    Result result;          // whose end has not come yet
    std::string finishing;  // how many rows, as PostgreSQL says it
  };

  void send(std::size_t client, Step step, const Statement& statement) {
    clients_[client].step = step;
    const std::array<const char*, 2> values{first_.c_str(), second_.c_str()};
    PGconn* connection = clients_[client].connection.get();
    const int sent =
        PQsendQueryPrepared(connection, statement.name, 2, values.data(), nullptr, nullptr, 0);
    if (sent == 0) fail(PQerrorMessage(connection));
    flush(client);
  }
  void flush(std::size_t client) {
    PGconn* connection = clients_[client].connection.get();
    const int left = PQflush(connection);
    if (left < 0) fail(PQerrorMessage(connection));
    waiting_[client].events = static_cast<short>(left == 0 ? POLLIN : POLLIN | POLLOUT);
  }

  void receive(std::size_t client) {
    PGconn* connection = clients_[client].connection.get();
    if (PQconsumeInput(connection) == 0) fail(PQerrorMessage(connection));
    // The statement is over, and the connection free, with the null behind its result.
    while (PQisBusy(connection) == 0) {
      Result result(PQgetResult(connection));
      if (result == nullptr) return hear(client, std::move(clients_[client].result));
      clients_[client].result = std::move(result);
    }
  }

  void hear(std::size_t client, Result result) {
    if (result == nullptr) fail("no answer");
    expect_success(result.get());
    switch (clients_[client].step) {
      case Step::Submit:
        return listener_->on_submitted(client);
      case Step::Pull:
        return listener_->on_pulled(client, grants_of(result));
      case Step::Finish:
        break;
    }
    if (PQcmdTuples(result.get()) != clients_[client].finishing) fail("a lease was lost");
    listener_->on_finished(client);
  }
  static std::vector<Grant> grants_of(const Result& result) {
    std::vector<Grant> grants;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      grants.push_back({PQgetvalue(result.get(), row, 1), PQgetvalue(result.get(), row, 0)});
    }
    return grants;
  }

  Listener* listener_;
  std::vector<Client> clients_;
  std::vector<pollfd> waiting_;
  std::string first_;
  std::string second_;
};

class PostgresPeer final : public Peer {
 public:
  explicit PostgresPeer(const fs::path& folder)
      : port_(free_port()), server_(command(prepared(folder), port_)) {
    server_.wait_until([this] { return PQping(address(port_).c_str()) == PQPING_OK; });
  }

  std::unique_ptr<Session> connect(std::size_t clients, Listener& listener) override {
    return std::make_unique<PostgresSession>(port_, clients, listener);
  }

 private:
  static fs::path prepared(const fs::path& folder) {
    give_to(kUser, folder);
    run_to_the_end({.words = {std::string(kBin) + "initdb", "-D", folder / "data", "-U", "whistle",
                              "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"},
                    .environment = {},
                    .user = kUser,
                    .log = folder / "initdb.log"});
    return folder;
  }
  static Command command(const fs::path& folder, std::uint16_t port) {
    Command command{.words = {std::string(kBin) + "postgres", "-D", folder / "data", "-p",
                              std::to_string(port)},
                    .environment = {},
                    .user = kUser,
                    .log = folder / "log"};
    for (const char* setting :
         {"listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=on",
          "synchronous_commit=on", "full_page_writes=on", "shared_buffers=512MB",
          "wal_buffers=64MB", "max_wal_size=8GB", "checkpoint_timeout=15min", "max_connections=64",
          "jit=off", "autovacuum=on", "autovacuum_naptime=5s"}) {
      command.words.insert(command.words.end(), {"-c", setting});
    }
    return command;
  }

  std::uint16_t port_;
  ServerProcess server_;
};

}  // namespace

PeerKind postgresql() {
  return {.name = "postgres",
          .title = "PostgreSQL 15, SKIP LOCKED",
          .durable =
              "every step is a transaction, synced before its yes (fsync and "
              "synchronous_commit on)",
          .deduplicates = true,
          .batch_clients = 16,
          .start = [](const fs::path& folder) -> std::unique_ptr<Peer> {
            return std::make_unique<PostgresPeer>(folder);
          }};
}

}  // namespace whistle::bench::peers
