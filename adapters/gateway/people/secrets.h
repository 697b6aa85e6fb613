#pragma once

#include <string>
#include <string_view>

// Words that nobody can guess, and what is kept instead of them. Thread: any.
namespace whistle::gateway::people {

// 256 bits of chance, in base64url without padding: 43 characters.
std::string random_token();

// SHA-256 in hexadecimal. Right for what has 256 bits of chance itself; never for passwords.
std::string fingerprint(std::string_view text);

// A word that only who has `token` can know, and that does not tell the token: the CSRF token of a
// session.
std::string csrf_token_of(std::string_view token);

// Takes the same time wherever they differ.
bool equal_secrets(std::string_view left, std::string_view right);

// argon2id with libsodium's cost for interactive use: 64 MiB, some 60 ms.
std::string hash_password(const std::string& password);
bool is_password(const std::string& password, const std::string& hash);
// As crypto_pwhash_str() makes it, with argon2id.
bool is_password_hash(const std::string& text);

}  // namespace whistle::gateway::people
