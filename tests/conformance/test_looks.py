"""What is only looked at, and what operators do."""

from __future__ import annotations

import json
from typing import Any

from engine import HERE, MINUTE_MS, TOWN, Engine
from support import EngineTest
from whistle.v1.admin_pb2 import BackupRequest
from whistle_client import AUDIENCES, VERBS


class LooksTest(EngineTest):
    def test_hello_is_answered_on_every_socket(self) -> None:
        for audience in AUDIENCES:
            welcome = self.client.ask("HELLO", on=audience, client="conformance", version="1")
            self.assertEqual((welcome.city, welcome.city_title), ("conformance", "试验镇"))
            self.assertEqual(welcome.time_zone, "Asia/Shanghai")
            self.assertTrue(welcome.driven_clock)
            self.assertTrue(welcome.server_version)
            status = self.client.ask("STATUS")
            self.assertEqual(welcome.policy_version, status.policy_version)
            self.assertEqual(welcome.head_sequence, status.head_sequence)
            self.assertEqual(welcome.time_ms, status.time_ms)

    def test_a_case_is_the_same_on_every_socket(self) -> None:
        number = self.file()
        views = [self.client.ask("GET_CASE", on=name, case_id=number) for name in AUDIENCES]
        self.assertTrue(all(view == views[0] for view in views))
        told = [self.client.ask("EXPLAIN", on=name, case_id=number) for name in AUDIENCES]
        self.assertTrue(all(story == told[0] for story in told))
        for audience in AUDIENCES:
            for verb in ("GET_CASE", "EXPLAIN"):
                self.refused("UNKNOWN_CASE", self.client.ask, verb, on=audience, case_id=9**9)

    def test_an_explanation_has_the_whole_history_in_order(self) -> None:
        number = self.closed()
        told = self.client.ask("EXPLAIN", case_id=number)
        places = [(fact.sequence, fact.index) for fact in told.facts]
        self.assertEqual(places, sorted(set(places)))
        events = [fact.event for fact in told.facts]
        self.assertEqual(events[0], "case_filed")
        self.assertIn("case_closed", events)
        self.assertFalse(told.truncated)
        self.assertEqual({fact.case_id for fact in told.facts}, {number})
        self.assertTrue(told.story.readings and told.story.routes and told.story.promises)
        kept = {promise.stage: promise.outcome for promise in told.story.promises}
        self.assertEqual(kept["resolve"], "kept")

    def test_queues_say_who_waits(self) -> None:
        self.take(self.file(category="svc-pipe-burst"))  # a line that is empty again
        numbers = [self.file() for _ in range(3)]
        for audience in VERBS["QUEUES"].audiences:
            queue = self.client.ask("QUEUES", on=audience, unit="street", heads=100).queues[0]
            self.assertEqual((queue.unit, queue.tier), ("street", "street"))
            self.assertLessEqual(set(numbers), set(queue.heads))
            self.assertGreaterEqual(queue.blue, 3)
            self.refused("UNKNOWN_UNIT", self.client.ask, "QUEUES", on=audience, unit="nowhere")
        everybody = self.client.ask("QUEUES", all=True).queues
        busy = self.client.ask("QUEUES").queues
        self.assertLess(len(busy), len(everybody))
        self.assertTrue(all(queue.red + queue.yellow + queue.blue > 0 for queue in busy))

    def test_registers_are_read_page_by_page(self) -> None:
        wish: dict[str, Any] = {"list": "need", "title": "修路", "unit": "west", "by": "居民"}
        made = [str(self.client.act("list_wish", **wish).id) for _ in range(4)]
        ask = self.client.ask
        for audience in VERBS["REGISTERS"].audiences:
            rows = ask("REGISTERS", on=audience, kind="list_entry", unit="west").rows
            self.assertEqual([row.key for row in rows], made)
            json.loads(rows[0].json)
            rest = ask("REGISTERS", on=audience, kind="list_entry", unit="west", after=made[1])
            self.assertEqual([row.key for row in rest.rows], made[2:])
        self.refused("FIELD_VIOLATION", ask, "REGISTERS", kind="weather")
        self.refused("UNKNOWN_ROW", ask, "REGISTERS", kind="list_entry", key="999999")
        for kind in "whistle duty list_entry storm area_mode account appealable adoption".split():
            self.assertFalse(ask("REGISTERS", kind=kind).more, kind)

    def test_the_scoreboard_counts_what_was_closed(self) -> None:
        self.closed()
        for audience in VERBS["SCOREBOARD"].audiences:
            board = self.client.ask("SCOREBOARD", on=audience, dimension="all")
            self.assertEqual(board.period // 100, 2026)
            self.assertGreater(board.lines[0].solve_rate, 0)
            self.refused("FIELD_VIOLATION", self.client.ask, "SCOREBOARD", period=202613)
            self.refused("FIELD_VIOLATION", self.client.ask, "SCOREBOARD", dimension="weather")

    def test_the_agenda_of_a_panel(self) -> None:
        for audience in VERBS["AGENDA"].audiences:
            for panel in ("joint_clinic", "joint_conference"):
                self.client.ask("AGENDA", on=audience, panel=panel)
            self.refused("FIELD_VIOLATION", self.client.ask, "AGENDA", panel="three_party")

    def test_status_counts(self) -> None:
        before = self.client.ask("STATUS")
        self.file()
        after = self.client.ask("STATUS")
        self.assertEqual(after.tallies.complaints, before.tallies.complaints + 1)
        self.assertEqual(after.open_cases, before.open_cases + 1)
        self.assertGreater(after.head_sequence, before.head_sequence)
        self.assertGreater(after.memory_bytes, 0)
        self.assertGreater(after.disk_free_bytes, 0)


class OperatingTest(EngineTest):
    def test_time_passes_when_told_and_never_back(self) -> None:
        before = self.now()
        self.assertEqual(self.pass_time(MINUTE_MS), before + MINUTE_MS)
        self.client.ask("ADVANCE_TIME", time_ms=before)
        self.assertEqual(self.now(), before + MINUTE_MS)
        for instant in (-1, 2**62):
            self.refused("FIELD_VIOLATION", self.client.ask, "ADVANCE_TIME", time_ms=instant)
        self.client.time_ms = before + 2 * MINUTE_MS  # in the header of any wish
        reply = self.client.submit(**self.complaint())
        self.assertEqual(reply.received_at_ms, before + 2 * MINUTE_MS)

    def test_alarms_fire_on_the_way(self) -> None:
        number = self.file(category="fire-flywire", area_code=350605100002001)
        due = {clock.stage: clock.due_ms for clock in self.case(number).clocks}
        self.client.ask("ADVANCE_TIME", time_ms=due["sign"] + 1)
        self.assertEqual(self.case(number).card, "yellow_card")
        facts = self.client.ask("EXPLAIN", case_id=number).facts
        late = [fact for fact in facts if fact.event == "clock_ran_out"]
        self.assertTrue(late)

    def test_a_backup_is_made_while_the_engine_goes_on(self) -> None:
        folder = self.engine.folder / "backups"
        folder.mkdir(exist_ok=True)
        self.file()
        head = self.client.ask("STATUS").head_sequence
        first = self.client.ask("BACKUP", folder=str(folder), keep=2)
        self.assertGreaterEqual(first.sequence, head)
        self.assertGreater(first.bytes, 0)
        self.refused("FIELD_VIOLATION", self.client.ask, "BACKUP", folder="relative")
        (self.engine.folder / "file").write_text("in the way")
        bad = str(self.engine.folder / "file" / "below")
        self.refused("BACKUP_FAILED", self.client.ask, "BACKUP", folder=bad)

    def test_one_backup_at_a_time(self) -> None:
        ids = []
        for name in ("one", "one", "other", "other"):
            folder = self.engine.folder / name
            folder.mkdir(exist_ok=True)
            request = BackupRequest(folder=str(folder))
            ids.append(self.client.send("BACKUP", request))
        first, joined = (self.client.answer("BACKUP", number) for number in ids[:2])
        self.assertEqual(first, joined, "the same folder: one backup answers both")
        for number in ids[2:]:
            self.refused("BACKUP_RUNS", self.client.answer, "BACKUP", number)

    def test_another_rule_book_is_put_in_force(self) -> None:
        ask = self.client.ask
        wish: dict[str, Any] = {"pack": str(TOWN / "city"), "by": "wang", "reason": "换届"}
        self.refused("MISSING_IDENTITY", ask, "ADOPT_POLICY", **wish | {"by": ""})
        self.refused("BAD_RULES", ask, "ADOPT_POLICY", **wish | {"pack": str(HERE)})
        same = ask("ADOPT_POLICY", **wish)
        self.assertEqual((same.version, same.adoption), (same.before, 0))
        self.refused("WRONG_STATE", ask, "ADOPT_POLICY", **wish, expected="0" * 64)
        self.refused("FIELD_VIOLATION", ask, "ADOPT_POLICY", **wish, migrate=["everything"])


class MachineClockTest(EngineTest):
    """An engine on the machine's clock: instants of clients are refused."""

    def make_engine(self) -> Engine:
        engine = Engine().start(driven=False)
        self.addCleanup(engine.close)
        return engine

    def test_nobody_drives_it(self) -> None:
        self.assertFalse(self.client.ask("HELLO").driven_clock)
        self.refused("CLOCK_NOT_DRIVEN", self.client.ask, "ADVANCE_TIME", time_ms=1)
        self.client.time_ms = 1_773_187_200_000
        for audience in AUDIENCES:
            self.refused("CLOCK_NOT_DRIVEN", self.client.ask, "HELLO", on=audience)
        self.assertEqual(self.engine.stop(), 0)
