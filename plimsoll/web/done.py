"""What was just done, said once on the page that follows."""

from enum import StrEnum

from django.http import HttpRequest

from plimsoll.core.terms import Band
from plimsoll.web.parts import Notice, Tone


class Done(StrEnum):
    """Something that was done. The code stands in the address of the page that follows, so it names nobody."""

    WRITTEN = "written"
    AMENDED = "amended"
    TAKEN_BACK = "taken-back"
    DRAFT_SAVED = "draft-saved"
    THROWN_AWAY = "thrown-away"
    CORRECTED = "corrected"
    NAMED = "named"
    ALLOCATED = "allocated"
    RESTRICTED = "restricted"
    LIFTED = "lifted"
    NAMING_ASKED = "naming-asked"
    NAMING_AGREED = "naming-agreed"
    NAMING_REFUSED = "naming-refused"
    CLOSED = "closed"
    ADDED = "added"
    DONE_THERE = "done-there"
    SETTLED = "settled"
    DRAFTED = "drafted"
    DRAFT_LEFT = "draft-left"
    APPROVED = "approved"
    CHANGED = "changed"
    LEFT = "left"
    ENTERED = "entered"
    TEAMS_ADDED = "teams-added"
    TEAM_CLOSED = "team-closed"
    PEOPLE_BROUGHT = "people-brought"
    FILE_READ = "file-read"
    FILE_DATED = "file-dated"
    PEOPLE_SETTLED = "people-settled"
    TEAMS_SETTLED = "teams-settled"
    VALUES_SETTLED = "values-settled"
    FILE_LEFT = "file-left"
    FILE_UNDONE = "file-undone"
    DECIDED = "decided"
    JUDGED = "judged"
    PLACED = "placed"
    PLACED_WAITS = "placed-waits"
    PLACING_ENDED = "placing-ended"
    COUNTERSIGNED = "countersigned"
    NOT_COUNTERSIGNED = "not-countersigned"
    PUT_OFF = "put-off"
    PUT_OFF_ENDED = "put-off-ended"
    PUT_OFF_WAITS = "put-off-waits"
    PUT_OFF_AGREED = "put-off-agreed"
    PUT_OFF_REFUSED = "put-off-refused"
    CONFIRMED = "confirmed"
    REVIEW_ANSWERED = "review-answered"
    REFERRED = "referred"
    TRIAGED = "triaged"
    CONTACT_TAKEN = "contact-taken"
    CONTACT_WAITS = "contact-waits"
    CONTACT_DECIDED = "contact-decided"
    CONTACT_REFERRED = "contact-referred"
    CONTACT_AGAIN = "contact-again"
    TAKEN = "taken"
    EXERCISE_BEGUN = "exercise-begun"
    CASES_ORDERED = "cases-ordered"
    EXERCISE_ENDED = "exercise-ended"
    SHADOW_BEGUN = "shadow-begun"
    SHADOW_ENDED = "shadow-ended"
    ATTACHED = "attached"
    SAID_TODAY = "said-today"
    SAID_MOVED = "said-moved"
    CAME_IN = "came-in"
    COURT_WRITTEN = "court-written"
    FILTER_KEPT = "filter-kept"
    FILTER_ENDED = "filter-ended"
    TAKEN_IN = "taken-in"
    TAKEN_OUT_OF_HOURS = "taken-out-of-hours"
    ABSENCE_NOTED = "absence-noted"
    ABSENCE_ENDED = "absence-ended"
    DEALT_WITH = "dealt-with"
    REVIEWED_UNHELD = "reviewed-unheld"
    ROUND_WRITTEN = "round-written"
    ADDRESS_PROTECTED = "address-protected"
    ADDRESS_NAMED = "address-named"
    ADDRESS_LIFT_ASKED = "address-lift-asked"
    ADDRESS_LIFT_REFUSED = "address-lift-refused"
    ADDRESS_LIFTED = "address-lifted"
    PLAN_BEGUN = "plan-begun"
    PLAN_WRITTEN = "plan-written"
    PLAN_AGREED = "plan-agreed"
    PLAN_REVIEWED = "plan-reviewed"
    PLAN_ENDED = "plan-ended"
    OUTCOME_NOTED = "outcome-noted"
    CLOCK_ASKED = "clock-asked"
    CLOCK_CHANGED = "clock-changed"
    CLOCK_REFUSED = "clock-refused"
    STEP_ASKED = "step-asked"
    STEPPED = "stepped"
    REOPENED = "reopened"
    LEVEL_CHOSEN = "level-chosen"
    OFFERED = "offered"
    OFFER_TAKEN_BACK = "offer-taken-back"
    OFFER_DECLINED = "offer-declined"
    TRANSFERRED = "transferred"
    STEP_REFUSED = "step-refused"
    PASSWORD_SET = "password-set"  # noqa: S105 - what is said, no password
    SESSION_ENDED = "session-ended"
    PROVIDER_LINKED = "provider-linked"
    WAY_IN_ENDED = "way-in-ended"
    FACTOR_ADDED = "factor-added"
    FACTOR_REMOVED = "factor-removed"
    CODES_RENEWED = "codes-renewed"
    STANDS_IN = "stands-in"
    STANDS_IN_NO_MORE = "stands-in-no-more"
    EMERGENCY_OPENED = "emergency-opened"
    EMERGENCY_ENDED = "emergency-ended"
    EMERGENCY_REVIEWED = "emergency-reviewed"
    DISPUTE_NOTED = "dispute-noted"
    DISPUTE_ANSWERED = "dispute-answered"
    COPY_ASKED = "copy-asked"
    COPY_DECIDED = "copy-decided"
    COPY_GATHERED = "copy-gathered"
    COPY_PREPARED = "copy-prepared"
    COPY_LOOKED = "copy-looked"
    COPY_ENDED = "copy-ended"

    @property
    def says(self) -> str:
        """What was done, in a sentence."""
        return {
            Done.WRITTEN: "Saved. It stands on the record.",
            Done.AMENDED: "Amended. The version before stays readable below.",
            Done.TAKEN_BACK: "Taken back. It counts for nothing any more; what it said stays readable.",
            Done.DRAFT_SAVED: "Kept as a draft, for you alone. It stands under Not finished yet until you save it.",
            Done.THROWN_AWAY: "Thrown away. It is listed no more.",
            Done.CORRECTED: "Corrected. What stood before stays in the history, and the next file does not overwrite it.",
            Done.NAMED: "Named. The next file does not overwrite it.",
            Done.ALLOCATED: "Allocated. Whoever holds the case now finds it in their caseload.",
            Done.NAMING_ASKED: "Asked. A service manager or another administrator has to agree; both of you are on record.",
            Done.NAMING_AGREED: "Agreed. They are named from now on, and are told. The case is theirs to see, not yours.",
            Done.NAMING_REFUSED: "Not agreed. Nobody is named; your reason is on record. Somebody else can be asked for.",
            Done.RESTRICTED: "Restricted. The case is there for the people named on it, and for nobody else.",
            Done.LIFTED: "Lifted. The case is there again for everyone who may see it.",
            Done.CLOSED: "Closed. Nobody holds the case any more; its record stays.",
            Done.ADDED: "On record. It stands in the order of work from now on.",
            Done.DONE_THERE: "Noted. It counts as done until the next file of the other system is brought in.",
            Done.SETTLED: "Settled. It holds from today; what held before stands in the history.",
            Done.DRAFTED: "Saved as a draft. Nothing is changed for anybody yet: rehearse it next.",
            Done.DRAFT_LEFT: "Left. It changed nothing; it stays in the list.",
            Done.EXERCISE_BEGUN: "Begun. Supervisors and service managers find the cases under How the order is made.",
            Done.CASES_ORDERED: "Sent. Your order is kept as you gave it.",
            Done.EXERCISE_ENDED: "Ended. What came of it stays here.",
            Done.SHADOW_BEGUN: "Begun. From now on the order of work is kept and not shown to this team.",
            Done.ADDRESS_PROTECTED: "Protected. From now on only the people named for it can read it, here and in the past.",
            Done.ADDRESS_NAMED: "Saved. Who may read it from now on is as you chose.",
            Done.ADDRESS_LIFT_ASKED: "Asked. It stays protected until somebody else who is named agrees.",
            Done.ADDRESS_LIFT_REFUSED: "Not agreed. It stays protected.",
            Done.ADDRESS_LIFTED: "Protected no longer: whoever may read the record can read it again.",
            Done.ROUND_WRITTEN: "Saved. What stood before stays in the history.",
            Done.PLAN_BEGUN: "Begun. Add what shall be different, and who does what for it by when.",
            Done.PLAN_WRITTEN: "Saved.",
            Done.PLAN_AGREED: "In force. What whoever holds the case has to do stands in the order of work from now on.",
            Done.PLAN_REVIEWED: "Reviewed. Where a timescale asks for a review, write the record of it too: that meets it.",
            Done.PLAN_ENDED: "Ended. It stays readable below.",
            Done.OUTCOME_NOTED: "Saved. What was noted before stays.",
            Done.SHADOW_ENDED: "Ended. The order of work is shown again.",
            Done.ATTACHED: "Kept with the case. What it replaces, if anything, stays too.",
            Done.SAID_TODAY: "Kept. It stands under Said today, and on the page of the case.",
            Done.SAID_MOVED: "Kept. A visit that goes beyond its day holds only once a supervisor has countersigned.",
            Done.CAME_IN: "Noted. What it was about is written on the record of the case.",
            Done.CLOCK_ASKED: "Kept. It waits for a supervisor, and moves nothing until then.",
            Done.CLOCK_CHANGED: "Saved. Both dates stay in sight, with who decided and why.",
            Done.CLOCK_REFUSED: "Not agreed. The clock runs on as it is; your reason is on record.",
            Done.STEP_ASKED: "Kept. It waits for agreement, and nothing changes until then.",
            Done.STEPPED: "Done. What is due follows from it, and the list is in its new order.",
            Done.LEVEL_CHOSEN: "Saved. The levels before stay on record.",
            Done.OFFERED: "Offered. The case stays where it is until the other team accepts.",
            Done.OFFER_TAKEN_BACK: "Taken back. The case stays where it is.",
            Done.OFFER_DECLINED: "Declined. The case stays where it is, and the other team reads your words.",
            Done.TRANSFERRED: "Accepted. The case is your team's from now on, with its whole record.",
            Done.REOPENED: "Open again. Its history stays, and its clocks run from the day you gave.",
            Done.STEP_REFUSED: "Not agreed. The case stays as it is; your reason is on record.",
            Done.DISPUTE_NOTED: "Noted. It stands beside the record from now on.",
            Done.DISPUTE_ANSWERED: "Saved. What they said and what came of it stay beside the record.",
            Done.COPY_ASKED: "On record, and gathered as the record stands now. Decide what has to be taken out.",
            Done.COPY_DECIDED: "Decided. What is on record is as it was; only the copy is without it.",
            Done.COPY_GATHERED: "Gathered anew. Decisions stay for what says the same as before.",
            Done.COPY_PREPARED: "Prepared. Somebody else has to look at it before it goes out.",
            Done.COPY_LOOKED: "Saved. Whoever prepared the copy finds it on this page.",
            Done.COPY_ENDED: "Ended. The request and what was decided stay on record.",
            Done.COURT_WRITTEN: "Saved. What is asked for by a day stands in the order of work.",
            Done.FILTER_KEPT: "Kept. You find it here again; nobody else sees it.",
            Done.FILTER_ENDED: "Removed.",
            Done.APPROVED: "Approved. It holds from its day, and every order of work then names it.",
            Done.ENTERED: "Added.",
            Done.TEAMS_ADDED: "Saved.",
            Done.TEAM_CLOSED: "Closed from today. What it was stays on record.",
            Done.PEOPLE_BROUGHT: "The list is brought in.",
            Done.CHANGED: "Saved. It holds from today.",
            Done.LEFT: "Saved. They cannot sign in any more, and cases that they held are in the unallocated queue.",
            Done.FILE_READ: "Read. Nothing is changed yet: look at what was understood, then bring it in.",
            Done.FILE_DATED: "Saved. What will change was worked out anew for that day.",
            Done.PEOPLE_SETTLED: "Saved. The next file with these names will know them.",
            Done.TEAMS_SETTLED: "Saved. The next file with these teams will know them.",
            Done.VALUES_SETTLED: "Saved for your whole organisation, and the file was read again with it.",
            Done.FILE_LEFT: "Left. The file changed nothing; it stays in the list.",
            Done.FILE_UNDONE: "Undone. What the file brought is taken back, and what it changed stands as before.",
            Done.DECIDED: "Decided. It stands on the record, with who decided and why.",
            Done.JUDGED: "Saved. What was judged before stays on record.",
            Done.PLACED: "Placed. Both places are shown, and it lapses by itself.",
            Done.PLACED_WAITS: "Kept. It holds once a supervisor has countersigned; until then the case stays where it is.",
            Done.PLACING_ENDED: "Ended. The case stands again where the order of work has it.",
            Done.COUNTERSIGNED: "Countersigned. The case stands from now on where it was placed.",
            Done.NOT_COUNTERSIGNED: "Not agreed. The case stays where the order of work has it; your reason is on record.",
            Done.PUT_OFF: "Saved. It presses no earlier than its new day. What law or plan asks for stays as it was.",
            Done.PUT_OFF_WAITS: "Kept. It holds once a supervisor has countersigned. Until then it presses as it is due.",
            Done.PUT_OFF_AGREED: "Countersigned. The visit presses from now on by its new day.",
            Done.PUT_OFF_REFUSED: "Not agreed. The visit presses as it is due; your reason is on record.",
            Done.PUT_OFF_ENDED: "Ended. It presses again as it is due.",
            Done.REFERRED: "Taken in. It waits here for a decision, and its clock runs from when it came in.",
            Done.TAKEN: "Taken. You hold it until somebody else does: make sure that the child is safe, then decide.",
            Done.TRIAGED: "Decided. It stands on the record, with who decided and why. Tell the person who referred.",
            Done.CONTACT_TAKEN: "Taken in. Say now what it comes to, or leave it: it waits at the front door till then.",
            Done.CONTACT_WAITS: "Taken in. It waits here until somebody says what it comes to, from when it came in.",
            Done.CONTACT_DECIDED: "Saved. It stands on the record, with who said so and why. Tell whoever made contact.",
            Done.CONTACT_REFERRED: "It is a referral now, with all that was typed. Decide about it, or leave it to wait.",
            Done.CONTACT_AGAIN: "Taken up again. It waits until somebody says what it comes to.",
            Done.TAKEN_IN: "Taken in. It waits on this case until somebody says what it means.",
            Done.DEALT_WITH: "Saved. It waits no more, and your words stand beside it.",
            Done.TAKEN_OUT_OF_HOURS: "Taken, and nobody else is told. Write down on the case what is done.",
            Done.ABSENCE_NOTED: "Saved. Cases that nobody covers show so at once.",
            Done.ABSENCE_ENDED: "Saved. They are here again.",
            Done.REVIEWED_UNHELD: "Saved. It stands on the record, and the clock of the next review runs from now.",
            Done.PASSWORD_SET: "Set. It counts from now on, and you are signed out everywhere else.",
            Done.SESSION_ENDED: "Signed out there.",
            Done.PROVIDER_LINKED: "Done. From now on you can sign in that way too.",
            Done.WAY_IN_ENDED: "Done. They are signed out everywhere, and nothing by which they signed in counts any more.",
            Done.FACTOR_ADDED: "Added. From now on you sign in with your password and a code. Keep these codes for the day "
            "on which your telephone is not at hand.",
            Done.FACTOR_REMOVED: "Removed. Its codes get nobody in any more.",
            Done.CODES_RENEWED: "Made anew. The codes from before count no more.",
            Done.STANDS_IN: "Saved. They may do what the role may do, from the first day to the last.",
            Done.STANDS_IN_NO_MORE: "Ended. They stand in no more.",
            Done.EMERGENCY_OPENED: "You can read this record now. Its worker and supervisor are told, with your reason.",
            Done.EMERGENCY_ENDED: "Ended. The record is out of your reach again.",
            Done.EMERGENCY_REVIEWED: "Saved. Your words stand on the case.",
            Done.CONFIRMED: "Confirmed. The list is kept as it stands here, with all that it was made from.",
            Done.REVIEW_ANSWERED: "Answered. Your answer stands beside the list, and is not changed any more.",
        }[self]


