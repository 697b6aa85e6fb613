#pragma once

#include <cstdint>
#include <string_view>

#include "engine/service/limits.h"
#include "whistle/v1/admin.pb.h"

namespace whistle::service {

// Puts limits into the answer to STATUS, one after the other.
class LimitViews {
 public:
  // Both outlive this.
  LimitViews(v1::StatusReply& reply, const Refusals& refusals)
      : reply_(reply), refusals_(refusals) {}

  // A limit, and how near it is now.
  void show(Limit limit, std::uint64_t value, std::uint64_t used) {
    v1::LimitView& view = add(name_of(limit), value, unit_of(limit));
    view.set_used(used);
    view.set_refused(refusals_.of(limit));
  }
  // A bound of each message, connection, group or turn: how near any of them is nobody counts.
  void show_bound(std::string_view name, std::uint64_t value, std::string_view unit) {
    add(name, value, unit);
  }

 private:
  v1::LimitView& add(std::string_view name, std::uint64_t value, std::string_view unit) {
    v1::LimitView& view = *reply_.add_limits();
    view.set_name(std::string(name));
    view.set_value(value);
    view.set_unit(std::string(unit));
    return view;
  }

  v1::StatusReply& reply_;
  const Refusals& refusals_;
};

}  // namespace whistle::service
