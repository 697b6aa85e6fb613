#include "adapters/client/options.h"

namespace whistle::client {

const std::string& Endpoints::of(Line line) const {
  switch (line) {
    case Line::Intake:
      return intake;
    case Line::Work:
      return work;
    case Line::Watch:
      return watch;
    case Line::Admin:
      return admin;
  }
  return work;
}

}  // namespace whistle::client