def done(request: HttpRequest) -> tuple[Notice, ...]:
    """What the address says was just done; nothing that we do not know."""
    code = request.GET.get("done", "")
    if code not in set(Done):
        return ()
    return (Notice(f"{Done(code).says}{_place(request)}{_counted(request, Done(code))}", Tone.DONE),)


def counts(**many: int) -> str:
    """How many were added, changed, or the same already, as it stands in the address of the page that follows.

    >>> counts(added=3, changed=0)
    'added=3&changed=0'
    """
    return "&".join(f"{name}={number}" for name, number in many.items())


def _counted(request: HttpRequest, done: Done) -> str:
    """How many it came to, where the address says so."""
    found = {name: int(text) for name in ("added", "changed", "same") if _is_place(text := request.GET.get(name, ""))}
    if done is Done.TEAMS_ADDED and {"added", "same"} <= found.keys():
        number = found["same"]
        twice = f" {number} {'was' if number == 1 else 'were'} written twice, or here already: capital letters do not count."
        return f" Added {_teams(found['added'])}.{twice if number else ''}"
    if done is Done.PEOPLE_BROUGHT and {"added", "changed", "same"} <= found.keys():
        return f" Added {found['added']}, changed {found['changed']}, as before {found['same']}."
    return ""


def _teams(number: int) -> str:
    return f"{number} team{'' if number == 1 else 's'}"


def place_after(before: int, now: int, band: Band) -> str:
    """What a change did to a place, as it stands in the address of the page that follows."""
    return f"before={before}&place={now}&band={band.value}"


def _place(request: HttpRequest) -> str:
    """Where a case stands after a change, and where it stood; nothing where the address says none."""
    before, now, band = (request.GET.get(name, "") for name in ("before", "place", "band"))
    if not (_is_place(before) and _is_place(now) and band in set(Band)):
        return ""
    moved = "as before" if before == now else f"{nth(int(before))} before"
    return f" It stands {nth(int(now))} now, {moved}, in {Band(band).label}."


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6


def nth(number: int) -> str:
    """A place in words.

    >>> [nth(number) for number in (1, 2, 3, 4, 11, 12, 21, 102, 111)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '102nd', '111th']
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
