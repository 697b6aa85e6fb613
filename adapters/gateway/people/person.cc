#include "adapters/gateway/people/person.h"

namespace whistle::gateway::people {

v1::Operator operator_of(const Person& person) {
  v1::Operator asking;
  asking.set_name(person.name);
  asking.mutable_roles()->Add(person.roles.begin(), person.roles.end());
  asking.mutable_areas()->Add(person.areas.begin(), person.areas.end());
  asking.mutable_units()->Add(person.units.begin(), person.units.end());
  return asking;
}

}  // namespace whistle::gateway::people
