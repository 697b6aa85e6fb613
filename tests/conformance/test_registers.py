"""Wishes about what is not a case: whistles, modes, duties, lists, points, ratings."""

from __future__ import annotations

from typing import Any

from engine import HOUR_MS
from support import COMPOUND, STREET_AREA, EngineTest


class WhistlesTest(EngineTest):
    def blown(self, kind: str = "emergency", **more: Any) -> int:
        wish: dict[str, Any] = {
            "whistler": "street", "by": "wang", "kind": kind, "invited": ["fire", "urban"],
            "task": "打通消防通道",
        }  # fmt: skip
        return int(self.client.act("blow_whistle", **wish | more).id)

    def test_who_may_blow_what(self) -> None:
        def refused(why: str, **more: Any) -> None:
            self.refused(why, self.blown, **more)

        refused("MISSING_IDENTITY", by="")
        refused("UNKNOWN_UNIT", whistler="nowhere")
        refused("UNKNOWN_UNIT", invited=["nowhere"])
        refused("NOT_PERMITTED", whistler="east", kind="emergency")
        refused("NOT_INVITED", lead="water")
        refused("BAD_VALUE", invited=[])
        refused("BAD_VALUE", invited=["fire", "fire"])
        refused("BAD_VALUE", invited=["street"])
        refused("UNKNOWN_AREA", area=42)
        refused("MISSING_REASON", task="")
        refused("UNKNOWN_CASE", cases=[999_999])
        refused("BAD_VALUE", arrive_at_ms=self.now() + HOUR_MS)

    def test_an_emergency_from_the_blow_to_the_ratings(self) -> None:
        act = self.client.act
        whistle = self.blown(cases=[self.file()], area=COMPOUND)
        fire: dict[str, Any] = {"id": whistle, "unit": "fire", "worker": "liang"}
        urban: dict[str, Any] = {"id": whistle, "unit": "urban", "worker": "lu"}
        self.refused("NOT_INVITED", act, "acknowledge_whistle", **fire | {"unit": "water"})
        self.refused("UNKNOWN_WHISTLE", act, "acknowledge_whistle", **fire | {"id": 9**9})
        for unit in (fire, urban):
            act("acknowledge_whistle", **unit)
            act("report_in", **unit, note="东门")
        act("record_measure", **fire, plan=True, note="清障")
        release = {"by_unit": "street", "note": "完事"}
        self.refused("WHISTLER_ONLY", act, "release_unit", **fire, by_unit="fire")
        self.refused("WHISTLER_ONLY", act, "release_unit", **fire, by_unit="urban")
        act("release_unit", **fire, **release)
        close: dict[str, Any] = {"id": whistle, "by_unit": "street", "worker": "wang"}
        self.refused("WRONG_STATE", act, "close_whistle", **close)
        act("release_unit", **urban, **release)
        self.refused("WHISTLER_ONLY", act, "close_whistle", **close | {"by_unit": "fire"})
        rate: dict[str, Any] = {"id": whistle, "from": "street", "to": "fire", "worker": "wang"}
        self.refused("WRONG_STATE", act, "rate_whistle", **rate, stars=5)
        act("close_whistle", **close)
        self.refused("BAD_VALUE", act, "rate_whistle", **rate, stars=6)
        self.refused("NOT_PERMITTED", act, "rate_whistle", **rate | {"from": "urban"}, stars=5)
        act("rate_whistle", **rate, stars=5)
        self.refused("ALREADY_TAKEN", act, "rate_whistle", **rate, stars=4)
        rows = self.client.ask("REGISTERS", kind="whistle", key=str(whistle)).rows
        self.assertEqual(rows[0].key, str(whistle))

    def test_of_a_routine_whistle_a_unit_may_release_itself(self) -> None:
        whistle = self.blown("routine", invited=["fire"])
        self.client.act("acknowledge_whistle", id=whistle, unit="fire", worker="liang")
        wish: dict[str, Any] = {"id": whistle, "unit": "fire", "worker": "liang"}
        self.refused("NOT_PERMITTED", self.client.act, "release_unit", **wish, by_unit="urban")
        self.client.act("release_unit", **wish, by_unit="fire")


class ModesTest(EngineTest):
    def test_there_and_back(self) -> None:
        act = self.client.act
        wish: dict[str, Any] = {"area": STREET_AREA, "by": "wang", "reason": "台风"}
        self.refused("UNKNOWN_AREA", act, "change_mode", **wish | {"area": 42}, mode="wartime")
        self.refused("MISSING_REASON", act, "change_mode", **wish | {"reason": ""}, mode="wartime")
        act("change_mode", **wish, mode="wartime")
        rows = self.client.ask("REGISTERS", kind="area_mode").rows
        self.assertEqual([row.key for row in rows], [str(STREET_AREA)])
        act("change_mode", **wish, mode="peacetime")


