"""Refusals for load: each on an engine whose limit is low, and gone when there is room again."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import bundles
import zmq
from bundles import wish
from engine import HERE, PATIENCE_S, TOWN, Engine
from support import EngineTest, unlike_others
from whistle.v1.admin_pb2 import LimitView, PolicyRequest
from whistle.v1.complaint_pb2 import SubmitRequest
from whistle.v1.envelope_pb2 import KIND_REQUEST, METHOD_STATUS, METHOD_SUBMIT, METHOD_WATCH, Header
from whistle.v1.watch_pb2 import WatchRequest
from whistle.v1.work_pb2 import PullRequest
from whistle_client import PROTOCOL, Line, Refused

TIB, MIB = 1 << 40, 1 << 20


def raising(problem: Refused) -> Callable[[], None]:
    """A call that is refused so, for what was refused already."""

    def again() -> None:
        raise problem

    return again


class LimitsTest(EngineTest):
    limits = ""
    driven = True

    def make_engine(self) -> Engine:
        engine = Engine()
        self.addCleanup(engine.close)
        settings = engine.folder / "whistled.toml"
        settings.write_text(f"[limits]\n{self.limits}\n")
        return engine.start("--config", str(settings), driven=self.driven)

    def limit(self, name: str) -> LimitView:
        """As STATUS shows it."""
        views = {view.name: view for view in self.client.ask("STATUS").limits}
        return views[f"limits.{name}"]

    def names_the_limit(self, refused: Refused, name: str) -> None:
        """A refusal says which setting it is, its value and what is used."""
        view = self.limit(name)
        self.assertRegex(refused.message, rf"^limits\.{name} = {view.value}: \d+ ")
        self.assertGreater(view.refused, 0)

    def work_goes_on(self, number: int, token: int) -> None:
        """Who has signed for a case notes and finishes; others watch and look."""
        holder = {"case_id": number, "worker": "li"}
        self.client.ask("CONTACT", token=token, **holder)
        self.client.ask("FINISH", token=token, result="solved", **holder)
        self.client.ask("WATCH", credit=1)
        self.client.ask("EXPLAIN", case_id=number)


class DiskTest(LimitsTest):
    limits = f"disk_free_bytes = {TIB}"

    def test_a_full_disk_refuses_complaints_and_nothing_else(self) -> None:
        free = self.client.ask("STATUS").disk_free_bytes
        self.assertLess(free, TIB, "this disk has too much room for the test")
        request = SubmitRequest(complaint=self.complaint())
        refused = self.refused("DISK_LOW", self.client.call, "SUBMIT", request)
        self.names_the_limit(refused, "disk_free_bytes")
        wish: dict[str, Any] = {"list": "need", "title": "修路", "unit": "east", "by": "居民"}
        self.client.act("list_wish", **wish)
        self.client.ask("WATCH", credit=1)
        self.assertEqual(self.client.ask("STATUS").tallies.complaints, 0)


class DeafTest(LimitsTest):
    limits = "connection_messages = 100"

    def test_who_never_reads_costs_bounded_memory(self) -> None:
        line = self.new_client().line("admin")
        status = Header(kind=KIND_REQUEST, method=METHOD_STATUS, request_id=1).SerializeToString()
        floods, flood = 3, 8_000

        def growth_by_a_flood() -> int:
            before = self.engine.resident_bytes()
            for number in range(flood):
                line.send_frames([PROTOCOL, status, b""])
                if number % 1000 == 0:
                    self.client.ask("STATUS")
            self.client.ask("STATUS")
            return self.engine.resident_bytes() - before

        # What is kept for who never reads would cost each flood some 11 MB. What a program, its
        # sanitizers and the kernel's books do once is not that.
        grown = [growth_by_a_flood() for _ in range(floods)]
        self.assertLess(min(grown), 4 * MIB, grown)
        kept = 0
        while line.receive(1.0) is not None:
            kept += 1
        self.assertLess(kept, floods * flood / 4, "more are kept for nobody than may wait")


class MemoryTest(LimitsTest):
    limits = "memory_bytes = 16777216"

    def make_engine(self) -> Engine:
        """One case is filed before memory is bounded: what it needs must go on."""
        self.engine = engine = Engine().start()
        self.addCleanup(engine.close)
        self.client = self.new_client()
        self.complained = self.complaint()
        reply = self.client.submit(**self.complained)
        self.number = int(reply.case_id)
        pulled = self.client.ask("PULL", unit=reply.unit, worker="li", only_case=self.number)
        self.token = int(pulled.grants[0].token)
        self.assertEqual(engine.stop(), 0)
        settings = engine.folder / "whistled.toml"
        settings.write_text(f"[limits]\n{self.limits}\n")
        return engine.start("--config", str(settings))

    def test_a_full_memory_refuses_complaints_and_nothing_else(self) -> None:
        request = SubmitRequest(complaint=self.complaint())
        refused = self.refused("MEMORY_HIGH", self.client.call, "SUBMIT", request)
        self.names_the_limit(refused, "memory_bytes")
        self.assertGreater(self.limit("memory_bytes").used, 16 << 20)
        again = self.client.submit(**self.complained)
        self.assertTrue(again.replayed)
        self.assertEqual(again.case_id, self.number)
        holder = {"case_id": self.number, "worker": "li"}
        self.client.ask("RENEW", token=self.token, **holder)
        signed = self.client.ask("SIGN", token=self.token, **holder)
        self.work_goes_on(self.number, int(signed.token))
        self.assertEqual(self.client.ask("STATUS").tallies.complaints, 1)


class LagTest(LimitsTest):
    limits = "intake_lag_ms = 10\ncommand_ring = 1048576\ncommands_per_group = 1"
    driven = False  # a driven clock knows no lag

    def test_who_is_behind_takes_no_more_until_it_has_caught_up(self) -> None:
        number, token = self.filed_and_taken()
        later: list[SubmitRequest] = []
        refusals: list[Refused] = []
        sent = 1
        while not later:
            self.assertLess(sent, 20_000, "the engine is faster than complaints are sent")
            burst = [SubmitRequest(complaint=self.complaint()) for _ in range(500)]
            sent += len(burst)
            ids = [self.client.send("SUBMIT", request) for request in burst]
            for at, request in zip(ids, burst, strict=True):
                try:
                    self.client.answer("SUBMIT", at)
                except Refused as problem:
                    later.append(request)
                    refusals.append(problem)
        for problem in refusals:
            self.refused("INTAKE_LAGS", raising(problem))
        self.names_the_limit(refusals[0], "intake_lag_ms")
        self.assertEqual(self.limit("intake_lag_ms").refused, len(later))
        self.work_goes_on(number, token)
        for request in later:
            self.client.persist("SUBMIT", request, attempts=100)
        self.assertEqual(self.client.ask("STATUS").tallies.complaints, sent)


class RingTest(LimitsTest):
    limits = "command_ring = 64\ncommands_per_group = 1"

    def test_more_complaints_than_can_wait_are_taken_later(self) -> None:
        requests: list[SubmitRequest] = []
        later: list[SubmitRequest] = []
        while not later:
            self.assertLess(len(requests), 5_000, "the engine is faster than complaints are sent")
            burst = [SubmitRequest(complaint=self.complaint()) for _ in range(150)]
            requests += burst
            ids = [self.client.send("SUBMIT", request) for request in burst]
            later = [each for number, each in zip(ids, burst, strict=True) if self.is_full(number)]
        self.assertGreaterEqual(self.client.ask("STATUS").refused_full, len(later))
        for request in later:
            self.client.persist("SUBMIT", request, attempts=100)
        self.assertEqual(self.client.ask("STATUS").tallies.complaints, len(requests))

    def test_a_queue_that_is_full_in_the_middle_of_a_bundle_refuses_the_rest(self) -> None:
        number, token = self.filed_and_taken()
        submits = [wish("SUBMIT", complaint=self.complaint()) for _ in range(255)]
        # Bundles are of one line; who works waits behind as many complaints as it likes.
        told = bundles.send(self.client, submits, "intake")
        later = [
            each
            for each, answer in zip(submits, told, strict=True)
            if isinstance(answer, Refused)
        ]
        self.assertGreaterEqual(len(later), 1)
        self.assertGreaterEqual(len(submits) - len(later), 64)
        for answer in told:
            if isinstance(answer, Refused):
                self.refused("INTAKE_FULL", raising(answer))
        self.work_goes_on(number, token)
        while later:
            told = bundles.send(self.client, later[:60], "intake")
            refused = [isinstance(answer, Refused) for answer in told]
            later = [each for each, no in zip(later, refused, strict=False) if no] + later[60:]
        self.assertEqual(self.client.ask("STATUS").tallies.complaints, 1 + len(submits))

    def is_full(self, request_id: int) -> bool:
        try:
            self.client.answer("SUBMIT", request_id)
            return False
        except Refused as refused:
            problem = refused

        self.names_the_limit(self.refused("INTAKE_FULL", raising(problem)), "command_ring")
        return True


class RulesTest(EngineTest):
    def test_one_rule_book_is_read_at_a_time(self) -> None:
        self.refused("RULES_BUSY", self._two_at_once)

    def _two_at_once(self) -> None:
        for number in itertools.count():
            self.assertLess(number, 50, "the engine reads rule books faster than they are sent")
            wishes = [
                PolicyRequest(pack=str(TOWN / "city"), by="wang", reason=unlike_others(serial))
                for serial in (2 * number, 2 * number + 1)
            ]
            ids = [self.client.send("ADOPT_POLICY", wish) for wish in wishes]
            self.client.answer("ADOPT_POLICY", ids[0])
            self.client.answer("ADOPT_POLICY", ids[1])


class WatchersTest(LimitsTest):
    limits = "watchers = 40\ncursors = 2"
    watchers = 40

    def test_one_watcher_too_many_is_refused(self) -> None:
        context = zmq.Context()
        lines: list[Line] = []
        asked: list[int] = []
        try:
            for _ in range(self.watchers):
                line = Line(context, self.engine.endpoints["watch"])
                lines.append(line)
                asked.append(line.send(Header(method=METHOD_WATCH), WatchRequest(credit=1)))
            for line, number in zip(lines, asked, strict=True):
                incoming = line.answer_to(number, PATIENCE_S)
                self.assertEqual(incoming.header.status.code, 0, incoming.header.status)
            refused = self.refused("WATCHERS_FULL", self.client.ask, "WATCH", credit=1)
            self.names_the_limit(refused, "watchers")
            self.assertEqual(self.limit("watchers").used, self.watchers)
            self.client.ask("GET_CASE", on="watch", case_id=self.file())
        finally:
            for line in lines:
                line.close()
            context.term()

    def test_one_name_too_many_is_refused(self) -> None:
        for name in ("first", "second"):
            self.new_client().ask("WATCH", credit=1, cursor=name)
        refused = self.refused("CURSORS_FULL", self.client.ask, "WATCH", credit=1, cursor="third")
        self.names_the_limit(refused, "cursors")
        self.assertEqual(self.limit("cursors").used, 2)


class PullsTest(LimitsTest):
    limits = "waiting_pulls = 3"

    def test_one_pull_too_many_is_refused(self) -> None:
        wish = PullRequest(unit="street", worker="li", wait_ms=60_000)
        others = self.new_client()
        for _ in range(3):
            others.send("PULL", wish)
        others.ask("HELLO", on="work")  # they have been read
        refused = self.refused("PULLS_FULL", self.client.call, "PULL", wish)
        self.names_the_limit(refused, "waiting_pulls")
        self.assertEqual(self.limit("waiting_pulls").used, 3)
        self.client.ask("PULL", unit="street", worker="li")  # who does not wait is served


class OfEachTest(LimitsTest):
    limits = "pulls_per_connection = 2\nkept_answers = 2"

    def test_a_connection_has_so_many_waiting_pulls(self) -> None:
        wish = PullRequest(unit="street", worker="li", wait_ms=60_000)
        for _ in range(2):
            self.client.send("PULL", wish)
        refused = self.refused("CONNECTION_PULLS_FULL", self.client.call, "PULL", wish)
        self.names_the_limit(refused, "pulls_per_connection")
        self.assertEqual(self.limit("pulls_per_connection").used, 2)
        self.new_client().send("PULL", wish)  # others have their own

    def test_so_many_answers_are_kept_and_no_key_is_forgotten_for_another(self) -> None:
        wishes = {key: SubmitRequest(complaint=self.complaint()) for key in "abc"}

        def named(key: str) -> Any:
            header = Header(method=METHOD_SUBMIT, idempotency_key=key)
            number = self.client.line("intake").send(header, wishes[key])
            return self.client.answer("SUBMIT", number)

        first, _ = named("a"), named("b")
        refused = self.refused("KEYS_FULL", named, "c")
        self.names_the_limit(refused, "kept_answers")
        self.assertEqual(self.limit("kept_answers").used, 2)
        self.assertEqual(named("a").case_id, first.case_id)
        self.file()  # without a key


class ShownTest(LimitsTest):
    def test_every_limit_is_shown(self) -> None:
        views = self.client.ask("STATUS").limits
        names = [view.name for view in views]
        self.assertEqual(len(set(names)), len(names))
        self.assertLessEqual(settings_of_limits(), set(names))
        for view in views:
            # 0 is no limit of the journal: it keeps everything.
            least = 0 if view.name == "journal_keep_days" else 1
            self.assertGreaterEqual(view.value, least, view.name)
            self.assertTrue(view.unit, view.name)
            self.assertEqual(view.refused, 0, view.name)


def settings_of_limits() -> set[str]:
    """The keys under [limits] of the settings file that is shipped."""
    text = (HERE.parent.parent / "config" / "whistled.toml").read_text(encoding="utf-8")
    section = text.split("\n[limits]\n")[1].split("\n[")[0]
    keys = [line.split(" = ")[0] for line in section.splitlines() if " = " in line]
    return {f"limits.{key}" for key in keys if not key.startswith("#")}
