"""The prepared database: the people and cases of the cast, every text of a case a canary word, every id one too.

All of it stands in one transaction that is never committed, over two organisations that are; each cell is undone in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from plimsoll.queries.shipped import blind_text
from plimsoll.records.context import acting
from plimsoll.records.models.priority import CriteriaSet
from plimsoll.records.models.reference import RulebookVersion
from plimsoll.records.models.workload import SchemeVersion
from plimsoll.web.middleware.records import ORG, WORKER
from tests.factories.records import make
from tests.factories.small import FROM, settle
from tests.matrix.canaries import Canaries
from tests.matrix.cast import HERE, KEPT, ORG_OF, PEOPLE, THERE, Kept

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, and the clock of every request
OPENED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
HANDED_OVER = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)
ENDED = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
BORN = date(2015, 6, 1)
POINTS = 200
FAMILY_HOME = "family: "
# Cases that are at the front door where it is asked about: those that wait there, and of which it was decided lately.
WAITING = ("bobs", "unheld", "unheld away", "hidden, unheld", "hidden, of one known", "far, unheld")
DECIDED = ("closed", "closed away", "hidden, closed")


@dataclass
class Town:
    """What was made, by the names of the cast."""

    orgs: dict[str, UUID]
    teams: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    children: dict[str, UUID] = field(default_factory=dict)
    homes: dict[str, UUID] = field(default_factory=dict)
    contacts: dict[UUID | None, UUID] = field(default_factory=dict)  # somebody round each child
    files: dict[str, UUID] = field(default_factory=dict)
    matters: dict[str, UUID] = field(default_factory=dict)
    records: dict[str, UUID] = field(default_factory=dict)
    begun: dict[str, UUID] = field(default_factory=dict)
    drafts: dict[str, UUID] = field(default_factory=dict)
    exercises: dict[str, UUID] = field(default_factory=dict)
    shadows: dict[str, UUID] = field(default_factory=dict)
    waiting: dict[tuple[str, str], UUID] = field(default_factory=dict)  # what is to be countersigned, by route and case
    news: dict[str, UUID] = field(default_factory=dict)  # what came in and waits, by case
    spare: UUID | None = None  # a team of the other organisation, to which nobody belongs
    sessions: dict[str, str] = field(default_factory=dict)
    canaries: Canaries = field(default_factory=Canaries)
    made: list[Any] = field(default_factory=list)  # every row of a case, child or household
    words: dict[tuple[str, str], str] = field(default_factory=dict)  # by case and kind

    def case_of(self, key: UUID) -> str:
        """The name of a case."""
        return next(name for name, known in self.cases.items() if known == key)


@contextmanager
def prepared(orgs: dict[str, UUID]) -> Iterator[Town]:
    """The town, as long as it is needed."""
    with transaction.atomic():
        town = Town(orgs)
        for org in (HERE, THERE):
            with acting(orgs[org], None, "a town to ask about"):
                _people(town, org)
                scheme = settle(town.orgs[org])
                for case in KEPT.values():
                    if case.org == org:
                        _case(town, case, scheme)
                _about_many(town, org)
                _draft(town, org)
                _exercise(town, org)
                _shadow(town, org)
                _files(town, org)
        _sign_in(town)
        yield town
        transaction.set_rollback(True)


def _people(town: Town, org: str) -> None:
    """Workers' and teams' names are no secret in their organisation; to another they are."""
    here, words = town.orgs[org], town.canaries
    for team in (name for name, of in ORG_OF.items() if of == org):
        row = make("team", here, name=f"Team {words.word('team', (), org=org)}", opened_on=FROM)
        words.key(row.pk, "team", (), org=org)
        town.teams[team] = row.pk
    if org == THERE:
        town.spare = make("team", here, opened_on=FROM).pk
    for one in (one for one in PEOPLE.values() if one.org == org):
        name = f"{one.name.title()} {words.word('worker', (), org=org)}"
        left = date(2026, 10, 1) if one.left else None
        row = make("worker", here, name=name, sort_name=name.lower(), joined_on=FROM, left_on=left)
        words.key(row.pk, "worker", (), org=org)
        town.people[one.name] = row.pk
        make("workingpattern", here, worker=row, from_date=FROM)
        if one.team:
            make("membership", here, worker=row, team_id=town.teams[one.team], from_date=FROM)
        for role, team in one.roles:
            until = date(2026, 11, 23) if one.ended else None
            make("roleheld", here, worker=row, team_id=town.teams.get(team), role=role, from_date=FROM, to_date=until)
    for one in (one for one in PEOPLE.values() if one.org == org):
        for giver, role in one.stands_in:
            make("delegation", here, giver_id=town.people[giver], taker_id=town.people[one.name], role=role,
                 from_date=date(2026, 11, 20), to_date=date(2026, 11, 27))  # fmt: skip


class _Maker:
    """Makes rows of one case, each text with a word of its own."""

    def __init__(self, town: Town, case: Kept) -> None:
        self.town, self.case, self.org = town, case, town.orgs[case.org]

    def word(self, kind: str, letter: str = "R", cases: frozenset[str] | None = None) -> str:
        """A word of the case, the same for all its texts of a kind."""
        known = self.town.words.get((self.case.name, kind))
        if known is None:
            known = self.town.canaries.word(kind, cases or {self.case.name}, letter)
            self.town.words[self.case.name, kind] = known
        return known

    def make(
        self, table: str, kind: str = "record", letter: str = "R", cases: frozenset[str] | None = None, /, **given: Any
    ):
        """A row of the case."""
        row = make(table, self.org, **given)
        self.town.canaries.key(row.pk, kind, cases or {self.case.name}, letter)
        self.town.made.append(row)
        return row


def _with_child(case: Kept) -> frozenset[str]:
    """The cases of one child."""
    first = case.child_of or case.name
    return frozenset(name for name, one in KEPT.items() if first in (name, one.child_of))


def _case(town: Town, case: Kept, scheme: UUID) -> None:
    maker = _Maker(town, case)
    child = home = None
    if case.family:
        home = _home(maker, f"{FAMILY_HOME}{case.name}", frozenset({case.name}))
    elif case.child_of:
        child = town.children[case.child_of]
        town.children[case.name] = child
        for kind in ("child", "child's second", "child's reference", "network", "household", "address"):
            town.words[case.name, kind] = town.words[case.child_of, kind]
    else:
        child = _child(maker)
    closed = {}
    if case.closed:
        closed = {"closed_at": ENDED, "closed_by_id": _holder(town, case), "closed_why": maker.word("record")}
    row = maker.make("case", "case", "K", reference=maker.word("case", "K").upper(), child_id=child, household=home,
                     other_reference=maker.word("what another system calls it", "K"),
                     team_id=town.teams[case.team], opened_at=OPENED, **closed)  # fmt: skip
    town.cases[case.name] = row.pk
    _held(maker, row)
    _written(maker, row, scheme)
    if case.named is not None:
        _restricted(maker, row)


def _holder(town: Town, case: Kept) -> UUID:
    return town.people[case.holder or case.once or ("oz" if case.org == THERE else "max")]


def _child(maker: _Maker) -> UUID:
    case, town = maker.case, maker.town
    cases = _with_child(case)
    name, second = maker.word("child", "K", cases), maker.word("child's second", "K", cases)
    reference, contacts = maker.word("child's reference", "R", cases), maker.word("network", "R", cases)
    row = maker.make("child", "child", "K", cases, given_name=name.title(), family_name=second.title(),
                     sort_name=f"{name} {second}", reference=reference, born_on=BORN, upn="H801200001001", sex="F",
                     ethnicity="WBRI", language=contacts, communication=contacts)  # fmt: skip
    town.children[case.name] = row.pk
    said = {"name": contacts, "part": contacts, "telephone": contacts, "email": f"{contacts}@invented.example"}
    contact = maker.make("networkcontact", "network", "R", cases, child=row, sex="F", bond="STRONG", **said)
    maker.make("networkcontact", "network", "R", cases, child=row, partner=contact, couple="TOGETHER", **said)
    town.contacts[row.pk] = contact.pk
    maker.make("familyrelation", "network", "R", cases, child=row, contact=contact)
    if case.address:
        other = {"telephone": "", "email": "", "reach_protected": True}
        reached = maker.make("networkcontact", "network", "R", cases, child=row, name=contacts, **other)
        _protect(maker, cases, household=None, contact=reached, child=row)
    home = _home(maker, case.home or case.name, cases if not case.home else _sharing(case.home))
    maker.make("householdmember", "household", "R", cases, child=row, household=home, from_date=FROM)
    return row.pk


def _sharing(home: str) -> frozenset[str]:
    return frozenset(name for name, one in KEPT.items() if one.home == home)


def _home(maker: _Maker, name: str, cases: frozenset[str]) -> Any:
    town = maker.town
    if name not in town.homes:
        shared = name == maker.case.home
        said = town.canaries.word("household", cases) if shared else maker.word("household", "K", cases)
        named = maker.case.address
        where = town.canaries.word("address", cases, "R") if shared else maker.word("address", "R", cases)
        there = {"address": "", "address_protected": True} if named else {"address": where}
        town.words[name, "household"], town.words[name, "address"] = said, where
        town.homes[name] = maker.make("household", "household", "K", cases, name=said, **there)
        if named:
            _protect(maker, cases, household=town.homes[name])
    for kind in ("household", "address"):
        town.words[maker.case.name, kind] = town.words[name, kind]
    return town.homes[name]


def _protect(maker: _Maker, cases: frozenset[str], **of: Any) -> None:
    """Protects an address, or how somebody is reached, for those of the case; it says what stood before, too."""
    town, named = maker.town, maker.case.address
    said, before = (town.canaries.word("protected address", cases, named=named) for _ in range(2))
    ask = town.people[min(named)]
    mark = make("addressprotection", maker.org, **of, ask_id=ask, marked_by_id=ask, from_at=OPENED)
    for one in sorted(named):
        make("addressreader", maker.org, protection=mark, worker_id=town.people[one], from_at=OPENED)
    for text, at in ((before, OPENED), (said, ENDED)):
        make("protectedaddress", maker.org, protection=mark, written_at=at, address=f"1 {text.title()} Street",
             telephone=text, email=f"{text}@invented.example", part=text)  # fmt: skip


def _held(maker: _Maker, row: Any) -> None:
    case, people = maker.case, maker.town.people
    spells = [(case.once, OPENED, ENDED if case.closed else HANDED_OVER)] if case.once else []
    spells += [(case.holder, HANDED_OVER if case.once else OPENED, None)] if case.holder else []
    for holder, since, until in spells:
        ended = {"to_at": until, "ended_by_id": people[holder], "ended_why": maker.word("why")} if until else {}
        maker.make("allocation", case=row, worker_id=people[holder], from_at=since, why=maker.word("why"), **ended)


def _written(maker: _Maker, row: Any, scheme: UUID) -> None:
    """All that is written on a case: in each text a word of it."""
    worker, said = _holder(maker.town, maker.case), maker.word("record")
    visit = maker.make("event", case=row, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED,
                       recorded_by_id=worker, note=f"Began well. {maker.word('note')} <b> & so on")  # fmt: skip
    maker.make("judgement", case=row, judged_by_id=worker, judged_at=OPENED, recorded_at=OPENED, why=said)
    maker.make("factorjudgement", case=row, judged_by_id=worker, judged_at=OPENED, recorded_at=OPENED, why=said)
    _decided(maker, row, worker, said)
    _of_the_day(maker, row, worker, said)
    if maker.case.name not in {*WAITING, *DECIDED}:
        _came_in(maker, row, worker, said)
    _news(maker, row, worker, said)
    maker.make("routetaking", case=row, event=visit, worker_id=worker, taker=said, told=said, taken_at=OPENED)
    maker.make("document", case=row, title=said, recorded_by_id=worker)
    safe = {
        "text": said,
        "source": said,
        "review_on": NOW.date() + timedelta(20),
        "noted_at": OPENED,
        "noted_by_id": worker,
    }
    maker.make("safetynote", case=row, **safe)
    maker.make("safetynote", case=row, **safe, ended_at=ENDED, ended_by_id=worker, ended_why=said)
    contact = maker.town.contacts.get(maker.town.children.get(maker.case.name))
    if contact:
        maker.make("told", case=row, contact_id=contact, what=said, told_by_id=worker)
    maker.make("caseweight", case=row, scheme_id=scheme, points=POINTS)
    maker.make("casefactor", case=row)
    maker.make("casecircumstance", case=row)
    maker.make("dueitem", case=row, rulebook_id=_rulebook(maker.org), started_by=visit, started_at=OPENED,
               due_at=OPENED + timedelta(5), ended_at=ENDED, ended_why=said)  # fmt: skip
    _court(maker, row, worker, said)
    _clocks(maker, row, said)
    _life(maker, row, said)
    court = maker.make(
        "appointment", worker_id=worker, title=said, begins_at=NOW + timedelta(2), ends_at=NOW + timedelta(2.1)
    )
    maker.make("caseappointment", case=row, appointment=court)
    begun = maker.make("draft", case=row, worker_id=worker, content={"text": said, "voice": said}, saved_at=NOW)
    maker.town.begun[maker.case.name] = begun.pk
    _recorded(maker, row, worker, said)
    _planned(maker, row, worker, said)
    wrong = {"case": row, "by_name": said, "wrong": said, "received_on": FROM, "noted_by_id": worker}
    maker.make("disputenote", **wrong)
    maker.make("disputenote", **wrong, outcome="REFUSED", outcome_why=said, told_on=FROM, decided_at=ENDED,
               decided_by_id=worker)  # fmt: skip
    if not maker.case.family:
        maker.make("accessrequest", case=row, name=said, authority=said, identity=said, recorded_by_id=worker,
                   gathered_at=datetime.now(UTC), extended_why=None, received_on=FROM, due_on=NOW.date())  # fmt: skip


def _planned(maker: _Maker, row: Any, worker: UUID, said: str) -> None:
    """A plan in force that was reviewed, a draft, and one that was ended; a goal with readings, a score, a note."""
    name = maker.case.name
    by = {"case": row, "written_at": OPENED, "written_by_id": worker}
    agreed = {"agreed_on": FROM, "agreed_with": said, "agreement": "PARTLY", "agreed_words": said, "ring": said,
              "agreed_at": OPENED, "agreed_by_id": worker}  # fmt: skip
    over = {"ended_on": NOW.date(), "ended_why": said, "ended_at": ENDED, "ended_by_id": worker}
    plan = maker.make("plan", **by, purpose=said, **agreed)
    wanted = maker.make("planoutcome", case=row, plan=plan, text=said, written_at=OPENED)
    action = maker.make("planaction", case=row, plan=plan, outcome=wanted, what=said, owner="FAMILY", who=said,
                        due_on=NOW.date(), written_at=OPENED, in_force_at=OPENED)  # fmt: skip
    make("planaction", maker.org, case=row, plan=plan, outcome=wanted, what=said, due_on=NOW.date() + timedelta(40),
               written_at=OPENED, in_force_at=OPENED)  # fmt: skip
    maker.make("actionsaid", case=row, action=action, words=said, outcome="PARTLY", said_at=OPENED, said_by_id=worker)
    review = maker.make("planreview", **by, plan=plan, present=said, views=said, decision=said)
    maker.make("outcomeprogress", case=row, review=review, outcome=wanted, words=said)
    draft = maker.make("plan", **by, purpose=said, kind="EARLY_HELP")
    drafted = maker.make("planoutcome", case=row, plan=draft, text=said, written_at=OPENED)
    maker.make("planaction", case=row, plan=draft, outcome=drafted, what=said, owner="COLLEAGUE", who=said,
               due_on=NOW.date(), written_at=OPENED)  # fmt: skip
    maker.make("plan", **by, purpose=said, kind="OTHER", **agreed, **over)
    goal = maker.make("goal", **by, text=said)
    maker.make("goal", **by, text=said, place=2, **over)
    read = {"goal": goal, "words": said}
    first = make("goalreading", maker.org, **by, **read)
    maker.make("goalreading", **by, **read, replaces=first, corrected_why=said)
    score = make("toolscore", maker.org, **by, part=said, words=said)
    maker.make("toolscore", **by, part=said, words=said, replaces=score, corrected_why=said)
    note = make("developmentnote", maker.org, **by, text=said, source=said)
    maker.make("developmentnote", **by, text=said, source=said, replaces=note, corrected_why=said)
    maker.town.waiting |= {("plan", name): plan.pk, ("draft outcome", name): drafted.pk, ("action", name): action.pk,
                           ("goal", name): goal.pk, ("wanted", name): wanted.pk}  # fmt: skip


def _recorded(maker: _Maker, row: Any, worker: UUID, said: str) -> None:
    """A record that was amended, with the event that it tells."""
    words = dict.fromkeys(
        ("text", "present", "place", "home_words", "bed_words", "decision", "decision_why", "not_taken", "not_alone_why",
         "voice", "voice_through", "own_words"), said,
    )  # fmt: skip
    whole = {
        "case": row,
        "happened_at": OPENED,
        "recorded_at": OPENED,
        "recorded_by_id": worker,
        "sight": "ALONE",
        "home": "SEEN",
        "bed": "REFUSED",
        **words,
    }
    first = make("caserecord", maker.org, **whole)  # it has no reason, as it replaces nothing
    amended = maker.make("caserecord", **whole, replaces=first, amended_why=said)
    told = {"case": row, "kind": "CHILD_SEEN", "happened_at": OPENED, "recorded_at": OPENED, "recorded_by_id": worker,
            "note": said}  # fmt: skip
    maker.make("draft", case=row, worker_id=worker, content={"text": said}, saved_at=OPENED, ended_at=OPENED,
               ended_how="SENT")  # fmt: skip
    before = maker.make("event", **told, record=first)
    maker.make("event", **told, record=amended, replaces=before)
    maker.town.records[maker.case.name] = amended.pk


def _clocks(maker: _Maker, row: Any, said: str) -> None:
    """Of one clock, that somebody asks for it; and that it was extended before, as somebody asked."""
    people, here = maker.town.people, maker.case.org == HERE
    asks = people[maker.case.holder or ("ann" if here else "oli")]
    chief = next(people[name] for name in (("max", "sue") if here else ("oz", "ola")) if people[name] != asks)
    asked = {"asked_at": OPENED, "asked_by_id": asks, "asked_why": said, "meanwhile": said, "title": said}
    clock = {"duty": "cin_review_12wk", "started_on": OPENED.date(), "due_at": NOW, "until": NOW.date() + timedelta(9)}
    waits = maker.make("clockchange", case=row, **clock, **asked)
    maker.town.waiting["case-clock-decide", maker.town.case_of(row.pk)] = waits.pk
    maker.make("clockchange", case=row, **clock, **asked, decided_at=ENDED, decided_by_id=chief, decided_why=said,
               agreed=True)  # fmt: skip


def _life(maker: _Maker, row: Any, said: str) -> None:
    """A step that nobody agreed to; and of what somebody holds, one that waits."""
    people, here = maker.town.people, maker.case.org == HERE
    asks = people[maker.case.holder or ("ann" if here else "oli")]
    chief = next(people[name] for name in (("max", "sue") if here else ("oz", "ola")) if people[name] != asks)
    step = {"case": row, "why": said, "said_at": OPENED, "said_by_id": asks, "effective_on": OPENED.date()}
    maker.make("lifestep", **step, decided_at=ENDED, decided_by_id=chief, decided_why=said, agreed=False)
    teams = maker.town.teams
    to = next(teams[name] for name in ("quay", "harbour") if name != maker.case.team) if here else maker.town.spare
    parts = dict.fromkeys(("due", "worries", "child_told", "who_knows", "why"), said)
    ended = {"withdrawn_at": ENDED, "withdrawn_by_id": asks, "withdrawn_why": said}
    by = {"from_team_id": teams[maker.case.team], "to_team_id": to, "proposed_at": OPENED, "proposed_by_id": asks}
    maker.make("casetransfer", case=row, **by, **parts, **ended)
    maker.make("needlevel", case=row, level=3, called=said, why=said, set_at=OPENED, set_by_id=asks)
    turned = {"decided_at": ENDED, "decided_by_id": chief, "decided_why": said, "accepted": False}
    maker.make("casetransfer", case=row, **by, **parts, **turned)
    if maker.case.holder and not maker.case.closed:
        waits = maker.make("lifestep", **step)
        maker.town.waiting["case-life-decide", maker.town.case_of(row.pk)] = waits.pk


def _court(maker: _Maker, row: Any, worker: UUID, said: str) -> None:
    """A date of court work that is open and one that was varied and done; a legal status that holds and one that ended."""
    name = maker.town.case_of(row.pk)
    by = {"written_at": OPENED, "written_by_id": worker, "court": said, "what": said, "ordered_on": FROM}
    ended = {"ended_at": ENDED, "ended_by_id": worker, "ended_why": said}
    day = NOW + timedelta(30)
    maker.town.waiting["court date", name] = maker.make("courtdate", case=row, due_at=day, **by).pk
    first = maker.make("courtdate", case=row, due_at=day, **by)
    maker.make("courtdate", case=row, due_at=day, replaces=first, varied_why=said, ended_on=NOW.date(),
               ended_how="DONE", **by, **ended)  # fmt: skip
    status = {
        "case": row,
        "from_date": FROM,
        "court": said,
        "note": said,
        "written_at": OPENED,
        "written_by_id": worker,
    }
    maker.town.waiting["legal status", name] = maker.make("legalstatus", kind="SECTION_20", **status).pk
    maker.make("legalstatus", kind="PLACEMENT_ORDER", to_date=NOW.date(), **status, **ended)


def _came_in(maker: _Maker, row: Any, worker: UUID, said: str) -> None:
    """As a referral, of which it was decided long ago."""
    maker.make("referral", case=row, referrer=said, worry=said, family_knows="NOT_SAFE", family_why=said,
               reported="HELP",
               received_at=OPENED, recorded_at=OPENED, recorded_by_id=worker)  # fmt: skip
    maker.make("triagedecision", case=row, outcome="ASSESSMENT", linked=None, why=said, safety=said, triaged_at=OPENED,
               triaged_by_id=worker)  # fmt: skip
    maker.make("contactdecision", case=row, outcome="ADVICE", why=said, advice=said, told=said, decided_at=OPENED,
               decided_by_id=worker)  # fmt: skip


def _news(maker: _Maker, row: Any, worker: UUID, said: str) -> None:
    """Something that came in and waits, and something that was dealt with."""
    came = {"kind": "OTHER", "source": said, "what": said, "received_at": OPENED, "due_at": OPENED,
            "recorded_at": OPENED, "recorded_by_id": worker}  # fmt: skip
    dealt = {"outcome": "NOTHING_CHANGES", "meaning": said, "dealt_at": ENDED, "dealt_by_id": worker}
    maker.make("newinformation", case=row, **came, **dealt)
    maker.town.news[maker.case.name] = maker.make("newinformation", case=row, **came).pk


def _decided(maker: _Maker, row: Any, worker: UUID, said: str) -> None:
    """A placing and a putting off that wait or run, and one of each that has ended."""
    here = ("oz", "ola") if maker.case.org == THERE else ("max", "sue")
    chief = next(maker.town.people[name] for name in here if maker.town.people[name] != worker)
    until = NOW.date() + timedelta(20)
    ended = {"ended_at": ENDED, "ended_by_id": chief, "ended_why": said}
    signed = {"countersigned_at": ENDED, "countersigned_by_id": chief, "countersigned_why": said}
    by = {"made_at": OPENED, "made_by_id": worker, "why": said}
    placing = {"worker_id": worker, "kind": "BAND", "other": None, "band": "AWAITING_OTHERS", "made_in": "ACT_NOW"}
    put_off = {"kind": "REARRANGED", "duty": "cin_visit_20wd", "title": said, "was_due_at": OPENED, "until": until,
               "made_in": "TODAY"}  # fmt: skip
    safeguards = {"meanwhile": said, "told": said, "sooner_if": said}
    kinds = {
        "case-countersign": ("override", {"lasts_until": until, **placing}),
        "case-countersign-visit": ("postponement", {**put_off, **safeguards}),
    }
    for route, (table, what) in kinds.items():
        waits = maker.make(table, case=row, to_countersign=True, **by, **what)
        maker.town.waiting[route, maker.town.case_of(row.pk)] = waits.pk
        maker.make(table, case=row, to_countersign=True, **by, **what, **ended, **signed)


def _of_the_day(maker: _Maker, row: Any, worker: UUID, said: str) -> None:
    """What was said of it this morning; of what nobody holds now, on an earlier day."""
    held = maker.case.holder and not maker.case.closed
    day = NOW.date() if held else ENDED.date()
    maker.make("dayentry", case=row, worker_id=worker, day=day, task="REVIEW", title=said, outcome="NOT_DONE", why=said,
               next_step=said, passed=[row.pk], said_at=NOW - timedelta(minutes=30), said_by_id=worker)  # fmt: skip


def _rulebook(org: UUID) -> UUID:
    return RulebookVersion.objects.get(org_id=org).pk


def _restricted(maker: _Maker, row: Any) -> None:
    case, people = maker.case, maker.town.people
    chief = people["oz" if case.org == THERE else "max"]
    until = {"to_at": ENDED} if case.lifted else {}
    lifted = {**until, "lifted_by_id": chief, "lifted_why": maker.word("record")} if until else {}
    maker.make("restriction", case=row, from_at=HANDED_OVER, restricted_by_id=chief, why=maker.word("record"), **lifted)
    for name in sorted(case.named or ()):
        maker.make("namedperson", case=row, worker_id=people[name], named_by_id=chief, from_at=HANDED_OVER, **until)


def _about_many(town: Town, org: str) -> None:
    """A file that was brought in; an order of work that was made of all cases: whoever may not see one of them may not see
    it."""
    here = town.orgs[org]
    make("import", here, state="APPLIED", carries=["IN_NEED_VISIT"], applied_at=NOW)
    cases = [name for name, one in KEPT.items() if one.org == org]
    make("ranking", here, worker_id=None, team_id=town.teams["harbour" if org == HERE else "far"],
         criteria_set=CriteriaSet.objects.get(org_id=here), rulebook_id=_rulebook(here),
         scheme=SchemeVersion.objects.get(org_id=here), cases=[town.cases[name] for name in cases],
         result={name: town.words[name, "case"] for name in cases})  # fmt: skip


def _draft(town: Town, org: str) -> None:
    """A draft of the criteria that was rehearsed on every case of an organisation, and changes the place of each."""
    here, drafter = town.orgs[org], town.people["adam" if org == HERE else "oz"]
    cases = [str(town.cases[name]) for name, one in KEPT.items() if one.org == org]
    many = len(cases)
    turned = {"order": list(range(many))[::-1], "bands": [1] * many}
    changed = {"worker": str(town.people["ann" if org == HERE else "oli"]), "entered": 2, "left": 1, "moved": 3, "up": 4,
               "down": 5, "cases": cases, "now": [3] * many, "then": turned, "only": [turned | {"change": 0}]}  # fmt: skip
    found = {"criteria": "statutory 1", "changes": [["One thing."], ["Another."]], "cases": many, "all_lists": 3, "up": 4,
             "down": 5, "lists": [changed]}  # fmt: skip
    text = (files("plimsoll") / "rulebooks/criteria/leaving_care.toml").read_text(encoding="utf-8")
    town.drafts[org] = make("criteriadraft", here, text=text, drafted_by_id=drafter, changed_by_id=drafter,
                            drafted_at=OPENED, changed_at=OPENED, asked_at=OPENED, rehearsed_at=OPENED,
                            rehearsal=found).pk  # fmt: skip


def _exercise(town: Town, org: str) -> None:
    """Invented cases that managers are asked to order; one of them has."""
    here, manager = town.orgs[org], town.people["max" if org == HERE else "oz"]
    stands = [
        {"key": key, "place": at, "band": "PLANNED", "reasons": []} for at, key in enumerate("ABCDEFGHIJKLMNOPQRST", 1)
    ]
    row = make("blindexercise", here, text=blind_text(), stands=stands, begun_by_id=manager, begun_at=OPENED,
               ended_at=None, ended_by=None,
               criteria_set=CriteriaSet.objects.get(org_id=here))  # fmt: skip
    make("blindorder", here, exercise=row, worker_id=manager, places=list(range(1, 21)), submitted_at=OPENED)
    town.exercises[org] = row.pk


def _shadow(town: Town, org: str) -> None:
    """A shadow month that runs, of a team without people, so that it hides no list; of a day of it every case is kept."""
    here, decider = town.orgs[org], town.people["adam" if org == HERE else "oz"]
    team = make("team", here, name="Team of once", opened_on=FROM, closed_on=date(2026, 11, 1))
    row = make("shadowspell", here, team=team, decided_by_id=decider, from_date=date(2026, 11, 16),
               to_date=date(2026, 12, 1))  # fmt: skip
    make("shadowday", here, spell=row, worker_id=town.people["ann" if org == HERE else "oli"], day=date(2026, 11, 16),
         cases=[town.cases[name] for name, one in KEPT.items() if one.org == org],
         criteria_set=CriteriaSet.objects.get(org_id=here))  # fmt: skip
    town.shadows[org] = row.pk


def _files(town: Town, org: str) -> None:
    """A file that waits and one that was applied, both with a child for every case; the second leaves something to decide
    about each."""
    here, manager = town.orgs[org], town.people["max" if org == HERE else "oz"]
    cases = [name for name, one in KEPT.items() if one.org == org]
    understood = {
        "lists": [["List 6", len(cases), ["Child Unique ID"]]],
        "people": [["Ada Quill", ["Ada Quill"], "", len(cases)], ["Ned Quill", ["Ned Quill"], "", 0]],
        "teams": [["Harbour Duty", ["Harbour Duty"], len(cases)]],
        "not_people": {},
        "unknown": [{"column": "6.case_status", "header": "Case status", "found": "Somehow", "rows": 1,
                     "choices": [["A", "Assessment"]]}],
        "faults": [],
        "children": {
            town.words[name, "child's reference"]: ["List 6, row 2", True, "", "", "child in need", "Ada Quill", "SAME", 0]
            for name in cases
            if not KEPT[name].family
        },
        "fields": {town.words[name, "child's reference"]: [["CHILD", "born_on"]] for name in cases if not KEPT[name].family},
        "asks": {
            town.words[name, "child's reference"]: [["CHANGED_HERE", str(town.cases[name]), "CHILD", "family_name", "Other"]]
            for name in cases
            if not KEPT[name].family
        },
        "who": {},
    }  # fmt: skip
    for name, state in (("waiting", "STAGED"), ("applied", "APPLIED")):
        more = {"applied_at": NOW, "started_at": NOW, "started_by_id": manager} if state == "APPLIED" else {}
        row = make("import", here, file_name=f"{name}.xlsx", state=state, children=len(cases), open=len(cases),
                   staged_by_id=manager, facts_on=NOW.date(), **more)  # fmt: skip
        make("importfile", here, of=row, understood=understood)
        town.files[f"{name} {org}"] = row.pk
    for name in cases:
        maker = _Maker(town, KEPT[name])
        said = {"of_id": town.files[f"applied {org}"], "matter": "CHANGED_HERE", "case_id": town.cases[name],
                "about": "CHILD", "name": "family_name", "here": maker.word("matter"), "there": maker.word("matter"),
                "child_reference": town.words.get((name, "child's reference")) or maker.word("matter")}  # fmt: skip
        town.matters[name] = maker.make("importmatter", "matter", **said).pk
        maker.make("importmatter", "matter", **said, decided_at=NOW, decided_by_id=manager, taken=False,
                   why=maker.word("matter"))  # fmt: skip


def _sign_in(town: Town) -> None:
    for name, one in PEOPLE.items():
        session = SessionStore()
        session[ORG], session[WORKER] = str(town.orgs[one.org]), str(town.people[name])
        session.save()
        town.sessions[name] = str(session.session_key)
