"""What the tests share: one engine, verbs of the trade, and the book of what was seen."""

from __future__ import annotations

import atexit
import itertools
import re
import unittest
from collections.abc import Callable
from typing import Any

from engine import HERE, MINUTE_MS, PATIENCE_S, Engine
from whistle.v1.case_pb2 import Fact
from whistle_client import Client, Refused, Watch

PROTOS = HERE.parent.parent / "proto" / "whistle" / "v1"

# Areas and units of town/.
COMPOUND = 350605100001001
BUILDING = 350605100001001001
BUILDING2 = 350605100001001002
OTHER_COMPOUND = 350605100001002
STREET_AREA = 350605100

# What every test of the run got as documented. coverage.py asks them at the end.
seen_reasons: set[str] = set()
seen_verbs: set[str] = set()
granted_wishes: set[str] = set()
refused_wishes: set[str] = set()

_serial = itertools.count(1)
_shared: Engine | None = None


def shared_engine() -> Engine:
    """Runs from the first test that needs it to the end of the suite: starting costs the most."""
    global _shared
    if _shared is None:
        _shared = Engine().start()
        atexit.register(close_shared_engine)
    return _shared


def close_shared_engine() -> tuple[int, int]:
    """Exit code of the engine, and of the check of its journal."""
    global _shared
    if _shared is None:
        return (0, 0)
    codes = (_shared.stop(), _shared.verify())
    _shared.close()
    _shared = None
    return codes


def documented_reasons() -> dict[str, int]:
    """The table above Status in envelope.proto: each reason with its code."""
    text = (PROTOS / "envelope.proto").read_text(encoding="utf-8")
    table = text[text.index("// How a request ended") : text.index("message Status")]
    headings = list(re.finditer(r"//   [A-Z_]+ \((\d+)\)", table))
    ends = [heading.start() for heading in headings[1:]] + [len(table)]
    reasons: dict[str, int] = {}
    for heading, end in zip(headings, ends, strict=True):
        words = re.sub(r"\([^)]*\)", "", table[heading.end() : end])  # what is in brackets explains
        for reason in re.findall(r"\b[A-Z][A-Z0-9_]{2,}\b", words):
            reasons[reason] = int(heading.group(1))
    return reasons


def unlike_others(number: int) -> str:
    """A text that nothing joins for its likeness, and in which the rules find nothing."""
    return "".join(chr(0x4E00 + (number * 7919 + place * 10_007) % 20_000) for place in range(16))


class Recording(Client):
    """Notes which verbs and wishes were granted."""

    def answer(self, verb: str, request_id: int, on: str = "") -> Any:
        reply = super().answer(verb, request_id, on)
        seen_verbs.add(verb)
        return reply

    def act(self, wish: str, on: str = "work", **fields: Any) -> Any:
        try:
            reply = super().act(wish, on, **fields)
        except Refused:
            refused_wishes.add(wish)
            raise
        granted_wishes.add(wish)
        return reply


class EngineTest(unittest.TestCase):
    """A test with a client of its own. All share one engine unless they start another."""

    engine: Engine

    def setUp(self) -> None:
        self.engine = self.make_engine()
        self.client = self.new_client()

    def make_engine(self) -> Engine:
        return shared_engine()

    def new_client(self) -> Recording:
        client = Recording(self.engine.endpoints, PATIENCE_S)
        self.addCleanup(client.close)
        return client

    # ---- refusals ----

    def refused(self, why: str, call: Callable[..., Any], /, *args: Any, **fields: Any) -> Refused:
        """The wish must be refused with this reason, under the code that envelope.proto has."""
        with self.assertRaises(Refused) as caught:
            call(*args, **fields)
        refused = caught.exception
        self.assertEqual(refused.reason, why, refused)
        self.assertEqual(refused.code, documented_reasons().get(why), refused)
        self.assertTrue(refused.message, "a refusal says to people what is wrong")
        if refused.code in (8, 14):
            self.assertGreater(refused.retry_after_ms, 0)
        seen_reasons.add(why)
        return refused

    # ---- time ----

    def now(self) -> int:
        return int(self.client.ask("STATUS").time_ms)

    def pass_time(self, ms: int) -> int:
        """Lets the engine's time pass, alarms and all; returns the new instant."""
        reply = self.client.ask("ADVANCE_TIME", time_ms=self.now() + ms)
        return int(reply.time_ms)

    # ---- the way of a case ----

    def complaint(self, **fields: Any) -> dict[str, Any]:
        """A complaint of somebody else about clutter in a building; `fields` replace what it has."""
        number = next(_serial)
        whole = {
            "source": "conformance",
            "external_id": f"c-{number}",
            "channel": "phone",
            "requester": f"resident-{number}",
            "text": unlike_others(number),
            "area_code": BUILDING,
            "category": "06001",
        }
        return whole | fields

    def file(self, **fields: Any) -> int:
        """Files a case of its own; its number. By default at the street, where nothing is merged."""
        reply = self.client.submit(**self.complaint(**fields))
        self.assertEqual(reply.disposition, "filed", reply)
        return int(reply.case_id)

    def case(self, number: int, **fields: Any) -> Any:
        return self.client.ask("GET_CASE", case_id=number, **fields).case

    def take(self, number: int, worker: str = "li", sign: bool = True) -> int:
        """Pulls the case out of the line it waits in and signs for it; the token."""
        unit = self.case(number).unit
        reply = self.client.ask(
            "PULL", unit=unit, worker=worker, only_case=number, sign_at_once=sign
        )
        self.assertEqual([grant.case.case_id for grant in reply.grants], [number])
        token = int(reply.grants[0].token)
        if not sign:
            self.receive(number, token, worker)
        return token

    def receive(self, number: int, token: int, worker: str = "li") -> Any:
        """Says that a grant has arrived; how its lease stands."""
        lease = {"case_id": number, "token": token}
        return self.client.ask("RECEIVE", leases=[lease], worker=worker).leases[0]

    def filed_and_taken(self, **fields: Any) -> tuple[int, int]:
        number = self.file(**fields)
        return number, self.take(number)

    def finish(self, number: int, token: int) -> None:
        self.client.ask("FINISH", case_id=number, token=token, result="solved", worker="li")

    def close(self, number: int, **fields: Any) -> None:
        """From in hand to struck off."""
        self.client.ask("POST_CHECK", case_id=number, by="chen", passed=True)
        answer = {"solved": "solved", "satisfaction": "satisfied"} | fields
        self.client.ask("CALL_BACK", case_id=number, by="chen", **answer)
        self.assertEqual(self.case(number).status, "closed")

    def closed(self, **fields: Any) -> int:
        number, token = self.filed_and_taken(**fields)
        self.client.ask("CONTACT", case_id=number, token=token, worker="li")
        self.pass_time(MINUTE_MS)
        self.finish(number, token)
        self.close(number)
        return number


def place(fact: Fact) -> tuple[int, int]:
    return fact.sequence, fact.index


class WatchingTest(EngineTest):
    """A test with a second client, who watches."""

    def setUp(self) -> None:
        super().setUp()
        self.watcher = self.new_client()

    def head(self) -> int:
        return int(self.client.ask("STATUS").head_sequence)

    def watch(self, window: int = 256, **wish: Any) -> Watch:
        """On a connection of its own."""
        return Watch(self.new_client(), window, **wish)

    def ends(self, watch: Watch) -> None:
        """Reads on until the engine says that the watch has ended."""
        while watch.receive(PATIENCE_S) is not None:
            pass

    def explained(self, number: int) -> list[Fact]:
        return list(self.client.ask("EXPLAIN", case_id=number).facts)
