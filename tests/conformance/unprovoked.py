"""Refusals that no client can bring about at will, and why. The suite holds this against the table
in envelope.proto: a reason that is neither here nor seen in a run fails it, and so does one that is
here and was seen."""

UNPROVOKED: dict[str, str] = {
    "COMPACTED": (
        "nothing that a client can ask for makes a journal forget its beginning;"
        " tests/service/watchers_test.cc does it"
    ),
    "LOOK_UP_TOO_OLD": (
        "65,536 other complaints must be decided between the look-up of a receipt and its decision;"
        " tests/runtime/engine_test.cc does it"
    ),
    "NO_KEY": (
        "who shows no key is refused during the handshake, and no message of it is read;"
        " tests/service/gate_test.cc goes around that"
    ),
    "READ_FAILED": "the disk must fail under a running engine",
    "SESSIONS_FULL": (
        "4,096 connections must be open and say hello within half a minute;"
        " tests/service/sessions_test.cc does it"
    ),
    "RULES_CHANGED": (
        "the engine reads a complaint again by itself when the rule book changes in between"
    ),
}
