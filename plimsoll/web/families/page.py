"""What the pages about who is round a child show."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import ContactKind, Couple, Disability, Ethnicity, Kinship, Sex
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.addresses import HomeView, Protection, ask_words
from plimsoll.queries.people_round import PersonView, RoundView, SafetyView, SiblingView
from plimsoll.web.ages import age
from plimsoll.web.cases.page import viewed
from plimsoll.web.families.drawing import Picture, ecomap, genogram
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Cell, Column, Fact, Link, Table


@dataclass(frozen=True)
class PersonLine:
    """Somebody, in words: all that the drawing shows of them, and how to reach them. href : of a brother or sister, their
    case; `acts` what can be written of them."""

    name: str
    said: tuple[str, ...]
    href: str = ""
    acts: tuple[Link, ...] = ()


@dataclass(frozen=True)
class SafetyLine:
    """What somebody who visits must know, from whom, by when it is looked at again; `end` where it can be ended."""

    text: str
    more: str
    due: str
    end: Link | None


@dataclass(frozen=True)
class HomeLine:
    """A household in which the child lives: its name, where that is in lines, and what can be done about it. protected : the
    lines say whom to ask."""

    name: str
    lines: tuple[str, ...]
    protected: bool
    acts: tuple[Link, ...]


@dataclass(frozen=True)
class RoundPage(Page):
    """Who is round a child, drawn and in words. `family_only` is said of the case of a whole family."""

    safety: tuple[SafetyLine, ...]
    homes: tuple[HomeLine, ...]
    genogram: Picture | None
    family: tuple[PersonLine, ...]
    ecomap: Picture | None
    network: tuple[PersonLine, ...]
    told: Table | None
    about: tuple[Fact, ...]
    doubts: tuple[str, ...]
    gone: tuple[PersonLine, ...]
    family_only: str
    acts: dict[str, Act]
    reference: str


def round_page(found: RoundView, *, may_write: bool, as_at: datetime) -> RoundPage:
    """All of it, as this viewer may see it."""
    case, today = found.case, as_at.astimezone(LONDON).date()
    names = {one.id: one.name for one in (*found.people, *found.gone)}
    family = [one for one in found.people if one.kind is ContactKind.FAMILY]
    network = [one for one in found.people if one.kind is ContactKind.PROFESSIONAL]

    def line(one: PersonView) -> PersonLine:
        return PersonLine(one.name, _said(one, names, found, today), acts=_person_acts(found, one, may_write))

    return RoundPage(
        f"Family and network of {case.called}",
        tab=f"Family and network of {case.reference}",
        safety=tuple(_safety(one, may_write, today) for one in found.safety),
        homes=tuple(_home(found, one, may_write) for one in found.homes),
        genogram=genogram(found, today.year),
        family=(*(_sibling(one, today) for one in found.siblings), *map(line, family)),
        ecomap=ecomap(found),
        network=tuple(map(line, network)),
        told=_told(found),
        about=_about(found),
        doubts=tuple(found.doubts.values()),
        gone=tuple(map(line, found.gone)),
        family_only=""
        if found.child
        else "This is the case of a whole family. Who is round a child stands on the case of that child.",
        acts=_acts(found) if may_write else {},
        reference=case.reference,
        back=Link(case.called, reverse("case", args=[case.id])),
        viewed=viewed(case, *case.brothers_and_sisters),
    )


def _acts(found: RoundView) -> dict[str, Act]:
    key = [found.case.id]
    acts = {"safety": Act("Add a staff safety note", href=reverse("case-safety", args=key))}
    if not found.homes:
        acts["home"] = Act("Write where they live", href=reverse("case-address", args=key))
    if found.child:
        acts |= {
            "family": Act("Add somebody of the family", href=f"{reverse('case-person', args=key)}?kind=family"),
            "network": Act("Add a professional", href=f"{reverse('case-person', args=key)}?kind=professional"),
            "about": Act("Change who the child is", href=reverse("case-child", args=key)),
        }
        if found.people:
            acts["told"] = Act("Write down what somebody was told", href=reverse("case-told", args=key))
    return acts


def _person_acts(found: RoundView, one: PersonView, may_write: bool) -> tuple[Link, ...]:
    asked = urlencode({"who": one.id})
    acts = []
    if may_write:
        acts.append(Link("Change", f"{reverse('case-person', args=[found.case.id])}?{asked}"))
        if one.until is None:
            acts.append(Link("What they were told", f"{reverse('case-told', args=[found.case.id])}?{asked}"))
        if one.protection is None or not one.protection.ask:
            acts.append(Link("Protect how they are reached", f"{_address(found, 'case-address-protect')}?{asked}"))
        if one.protection is not None:
            acts.append(Link("Write how they are reached", f"{_address(found, 'case-address')}?{asked}"))
    return (*acts, *_opened(found, one.protection))


def _home(found: RoundView, one: HomeView, may_write: bool) -> HomeLine:
    asked = urlencode({"home": one.id})
    acts = []
    if may_write:
        what = "Write a new address" if one.protection or one.address else "Write the address"
        acts.append(Link(what, f"{_address(found, 'case-address')}?{asked}"))
        if one.protection is None or not one.protection.ask:
            acts.append(Link("Protect this address", f"{_address(found, 'case-address-protect')}?{asked}"))
    lines = tuple(one.address.split("\n")) if one.address else ("No address is written down yet.",)
    if one.protection is not None:
        lines = (ask_words(one.protection),)
    return HomeLine(one.name, lines, one.protection is not None, (*acts, *_opened(found, one.protection)))


def _opened(found: RoundView, one: Protection | None) -> tuple[Link, ...]:
    """The way to what is protected, for those named for it."""
    if one is None or not one.mine:
        return ()
    return (Link("Show what is protected", f"{_address(found, 'case-address-read')}?{urlencode({'of': one.id})}"),)


def _address(found: RoundView, name: str) -> str:
    return reverse(name, args=[found.case.id])


def _said(one: PersonView, names: dict, found: RoundView, today: date) -> tuple[str, ...]:
    """All that is on record of somebody, a few words each."""
    kin = one.kin.label if one.kin else ""
    said = [one.part or kin]
    if one.kin and one.part and one.kin.label != one.part and not _same(one):
        said.append(f"{kin} of the child")
    if one.died:
        said.append("has died")
    elif one.born_year:
        said.append(f"about {today.year - one.born_year}")
    if one.lives_with is not None:
        said.append("lives with the child" if one.lives_with else "lives elsewhere")
    if one.responsible is not None:
        said.append("has parental responsibility" if one.responsible else "no parental responsibility")
    if one.partner in names and one.couple:
        how = "together with" if one.couple is Couple.TOGETHER else "separated from"
        said.append(f"{how} {names[one.partner]}")
    if one.parent_of in names:
        said.append(f"parent of {names[one.parent_of]}")
    if one.bond:
        said.append(f"to the child: {one.bond.label}")
    last = next((told for told in found.told if told.contact == one.id), None)
    if last:
        said.append(f"last told something on {day_words(last.told_on)}")
    if one.until:
        said.append(f"until {day_words(one.until)}")
    if one.protection:
        said.append(ask_words(one.protection))
    return tuple(filter(None, (*said, one.telephone, one.email)))


def _same(one: PersonView) -> bool:
    """Whether what they are called says already what they are to the child."""
    return one.kin is Kinship.PARENT and one.part in ("mother", "father", "parent")


def _sibling(each: SiblingView, today: date) -> PersonLine:
    name = each.one.name or f"a child to be born ({each.one.reference})"
    where = "lives in the same household" if each.one.lives_here else "lives elsewhere"
    said = (each.kin.label, age(each.born_on, None, today), where)
    return PersonLine(name, tuple(filter(None, said)), href=reverse("case", args=[each.one.case]))


def _safety(one: SafetyView, may_write: bool, today: date) -> SafetyLine:
    where = f"On the case of {one.elsewhere}. " if one.elsewhere else ""
    more = f"{where}Known from: {one.source}. Noted by {one.by} on {day_words(one.noted_on)}."
    late = one.review_on <= today
    day = day_words(one.review_on)
    due = f"It was to be looked at again on {day}: is it still so?" if late else f"To be looked at again on {day}."
    ends = may_write and not one.elsewhere
    end = Link("It is no longer so", f"{reverse('case-safety', args=[one.case])}?note={one.id}") if ends else None
    return SafetyLine(one.text, more, due, end)


def _told(found: RoundView) -> Table | None:
    if not found.told:
        return None
    rows = tuple((Cell(one.name), Cell(day_words(one.told_on)), Cell(one.what), Cell(one.by)) for one in found.told)
    return Table("Who was told what", tuple(map(Column, ("Who", "When", "What", "By"))), rows, caption_hidden=True)


def _about(found: RoundView) -> tuple[Fact, ...]:
    child = found.child
    if child is None:
        return ()
    needs = {True: "needed", False: "not needed", None: ""}
    number = child.nhs_number or ""
    said = (
        ("NHS number", f"{number[:3]} {number[3:6]} {number[6:]}".strip()),
        ("UPN", child.upn),
        ("Sex", Sex(child.sex).label if child.sex else ""),
        ("Ethnicity", Ethnicity(child.ethnicity).label if child.ethnicity else ""),
        ("Disability", ", ".join(Disability(word).label for word in child.disabilities)),
        ("First language", child.language),
        ("Interpreter", needs[child.interpreter]),
        ("What helps to talk", child.communication),
    )
    return tuple(Fact(name, value or "not asked yet") for name, value in said)
