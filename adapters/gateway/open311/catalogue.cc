#include "adapters/gateway/open311/catalogue.h"

#include <algorithm>
#include <utility>

namespace whistle::gateway::open311 {
namespace {

constexpr std::int64_t kFreshMs = 60'000;
// Enough for every area of a city.
constexpr int kPagesMax = 5000;
// The rules may change while they are read; then they are read anew.
constexpr int kAttemptsMax = 3;

using Known = std::shared_ptr<const Services>;

// Clients take services of the same name for one. Those get their class behind it, and where that
// is the same as well their code.
void tell_apart(Services& services, Language language) {
  const bool chinese = language == Language::Chinese;
  for (const bool by_class : {true, false}) {
    std::unordered_map<std::string, int> counts;
    for (const v1::CategoryView& one : services.offered) ++counts[services.names[one.code()]];
    for (const v1::CategoryView& one : services.offered) {
      std::string& name = services.names[one.code()];
      const std::string& mark = by_class ? one.major() : one.code();
      if (counts[name] < 2 || mark.empty()) continue;
      name += chinese ? "（" + mark + "）" : " (" + mark + ")";
    }
  }
}

}  // namespace

const v1::CategoryView* Services::find(std::string_view code) const {
  const auto found = by_code.find(std::string(code));
  return found == by_code.end() ? nullptr : &offered[found->second];
}

boost::asio::awaitable<client::Result<Known>> Catalogue::current() {
  const std::int64_t now = now_();
  if (known_ && asked_ms_ != 0 && now - asked_ms_ < kFreshMs && now >= asked_ms_) co_return known_;
  // Who comes while this one asks is told what is known.
  asked_ms_ = std::max<std::int64_t>(now, 1);
  if (known_) {
    const Page page = co_await ask_page(0);
    if (!page || page->policy_version() == known_->policy_version) co_return known_;
  }
  auto services = co_await read_all();
  if (services) {
    known_ = *services;
    co_return known_;
  }
  asked_ms_ = 0;
  if (known_) co_return known_;
  co_return services.problem();
}

boost::asio::awaitable<Catalogue::Page> Catalogue::ask_page(std::uint32_t offset) {
  v1::RulesRequest request;
  request.set_categories(true);
  request.set_areas(true);
  request.set_offset(offset);
  co_return co_await desk_.ask<v1::RulesReply>(client::Line::Intake, v1::METHOD_RULES, request);
}

boost::asio::awaitable<client::Result<Known>> Catalogue::read_all() {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    auto services = std::make_shared<Services>();
    bool is_whole = false;
    std::uint32_t offset = 0;
    for (int number = 0; number < kPagesMax && !is_whole; ++number) {
      const Page page = co_await ask_page(offset);
      if (!page) co_return page.problem();
      if (number > 0 && page->policy_version() != services->policy_version) break;
      take(*page, *services);
      // A page may be short: where outlines are long.
      const int rows = std::max(page->categories_size(), page->areas_size());
      offset += static_cast<std::uint32_t>(rows);
      is_whole = !page->more() || rows == 0;
    }
    if (!is_whole) continue;
    tell_apart(*services, settings_.language);
    co_return Known(std::move(services));
  }
  co_return client::Problem{.code = client::kUnavailable,
                            .reason = "RULES_CHANGED",
                            .message = "the rules change while they are read"};
}

bool Catalogue::is_hidden(std::string_view code) const {
  return std::ranges::any_of(settings_.hidden, [&](std::string_view pattern) {
    if (!pattern.ends_with('*')) return code == pattern;
    return code.starts_with(pattern.substr(0, pattern.size() - 1));
  });
}

void Catalogue::take(const v1::RulesReply& page, Services& services) const {
  services.policy_version = page.policy_version();
  services.city_title = page.city_title();
  const bool in_english = settings_.language == Language::English;
  for (const v1::CategoryView& category : page.categories()) {
    const bool english = in_english && !category.name_en().empty();
    const std::string& name =
        english || category.name().empty() ? category.name_en() : category.name();
    services.names[category.code()] = name.empty() ? category.code() : name;
    if (is_hidden(category.code())) continue;
    services.by_code[category.code()] = services.offered.size();
    services.offered.push_back(category);
  }
  for (const v1::AreaView& area : page.areas()) services.areas[area.code()] = area.name();
}

}  // namespace whistle::gateway::open311
