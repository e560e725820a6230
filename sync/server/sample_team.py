"""What the sample's people can do, how they say a step is done, what they suggest and met about."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from sync import clock
from sync.domain.capabilities import Capability, Training, capability_id
from sync.domain.feedback import Feedback
from sync.domain.goals import Goal
from sync.domain.ids import row_id
from sync.domain.meetings import Meeting
from sync.domain.people import Role, User, roles_of
from sync.domain.records import Record
from sync.domain.sops import Sop
from sync.domain.suggestions import Suggestion, SuggestionState
from sync.server.sample_people import Cast

Rows = Iterator[tuple[str, Record]]
_SKILLS = {
    Role.SR: ("quotation", "contract", "language_en"),
    Role.SSR: ("quotation", "contract", "language_en", "language_es"),
    Role.DOC: ("documents", "lc_examination"),
    Role.LOG: ("booking", "customs", "insurance"),
    Role.FIN: ("receipts", "fx_settlement", "tax_refund"),
    Role.PUR: ("purchasing",),
    Role.PRD: ("production",),
    Role.QC: ("inspection",),
    Role.CS: ("claims", "language_en"),
}
_EVIDENCE = {
    1: "刚开始学，每一份都由同事复核",
    2: "在指导下做过十份",
    3: "独立完成，半年内没有被退回",
    4: "带过两位新同事",
}


def team_rows(cast: Cast, now: datetime) -> Rows:
    """Yield the rows of a team's life, as of today."""
    leader = cast.with_role(Role.MGR)[0]
    yield from (("capabilities", each) for each in _capabilities(cast, leader, now))
    yield from (("trainings", each) for each in _trainings(cast, leader, now))
    yield from (("sops", each) for each in _procedures(leader, now))
    yield from (("suggestions", each) for each in _suggestions(cast, leader, now))
    yield from (("feedback", each) for each in _feedback(leader, now))
    yield from (("goals", each) for each in _goals())
    yield "meetings", _meeting(cast, leader, now)


def _capabilities(cast: Cast, leader: User, now: datetime) -> Iterator[Capability]:
    for place, user in enumerate(cast.people):
        skills = dict.fromkeys(skill for role in roles_of(user) for skill in _SKILLS.get(role, ()))
        for number, skill in enumerate(sorted(skills)):
            level = 1 + (place + 2 * number) % 4
            yield Capability(
                id=capability_id(user.id, skill),
                user_id=user.id,
                skill=skill,
                skill_level=level,
                evidence=_EVIDENCE[level],
                assessed_by=leader.id,
                assessed_on=clock.today(now) - timedelta(days=20 + 3 * place),
            )


def _trainings(cast: Cast, leader: User, now: datetime) -> Iterator[Training]:
    for user in cast.with_role(Role.DOC):
        yield Training(
            id=row_id("sample training", user.id),
            user_id=user.id,
            skill="lc_examination",
            title="信用证审单两日班",
            held_on=clock.today(now) - timedelta(days=40),
            hours=12,
            noted_by=leader.id,
        )


def _procedures(leader: User, now: datetime) -> Iterator[Sop]:
    said = (
        (
            *("N18", "信用证项下制单", "Documents under a credit"),
            *(
                "先核对信用证号与金额\n再核对品名、唛头\n最后由第二人复核",
                "先核对信用证号与金额\n再核对品名、唛头",
            ),
            "Credit number and amount first\nThen goods and marks\nA second person checks",
            "Credit number and amount first\nThen goods and marks",
        ),
        (
            *("N14", "报关资料一次给齐", "Everything to the broker at once"),
            *("申报要素、箱单、发票、合同一次发给报关行", ""),
            *("Declaration elements, packing list, invoice, contract in one mail", ""),
        ),
    )
    for node, title_zh, title_en, text_zh, before_zh, text_en, before_en in said:
        yield Sop(
            id=row_id("sample procedure", node),
            node=node,
            title_zh=title_zh,
            title_en=title_en,
            text_zh=text_zh,
            text_en=text_en,
            before_zh=before_zh,
            before_en=before_en,
            edition=2 if before_zh else 1,
            changed_by=leader.id,
            changed_at=now - timedelta(days=2),
        )


def _suggestions(cast: Cast, leader: User, now: datetime) -> Iterator[Suggestion]:
    yield Suggestion(
        id=row_id("sample suggestion", "open"),
        node="N12",
        title="订舱前先问工厂确切的箱数",
        text="最近三票都因为箱数变了改单。",
        author_id=cast.with_role(Role.LOG)[-1].id,
        made_at=now - timedelta(days=6),
    )
    yield Suggestion(
        id=row_id("sample suggestion", "accepted"),
        node="N18",
        title="发票和箱单用同一份底稿",
        author_id=cast.with_role(Role.DOC)[0].id,
        made_at=now - timedelta(days=45),
        state=SuggestionState.ACCEPTED,
        reason="少录一遍，毛净重不会再对不上。",
        decided_by=leader.id,
        decided_at=now - timedelta(days=40),
        effect="一个月内没有再出现重量不一致。",
    )


def _feedback(leader: User, now: datetime) -> Iterator[Feedback]:
    today = clock.today(now)
    yield Feedback(
        id=row_id("sample feedback", "step"),
        node="N09",
        text="采购交期改了没有告诉单证，船期已经订了。",
        is_anonymous=True,
        given_on=today - timedelta(days=3),
    )
    yield Feedback(
        id=row_id("sample feedback", "paper"),
        paper="PL",
        text="箱单上的唛头总是最后一刻才有。",
        author_id=leader.id,
        given_on=today - timedelta(days=20),
        answer="下单时就向客户要，已写进模板。",
        answered_by=leader.id,
        answered_at=now - timedelta(days=18),
    )


def _goals() -> Iterator[Goal]:
    for node, name, hours, percent in (
        ("N14", "报关资料一天内齐", 24, 95),
        ("N18", "两天内出齐单证", 48, 90),
    ):
        yield Goal(
            id=row_id("sample goal", node),
            node=node,
            name=name,
            within_hours=hours,
            target_percent=Decimal(percent),
            departments="DOC,LOG",
        )


def _meeting(cast: Cast, leader: User, now: datetime) -> Meeting:
    there = (leader, *cast.sellers()[:2], cast.with_role(Role.DOC)[0])
    return Meeting(
        id=row_id("sample meeting"),
        title="周会",
        held_on=clock.today(now) - timedelta(days=1),
        attendees=",".join(user.id for user in there),
        text="过了一遍下周要开船的订单。\n唛头下单时就向客户要。",
        noted_by=leader.id,
        noted_at=now - timedelta(days=1),
    )