class DutiesTest(EngineTest):
    def test_a_duty_is_assigned_done_changed_ended(self) -> None:
        act = self.client.act
        wish: dict[str, Any] = {"kind": "care_visit", "care": "red", "unit": "east", "by": "wang"}
        self.refused("BAD_VALUE", act, "assign_duty", **wish | {"kind": "no-such"}, subject="赖")
        self.refused("MISSING_IDENTITY", act, "assign_duty", **wish)
        self.refused("UNKNOWN_UNIT", act, "assign_duty", **wish | {"unit": "x"}, subject="赖")
        self.refused("UNKNOWN_AREA", act, "assign_duty", **wish, subject="赖", area=42)
        duty = act("assign_duty", **wish, subject="赖阿婆", area=COMPOUND).id
        act("do_duty", id=duty, worker="li", note="量血压")
        change: dict[str, Any] = {"id": duty, "by": "wang", "reason": "好转"}
        self.refused("BAD_VALUE", act, "change_care_tier", **change, care="none")
        self.refused("MISSING_REASON", act, "change_care_tier", **change | {"reason": ""})
        act("change_care_tier", **change, care="yellow")
        self.refused("MISSING_REASON", act, "end_duty", id=duty, by="wang")
        act("end_duty", **change)
        self.refused("UNKNOWN_DUTY", act, "do_duty", id=duty, worker="li")


class ListsTest(EngineTest):
    def listed(self, **more: Any) -> int:
        wish: dict[str, Any] = {
            "list": "micro_wish", "title": "想要一盏床头灯", "unit": "east", "by": "网格员",
        }  # fmt: skip
        return int(self.client.act("list_wish", on="intake", **wish | more).id)

    def test_what_can_be_listed(self) -> None:
        def refused(why: str, **more: Any) -> None:
            self.refused(why, self.listed, **more)

        refused("MISSING_TEXT", title="")
        refused("UNKNOWN_UNIT", unit="nowhere")
        refused("UNKNOWN_AREA", area=42)
        refused("UNKNOWN_CASE", **{"from": 999_999})
        refused("CAP_EXCEEDED", list="project", households=2, fund_fen=999_999_999)
        refused("BAD_VALUE", list="project", households=0, fund_fen=5)

    def test_a_wish_from_the_list_to_the_points(self) -> None:
        act = self.client.act
        entry = self.listed(skill="电工")
        claim: dict[str, Any] = {"id": entry, "claimant": "卢老师"}
        self.refused("UNKNOWN_ENTRY", act, "claim_entry", **claim | {"id": 9**9})
        self.refused("CAP_EXCEEDED", act, "claim_entry", **claim, within_days=9999)
        self.refused("UNKNOWN_UNIT", act, "claim_entry", **claim, unit="nowhere")
        act("claim_entry", "intake", **claim, within_days=10)
        self.refused("ALREADY_TAKEN", act, "claim_entry", id=entry, claimant="吴同学")
        done: dict[str, Any] = {"id": entry, "by": "卢老师", "minutes": 150}
        self.refused("NOT_PERMITTED", act, "finish_entry", **done | {"by": "吴同学"})
        self.refused("WRONG_STATE", act, "rate_entry", id=entry, by="阿婆")
        act("finish_entry", **done)
        rate: dict[str, Any] = {"id": entry, "satisfaction": "very_satisfied"}
        self.refused("NOT_PERMITTED", act, "rate_entry", **rate, by="卢老师")
        act("rate_entry", "intake", **rate, by="阿婆")
        redeem: dict[str, Any] = {"holder": "卢老师", "by": "wang", "purpose": "理发"}
        self.refused("NOT_ENOUGH_POINTS", act, "redeem_points", **redeem, points=3)
        self.refused("BAD_VALUE", act, "redeem_points", **redeem)
        act("redeem_points", **redeem, points=2)
        row = self.client.ask("REGISTERS", kind="account", key="卢老师").rows[0]
        self.assertEqual(row.key, "卢老师")

    def test_members_pledge_and_the_public_closes(self) -> None:
        act = self.client.act
        entry = self.listed(list="project", households=10, fund_fen=50_000, area=COMPOUND)
        act("pledge_entry", "intake", id=entry, member="三号楼", note="出三百")
        act("claim_entry", id=entry, claimant="物业", unit="ry")
        act("finish_entry", id=entry, by="物业", minutes=60)
        close: dict[str, Any] = {"id": entry, "by": "东社区"}
        act("rate_entry", id=entry, by="居民", satisfaction="satisfied")
        act("close_entry", **close)
        self.refused("UNKNOWN_ENTRY", act, "close_entry", **close)

    def test_a_wish_is_withdrawn(self) -> None:
        entry = self.listed()
        wish: dict[str, Any] = {"id": entry, "by": "网格员"}
        self.refused("MISSING_REASON", self.client.act, "withdraw_entry", **wish)
        self.client.act("withdraw_entry", **wish, reason="已有了")

    def test_units_are_rated(self) -> None:
        wish: dict[str, Any] = {"unit": "ry", "rater": "owners", "by": "杨伯"}
        self.refused("BAD_VALUE", self.client.act, "rate_unit", **wish, stars=0)
        self.refused("UNKNOWN_UNIT", self.client.act, "rate_unit", **wish | {"unit": "x"}, stars=4)
        self.client.act("rate_unit", **wish, stars=4)
