#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "adapters/gateway/api/operations.h"
#include "adapters/gateway/api/pictures.h"
#include "adapters/gateway/api/pseudonym.h"
#include "adapters/gateway/api/tools.h"
#include "adapters/gateway/engine/desk.h"
#include "adapters/gateway/http/router.h"
#include "adapters/gateway/people/guard.h"
#include "adapters/gateway/search/index.h"

namespace whistle::gateway::api {

// The JSON API, /api/v1: what operations() lists, save for what other rooms add. Thread: that of
// the server.
class Api {
 public:
  struct Parts {
    engine::Desk& desk;
    search::Index* index{};  // nullptr: no search (501)
    Pictures& pictures;
    Tools& tools;
    const Pseudonym& pseudonym;
    std::function<std::int64_t()> now_ms;
    std::string source{"gateway"};  // of complaints that name none
  };
  explicit Api(Parts parts) : parts_(std::move(parts)) {}

  // Requires: lives as long as the router.
  void add_to(http::Router& router, people::Guard& guard);

 private:
  using Answer = boost::asio::awaitable<http::Response>;
  template <class Value>
  using Found = boost::asio::awaitable<client::Result<Value>>;

  Answer serve(const Operation& operation, people::Person person, http::Request request);
  // asking.cc
  Answer ask(const Operation& operation, const people::Person& person,
             const http::Request& request);
  Answer ask_with(const Operation& operation, const people::Person& person,
                  const http::Request& request, const google::protobuf::Message& message);
  std::optional<http::Response> read_body(const Operation& operation, const http::Request& request,
                                          google::protobuf::Message& message) const;
  std::optional<http::Response> read_complaint(const Operation& operation,
                                               const http::Request& request,
                                               google::protobuf::Message& message) const;
  // others.cc
  Answer complaints_of(const people::Person& person, const http::Request& request);
  Answer search(const people::Person& person, const http::Request& request);
  Answer board(const people::Person& person);
  Answer rule_file(const people::Person& person, const http::Request& request);
  Answer town_map(const people::Person& person);
  Answer upload(const http::Request& request);
  Answer picture(const http::Request& request);
  Answer plan(const http::Request& request);
  http::Response packs() const;
  http::Response what_if(const http::Request& request);
  http::Response what_if_result(const http::Request& request) const;

  Parts parts_;
};

// The key that the engine gets for one that a person has chosen: keys of different people never
// meet. Nothing: 1 to 128 printable ASCII characters are asked for.
std::optional<std::string> wish_key_of(const people::Person& person, std::string_view chosen);

}  // namespace whistle::gateway::api
