#pragma once

#include <iosfwd>
#include <string>

namespace whistle::gateway::people {

// `whistle-gateway hash-password`: reads a password, from a terminal without showing it and twice,
// else one line of standard input; prints its hash. Returns the exit code.
int hash_password_verb(std::ostream& out, std::ostream& err);

// `whistle-gateway make-key NAME`: prints a new api key, this once, and the lines for the accounts.
int make_key_verb(const std::string& name, std::ostream& out);

}  // namespace whistle::gateway::people
