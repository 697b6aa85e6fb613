"""Over TCP: CurveZMQ, and what each key's principal may do. The admin socket stays a local one."""

from __future__ import annotations

import os
import signal
from typing import Any

import bundles
import zmq
from bundles import wish
from engine import DAY_MS, MORNING_MS, PATIENCE_S, Engine
from support import BUILDING, BUILDING2, COMPOUND, Recording, WatchingTest
from whistle_client import AUDIENCES, Keys, NoAnswer, Refused, Watch
from zmq.utils.monitor import recv_monitor_message

WEST_COMPOUND = 350605100002001
RECEIPT_MS = 5_000
LEASE_MS = 60_000
ANY_PORT = "tcp://127.0.0.1:*"
# Each with roles and limits, as config/README.md has them.
PRINCIPALS = {
    "hotline": 'roles = ["intake"]\nsources = ["conformance"]',
    "desk": 'roles = ["worker"]\nunits = ["street"]',
    "chief": 'roles = ["supervisor"]\nareas = ["350605100001"]',
    "centre": 'roles = ["dispatcher"]\nareas = ["*"]',
    "hasty": 'roles = ["worker"]\nunits = ["street"]\nrate = "3/min"',
    "keeper": 'roles = ["admin"]',
}


class KeysTest(WatchingTest):
    def make_engine(self) -> Engine:
        engine = Engine()
        self.addCleanup(engine.close)
        self.pairs = {name: zmq.curve_keypair() for name in (*PRINCIPALS, "server")}
        public, secret = (key.decode() for key in self.pairs["server"])
        key_file = engine.folder / "engine.key"
        key_file.touch(mode=0o600)
        key_file.write_text(f'public-key = "{public}"\nsecret-key = "{secret}"\n')
        self.list_file = engine.folder / "principals.toml"
        self.list_file.write_text(self.listed(*PRINCIPALS))
        for audience in ("intake", "work", "watch"):
            engine.endpoints[audience] = ANY_PORT
        engine.start("--server-key", str(key_file), "--principals", str(self.list_file))
        ready = (engine.folder / "ready").read_text().split()
        engine.endpoints |= dict(zip(AUDIENCES, ready, strict=True))
        return engine

    def new_client(self) -> Recording:
        """Of who may do nearly everything that can be done over these sockets."""
        return self.client_of("centre")

    def client_of(self, name: str) -> Recording:
        client = Recording(self.engine.endpoints, PATIENCE_S)
        client.keys = Keys(*self.pairs[name], self.pairs["server"][0])
        self.addCleanup(client.close)
        return client

    def listed(self, *names: str, of_key: str = "", **limits: str) -> str:
        """The list with these principals; `limits` take the place of what one of them has."""
        entries = []
        for name in names:
            public = self.pairs[name][0].decode()
            key = f'keys = [{{ public = "{public}"{of_key} }}]'
            words = limits.get(name, PRINCIPALS[name])
            entries.append(f'[[principal]]\nname = "{name}"\n{words}\n{key}\n')
        return "\n".join(entries)

    def reload(self, text: str) -> None:
        self.list_file.write_text(text)
        before = self.engine.log().count("principals read")
        self.engine.signal(signal.SIGHUP)
        while self.engine.log().count("principals read") == before:
            self.client.ask("HELLO", on="admin")

    def submit(self, name: str, **fields: Any) -> int:
        return int(self.client_of(name).submit(**self.complaint(**fields)).case_id)

    def test_a_key_has_a_name_and_the_records_keep_it(self) -> None:
        for name, on in (("hotline", "intake"), ("desk", "work"), ("chief", "watch")):
            self.assertEqual(self.client_of(name).ask("HELLO", on=on).principal, name)
        self.assertEqual(self.client.ask("HELLO", on="admin").principal, "")
        number = self.submit("hotline")
        facts = self.client.ask("EXPLAIN", on="admin", case_id=number).facts
        self.assertEqual({fact.principal for fact in facts}, {"hotline"})
        self.assertEqual({fact.key for fact in facts}, {self.pairs["hotline"][0].decode()[:10]})

    def test_each_does_its_own_business(self) -> None:
        number = self.submit("hotline")
        desk = self.client_of("desk")
        granted = desk.ask("PULL", unit="street", worker="li", only_case=number, sign_at_once=True)
        token = granted.grants[0].token
        desk.ask("FINISH", case_id=number, token=token, result="solved", worker="li")
        self.close(number)
        chief = self.client_of("chief")
        facts = list(Watch(chief, areas=[COMPOUND]).until(self.head()))
        self.assertIn("case_struck_off", {fact.event for fact in facts if fact.case_id == number})

    def test_nobody_else_is_let_in(self) -> None:
        stranger = zmq.curve_keypair()
        foreign = self.pairs["desk"][0], stranger[1]
        for keys in (stranger, foreign):
            client = self.client_of("desk")
            client.keys = Keys(*keys, self.pairs["server"][0])
            client.timeout_s = 0.2
            with self.assertRaises(NoAnswer):
                client.ask("HELLO", on="work")
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.linger = 0
        socket.curve_publickey, socket.curve_secretkey = stranger
        socket.curve_serverkey = self.pairs["server"][0]
        monitor = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_FAILED_AUTH)
        socket.connect(self.engine.endpoints["work"])
        self.assertTrue(monitor.poll(PATIENCE_S * 1000), "the refusal is seen at once")
        self.assertEqual(recv_monitor_message(monitor)["event"], zmq.EVENT_HANDSHAKE_FAILED_AUTH)
        socket.disable_monitor()
        socket.close()

    def test_a_role_does_what_is_its_own(self) -> None:
        number = self.submit("hotline")
        card: dict[str, Any] = {"id": number, "card": "notice", "by": "li", "reason": "晚了"}
        self.refused("ROLE", self.client_of("desk").act, "issue_card", **card)
        self.refused("ROLE", self.client_of("chief").ask, "PULL", unit="east", worker="li")
        self.refused("ROLE", self.client_of("desk").ask, "SCOREBOARD", on="watch")
        self.client_of("chief").act("issue_card", **card)
        keeper = self.client_of("keeper")
        keeper.ask("GET_CASE", on="work", case_id=number)
        self.refused("ROLE", keeper.ask, "PULL", unit="street", worker="li")

    def test_a_hotline_speaks_for_its_sources(self) -> None:
        def send(**fields: Any) -> None:
            self.client_of("hotline").submit(**self.complaint(**fields))

        self.refused("SOURCE", send, source="another")
        number = self.submit("centre", source="another")
        look = self.client_of("hotline").ask
        self.refused("SOURCE", look, "GET_CASE", case_id=number)
        look("GET_CASE", case_id=self.submit("hotline"))

    def test_a_worker_acts_for_its_units(self) -> None:
        desk = self.client_of("desk")
        self.refused("UNIT", desk.ask, "PULL", unit="water", worker="li")
        self.refused("UNIT", desk.ask, "QUEUES", all=True)
        self.refused("UNIT", desk.ask, "WATCH")
        number = self.submit("hotline", category="svc-pipe-burst")
        self.refused("UNIT", desk.ask, "GET_CASE", on="work", case_id=number)
        desk.ask("WATCH", units=["street"])

    def test_of_a_list_of_leases_a_worker_loses_what_is_not_its_units(self) -> None:
        desk, centre = self.client_of("desk"), self.client_of("centre")

        def leased(client: Recording, **fields: Any) -> dict[str, int]:
            number = self.submit("hotline", **fields)
            unit = self.case(number).unit
            pulled = client.ask("PULL", unit=unit, worker="li", only_case=number)
            return {"case_id": number, "token": pulled.grants[0].token}

        kept, left = leased(desk), leased(desk)
        foreign = leased(centre, category="svc-pipe-burst")
        wish = {"id": left["case_id"], "unit": "street", "worker": "li", "reason": "不归我们管"}
        desk.act("return_order", **wish, suggested="east")
        unknown = {"case_id": 1_000_000, "token": foreign["token"]}
        asked = [left, foreign, kept, unknown, kept]
        told = desk.ask("RECEIVE", leases=asked, worker="li").leases
        self.assertEqual([{"case_id": one.case_id, "token": one.token} for one in told], asked)
        self.assertEqual([one.lost for one in told], [True, True, False, True, False])
        until = [0, 0, self.now() + LEASE_MS, 0, self.now() + LEASE_MS]
        self.assertEqual([one.until_ms for one in told], until)
        # The lease of the others is as it was: whoever has it receives it, or it goes back.
        self.pass_time(RECEIPT_MS - 1)
        theirs = centre.ask("RECEIVE", leases=[foreign], worker="li").leases[0]
        self.assertEqual((theirs.lost, theirs.until_ms), (False, self.now() + LEASE_MS))
        self.refused("ROLE", self.client_of("chief").ask, "RECEIVE", leases=[kept], worker="li")

    def test_a_supervisor_sees_its_areas(self) -> None:
        east = self.submit("hotline", area_code=BUILDING)
        west = self.submit("hotline", area_code=WEST_COMPOUND)
        chief = self.client_of("chief")
        chief.ask("GET_CASE", on="watch", case_id=east)
        self.refused("AREA_SCOPE", chief.ask, "GET_CASE", on="watch", case_id=west)
        self.refused("AREA_SCOPE", chief.ask, "WATCH", areas=[COMPOUND, WEST_COMPOUND])
        self.refused("AREA_SCOPE", chief.ask, "WATCH")
        self.refused("AREA_SCOPE", chief.ask, "WATCH", snapshot=True)

    def test_a_rate_is_kept_and_says_when_to_come_again(self) -> None:
        hasty = self.client_of("hasty")
        pull: dict[str, Any] = {"unit": "street", "worker": "li"}
        for _ in range(3):
            hasty.ask("PULL", **pull)
        refused = self.refused("RATE_LIMIT", hasty.ask, "PULL", **pull)
        hasty.ask("HELLO", on="work")
        self.client_of("desk").ask("PULL", **pull)
        self.pass_time(refused.retry_after_ms)
        hasty.ask("PULL", **pull)
        self.refused("RATE_LIMIT", hasty.ask, "PULL", **pull)

    def told(self, why: str, *answers: Any) -> None:
        for answer in answers:
            self.assertIsInstance(answer, Refused)
            self.assertEqual(answer.reason, why, answer)

    def test_a_rate_counts_the_wishes_of_a_bundle(self) -> None:
        hasty = self.client_of("hasty")
        pull = wish("PULL", unit="street", worker="li")
        receive = wish("RECEIVE", leases=[{"case_id": 1, "token": 1}], worker="li")
        pulls = bundles.send(hasty, [pull, receive, pull, receive, pull, pull, receive, pull])
        self.told("RATE_LIMIT", pulls[5], pulls[7])
        self.assertTrue(pulls[6].leases[0].lost, "what is free alone is free here")
        self.assertEqual([len(pulls[number].grants) for number in (0, 2, 4)], [0, 0, 0])
        self.refused("RATE_LIMIT", hasty.ask, "PULL", unit="street", worker="li")
        self.pass_time(pulls[5].retry_after_ms)
        again = bundles.send(hasty, [pull, pull])
        self.told("RATE_LIMIT", again[1])

    def test_each_wish_of_a_bundle_is_held_against_the_limits(self) -> None:
        number = self.submit("hotline", category="svc-pipe-burst")
        finish = {"case_id": number, "token": 1, "result": "solved", "worker": "li"}
        whistle: dict[str, Any] = {"id": number, "card": "notice", "by": "li", "reason": "晚了"}
        told = bundles.send(
            self.client_of("desk"),
            [
                wish("PULL", unit="water", worker="li"),
                wish("FINISH", **finish),
                wish("ACT", issue_card=whistle),
                wish("PULL", unit="street", worker="li"),
            ],
        )
        self.told("UNIT", told[0], told[1])
        self.told("ROLE", told[2])
        self.assertEqual(len(told[3].grants), 0)
        complaints = [self.complaint(source="another"), self.complaint()]
        submits = [wish("SUBMIT", complaint=complaint) for complaint in complaints]
        foreign, own = bundles.send(self.client_of("hotline"), submits, "intake")
        self.told("SOURCE", foreign)
        self.assertEqual(own.disposition, "filed")
        self.refused("ROLE", bundles.send, self.client_of("keeper"), submits)

    def test_a_bundle_under_a_key_that_was_taken_away_is_refused_as_a_whole(self) -> None:
        desk = self.client_of("desk")
        pull = wish("PULL", unit="street", worker="li")
        bundles.send(desk, [pull, pull])
        self.reload(self.listed("hotline", "centre"))
        self.refused("KEY_REVOKED", bundles.send, desk, [pull, pull])

    def test_a_key_that_is_taken_away_is_worth_nothing_from_the_next_message_on(self) -> None:
        desk, chief = self.client_of("desk"), self.client_of("chief")
        desk.ask("HELLO", on="work")
        watch = Watch(chief, areas=[COMPOUND])
        self.reload(self.listed("hotline", "centre"))
        self.refused("KEY_REVOKED", desk.ask, "HELLO", on="work")
        farewell = desk.line("work").ended
        assert farewell is not None, "who has a session is sent away"
        self.assertEqual(farewell.reason, "KEY_REVOKED")
        self.refused("KEY_REVOKED", self.ends, watch)
        self.refused("KEY_REVOKED", watch.begin, 1000)
        self.client.ask("HELLO")
        self.reload(self.listed("desk", "hotline", "centre"))
        desk.ask("HELLO", on="work")

    def test_a_session_belongs_to_who_began_it(self) -> None:
        token = self.client_of("desk").hello("work").resume_token
        self.assertFalse(self.client_of("centre").hello("work", resume_token=token).resumed)
        self.assertTrue(self.client_of("desk").hello("work", resume_token=token).resumed)

    def test_a_key_works_in_its_time(self) -> None:
        desk = self.client_of("desk")
        desk.ask("HELLO", on="work")
        day = '"2026-03-12"'  # the clock stands at 2026-03-11T00:00Z
        self.reload(self.listed("desk", "centre", of_key=f", not_before = {day}"))
        self.refused("KEY_NOT_YET_VALID", desk.ask, "HELLO", on="work")
        self.reload(self.listed("desk", "centre", of_key=f", not_after = {day}"))
        self.client.ask("ADVANCE_TIME", time_ms=MORNING_MS + DAY_MS - 1)
        desk.ask("HELLO", on="work")
        self.client.ask("ADVANCE_TIME", time_ms=MORNING_MS + DAY_MS)
        self.refused("KEY_EXPIRED", desk.ask, "HELLO", on="work")

    def test_a_worker_with_areas_is_granted_what_it_may_work_on(self) -> None:
        held = f'{PRINCIPALS["desk"]}\nareas = ["{BUILDING2}"]'
        self.reload(self.listed("desk", "centre", desk=held))
        desk = self.client_of("desk")
        self.file()
        self.assertEqual(len(desk.ask("PULL", unit="street", worker="li", max=9).grants), 0)
        number = self.file(area_code=BUILDING2)
        (grant,) = desk.ask("PULL", unit="street", worker="li", max=9).grants
        self.assertEqual(grant.case.case_id, number)
        lease = {"case_id": number, "token": grant.token}
        self.assertFalse(desk.ask("RECEIVE", leases=[lease], worker="li").leases[0].lost)
        desk.ask("SIGN", worker="li", **lease)

    def test_a_watch_ends_when_its_principal_is_another(self) -> None:
        chief = self.client_of("chief")
        watch = Watch(chief, areas=[COMPOUND])
        same = Watch(self.client_of("centre"))
        west = 'roles = ["supervisor"]\nareas = ["350605100002"]'
        self.reload(self.listed("chief", "centre", chief=west))
        self.refused("PRINCIPAL_CHANGED", self.ends, watch)
        self.refused("AREA_SCOPE", watch.begin, 1000)
        self.client.ask("ADVANCE_TIME", time_ms=MORNING_MS + DAY_MS)
        self.assertIsNotNone(same.receive(PATIENCE_S), "who has not changed watches on")

    def test_a_list_with_a_mistake_changes_nothing(self) -> None:
        self.list_file.write_text('[[principal]]\nname = "nobody"\n')
        self.engine.signal(signal.SIGHUP)
        while "stay as they were" not in self.engine.log():
            self.client.ask("HELLO", on="admin")
        self.client_of("desk").ask("HELLO", on="work")
        self.assertIn(f"{os.path.basename(self.list_file)}:1:1: roles", self.engine.log())
