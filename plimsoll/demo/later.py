"""The same town a month later: its lists moved on, row by row. Every share here is invented.

Children stay who they are, and what began keeps its day. Visits and reviews are made when they come round, assessments
end, plans begin and end, care ends, cases close, families come in, and a worker leaves.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from plimsoll.demo import codes
from plimsoll.demo.calendar_days import CalendarDays, months_before, years_at
from plimsoll.demo.care import leaver_course
from plimsoll.demo.columns import (
    NO,
    STATUS_ASSESSMENT,
    STATUS_CARE,
    STATUS_CLOSED,
    STATUS_NEED,
    STATUS_PROTECTION,
    YES,
    place,
    yes_no,
)
from plimsoll.demo.draws import Draws
from plimsoll.demo.lists import Lists, Row
from plimsoll.demo.staff import Role

ABOUT = 5  # cells that begin lists 1 to 9: number, gender, ethnicity, birth, age
GENDER, BIRTH, AGE = 1, 3, 4
TEAM, WORKER = -2, -1  # of lists 3 to 8
STATUS = place(6, "Case Status")
REASON = place(6, "Reason for Closure")
SEEN = {
    6: place(6, "Date Child Was Last Seen"),
    7: place(7, "Date of the Last Statutory Visit"),
    8: place(8, "Date of Last Social Work Visit"),
}
START = {
    4: place(4, "Continuous Assessment Start Date"),
    7: place(7, "Child Protection Plan Start Date"),
    8: place(8, "Date Started to be Looked After"),
}
END = {
    2: place(2, "Assessment completion date"),
    4: place(4, "Continuous Assessment Date of Authorisation"),
    5: place(5, "Date of Initial Child Protection Conference"),
    6: place(6, "CIN Closure Date"),
    7: place(7, "Child Protection Plan End Date"),
    8: place(8, "Date Ceased to be Looked After"),
}
# By which days a row of the lists that look back six months stays on them.
WINDOW = {
    1: (place(1, "Date of Contact"),),
    2: (place(2, "Assessment start date"), END[2]),
    3: (place(3, "Date of referral"),),
    4: (START[4], END[4]),
    5: (place(5, "Strategy discussion initiating Section 47 Enquiry Start Date"), END[5]),
}
REVIEW = {7: place(7, "Date of latest review conference"), 8: place(8, "Date of Latest Statutory Review")}
ADVISER = place(9, "Allocated Personal Advisor")
PATHWAY, CONTACT = place(9, "Latest Pathway Plan Review Date"), place(9, "Latest Date of Contact")

VISIT_DAYS = {STATUS_CARE: 42, STATUS_PROTECTION: 12, STATUS_NEED: 28, STATUS_ASSESSMENT: 20}
VISITED_SHARE, REVIEWED_SHARE, CONTACT_SHARE = 0.94, 0.92, 0.6
ASSESSMENT_DAYS = (30, 64)
NEED_SHARE = 0.66  # of the assessments that end
CLOSED_SHARE, PLAN_SHARE, PLAN_ENDED_SHARE, CARE_ENDED_SHARE = 0.11, 0.015, 0.06, 0.015
MOVED_SHARE = 0.03  # of the placements
NO_CONFERENCE_SHARE, PLAN_AFTER_CONFERENCE_SHARE = 0.6, 0.5  # of the enquiries; of the conferences
ALLOCATED_SHARE = 0.7  # of the children who waited for a worker
CHILDREN_PER_LEAVER = 300  # one worker leaves for so many open children, and always one
CHILDREN_PER_LOST = 400  # one family's record is moved or merged away, so that its rows are gone, and always one
CLOSED_AFTER_ASSESSMENT = "RC9 - Case closed after assessment, referred to early help"


def month_on(lists: Lists, start: date, days: CalendarDays, arrived: Lists, draws: Draws) -> Lists:
    """The lists at the end of a month.

    Parameters
    ----------
    lists : as on the day `start`; they are changed. days : of the new reporting day. arrived : the lists of another town
    on that day: whoever was first referred there since `start` comes in here.
    """
    month = _Month(lists.rows, start, days, draws)
    month.grow_older()
    month.decide_enquiries()
    for child, row in month.open_children():
        month.see(child, row)
        match row[STATUS]:
            case status if status == STATUS_ASSESSMENT:
                month.assess(child, row)
            case status if status == STATUS_NEED:
                month.close_or_protect(child, row)
            case status if status == STATUS_PROTECTION:
                month.end_plan(child, row)
            case _:
                month.care_for(child, row)
    month.keep_in_touch()
    month.change_workers()
    month.forget()
    month.lose()
    month.let_in(arrived.rows)
    return Lists(month.rows, month.placed())


class _Month:
    """The rows of a town while a month passes over them."""

    def __init__(self, rows: dict[int, list[Row]], start: date, days: CalendarDays, draws: Draws) -> None:
        self.rows, self._start, self._days, self._draws = rows, start, days, draws
        self._end = days.as_at
        self._by_child: dict[int, dict[str, Row]] = {}
        for number in (4, 7, 8):
            is_open = [row for row in rows[number] if row[END[number]] is None]
            self._by_child[number] = {str(row[0]): row for row in is_open}

    def open_children(self) -> list[tuple[str, Row]]:
        """Each open child of list 6 with its row."""
        return [(str(row[0]), row) for row in self.rows[6] if row[STATUS] != STATUS_CLOSED]

    def _open(self, number: int, child: str) -> Row | None:
        return self._by_child[number].get(child)

    def _day(self) -> date:
        """A working day of the month."""
        length = (self._end - self._start).days
        return max(self._days.back(self._end - timedelta(self._draws.between(0, length - 1)), 0), self._start)

    def grow_older(self) -> None:
        """Ages as on the new day; who was expected is born."""
        for number in range(1, 10):
            for row in self.rows[number]:
                birth = row[BIRTH]
                if isinstance(birth, date) and birth <= self._end:
                    if row[AGE] == -1:
                        row[GENDER] = codes.GENDER.at(0.25 if birth.day % 2 else 0.75)
                    row[AGE] = years_at(birth, self._end)

    def see(self, child: str, row: Row) -> None:
        """A visit, if one came round and was made: on all lists that tell of it."""
        seen, draws = row[SEEN[6]], self._draws
        every = VISIT_DAYS[str(row[STATUS])]
        due = seen + timedelta(every) if isinstance(seen, date) else self._start
        if row[AGE] == -1 or due > self._end or not draws.chance(VISITED_SHARE):
            return
        visit = max(self._days.back(self._end - timedelta(draws.between(0, every - 5)), 0), self._start)
        row[SEEN[6]] = visit
        for number in (7, 8):
            open_row = self._open(number, child)
            if open_row:
                open_row[SEEN[number]] = visit

    def assess(self, child: str, row: Row) -> None:
        """An open assessment ends when its time has come: with a plan in need, or without."""
        assessment = self._open(4, child)
        if assessment is None:
            return
        began = assessment[START[4]]
        ended = self._days.back(began + timedelta(self._draws.between(*ASSESSMENT_DAYS)), 0)  # type: ignore[operator]
        if not self._start < ended <= self._end:
            return
        in_need = self._draws.chance(NEED_SHARE)
        assessment[END[4]], assessment[END[4] + 1] = ended, yes_no(in_need)
        assessment[END[4] - 1] = YES
        if not in_need:
            self._close(row, ended, CLOSED_AFTER_ASSESSMENT)
            return
        row[STATUS] = STATUS_NEED
        self._hand_over(child, Role.LOCALITY)

    def close_or_protect(self, child: str, row: Row) -> None:
        """Some plans in need end, and a few children come onto a protection plan."""
        if self._open(4, child) or self._open(7, child) or self._open(8, child):
            return
        if self._draws.chance(CLOSED_SHARE):
            self._close(row, self._day(), self._draws.of(codes.CLOSURE))
        elif self._draws.chance(PLAN_SHARE) and row[AGE] != -1 and not self._had_plan(child):
            began = self._day()
            talked = self._days.back(began, 10)
            self.rows[5].append([*row[: ABOUT + 1], talked, NO, began, YES, 1, 1, row[TEAM], row[WORKER]])
            self._protect(row, began)

    def _protect(self, row: Row, began: date) -> None:
        """A protection plan begins, as list 7 tells of it."""
        abuse = self._draws.of(codes.ABUSE)
        row[STATUS] = STATUS_PROTECTION
        row[SEEN[6]] = max(began, row[SEEN[6]] or began)  # type: ignore[type-var]
        plan = [*row[: ABOUT + 1], began, abuse, abuse, row[SEEN[6]], YES, None, None, NO, 0, row[TEAM], row[WORKER]]
        self.rows[7].append(plan)
        self._by_child[7][str(row[0])] = plan

    def decide_enquiries(self) -> None:
        """Enquiries that were open at the start of the month: no conference is needed, or one is held."""
        children = dict(self.open_children())
        for enquiry in self.rows[5]:
            unnecessary, conference = END[5] - 1, END[5]
            if enquiry[conference] is not None or enquiry[unnecessary] == YES:
                continue
            if enquiry[unnecessary] is None and self._draws.chance(NO_CONFERENCE_SHARE):
                enquiry[unnecessary] = YES
                continue
            child, held = str(enquiry[0]), self._day()
            row = children.get(child)
            free = row is not None and row[STATUS] in (STATUS_ASSESSMENT, STATUS_NEED) and not self._had_plan(child)
            planned = free and self._draws.chance(PLAN_AFTER_CONFERENCE_SHARE)
            enquiry[unnecessary], enquiry[conference], enquiry[conference + 1] = NO, held, yes_no(planned)
            enquiry[-3] = int(str(enquiry[-3])) + 1
            if planned and row:
                self._protect(row, held)

    def _had_plan(self, child: str) -> bool:
        """Whether list 7 has a row of the child already: it takes one alone."""
        return any(str(row[0]) == child for row in self.rows[7])

    def end_plan(self, child: str, row: Row) -> None:
        """Reviews of a protection plan, of which some end it."""
        plan = self._open(7, child)
        if plan is None:
            return
        self._review(plan, 7, first=84, later=168)
        if self._draws.chance(PLAN_ENDED_SHARE):
            plan[END[7]] = plan[REVIEW[7]] = max(self._day(), plan[SEEN[7]] or self._start)  # type: ignore[type-var]
            row[STATUS] = STATUS_NEED

    def care_for(self, child: str, row: Row) -> None:
        """Reviews, moves, the end of care at 18 and before."""
        care = self._open(8, child)
        plan = self._open(7, child)
        if plan:
            self._review(plan, 7, first=84, later=168)
        if care is None:
            return
        self._review(care, 8, first=20, later=168)
        adult = months_before(care[BIRTH], -12 * 18) if isinstance(care[BIRTH], date) else None
        if adult and adult <= self._end:
            self._turn_adult(row, care, plan, max(adult, self._start))
        elif plan is None and self._draws.chance(CARE_ENDED_SHARE):
            ended = self._day()
            care[END[8]], care[END[8] + 1] = ended, codes.ENDED_HOME
            self._seen_by(care, 8, ended)
            row[STATUS] = STATUS_NEED
        elif self._draws.chance(MOVED_SHARE):
            care[END[8] - 1] = int(str(care[END[8] - 1])) + 1
            care[END[8] + 2] = self._day()

    def _turn_adult(self, row: Row, care: Row, plan: Row | None, day: date) -> None:
        """Care ends at 18, and a plan with it; an adviser takes over."""
        care[END[8]], care[END[8] + 1] = day, self._draws.of(codes.ENDED_ADULT)
        self._seen_by(care, 8, day)
        if plan:
            plan[END[7]] = day
            self._seen_by(plan, 7, day)
        self.rows[6].remove(row)
        team, adviser = self._draws.one_of([(known[ABOUT + 2], known[ADVISER]) for known in self.rows[9]])
        held = [care[ABOUT], care[ABOUT + 1], team, adviser, adviser]
        self.rows[9].append([*care[:ABOUT], *held, *leaver_course(18, self._draws, self._days)])

    @staticmethod
    def _seen_by(row: Row, number: int, end: date) -> None:
        """No visit after the end."""
        seen = row[SEEN[number]]
        if isinstance(seen, date) and seen > end:
            row[SEEN[number]] = end

    def _review(self, row: Row, number: int, *, first: int, later: int) -> None:
        held, began = row[REVIEW[number]], row[START[number]]
        due = held + timedelta(later) if isinstance(held, date) else began + timedelta(first)  # type: ignore[operator]
        if due <= self._end and self._draws.chance(REVIEWED_SHARE):
            row[REVIEW[number]] = self._days.back(max(due, self._start + timedelta(1)), 0)

    def _close(self, row: Row, day: date, reason: str) -> None:
        row[END[6]], row[REASON], row[STATUS] = day, reason, STATUS_CLOSED
        self._seen_by(row, 6, day)

    def _hand_over(self, child: str, role: Role) -> None:
        """Another team takes the child, where there is one for its work."""
        posts = self._posts(role)
        if posts:
            self._give(child, *self._draws.one_of(posts))

    def _posts(self, role: Role) -> list[tuple[str, str]]:
        """Team and name of everyone who holds open children in teams for a kind of work."""
        held = {(str(row[TEAM]), str(row[WORKER])) for _, row in self.open_children() if row[TEAM] and row[WORKER]}
        return sorted(post for post in held if role.value in post[0])

    def _give(self, child: str, team: str, worker: str) -> None:
        """Team and worker on every row that tells who holds the child now."""
        for number in (4, 5, 6, 7, 8):
            for row in self.rows[number]:
                if str(row[0]) == child and row[END[number]] is None:
                    row[TEAM], row[WORKER] = team, worker

    def keep_in_touch(self) -> None:
        """Contacts and pathway reviews of care leavers."""
        for row in self.rows[9]:
            if row[ABOUT + 6] and self._draws.chance(CONTACT_SHARE):
                row[CONTACT] = max(self._day(), row[CONTACT] or self._start)  # type: ignore[type-var]
            reviewed = row[PATHWAY]
            if isinstance(reviewed, date) and reviewed + timedelta(180) <= self._end:
                row[PATHWAY] = self._days.back(max(reviewed + timedelta(180), self._start + timedelta(1)), 0)

    def change_workers(self) -> None:
        """Whoever waited gets a worker of the team, mostly; a worker leaves, and colleagues take over."""
        children = self.open_children()
        everyone = sorted({(str(row[TEAM]), str(row[WORKER])) for _, row in children if row[TEAM] and row[WORKER]})
        for child, row in children:
            mates = [post for post in everyone if post[0] == row[TEAM]]
            if row[WORKER] is None and mates and self._draws.chance(ALLOCATED_SHARE):
                self._give(child, *self._draws.one_of(mates))
        for _ in range(max(1, round(len(children) / CHILDREN_PER_LEAVER))):
            team, leaver = self._draws.one_of(everyone)
            mates = [post for post in everyone if post[0] == team and post[1] != leaver]
            for child, row in children if mates else []:
                if (row[TEAM], row[WORKER]) == (team, leaver):
                    self._give(child, *self._draws.one_of(mates))

    def forget(self) -> None:
        """Rows leave the lists six months after they ended."""
        for number, places in WINDOW.items():
            still = END[number] if number in (4, 5) else None
            self.rows[number] = [
                row
                for row in self.rows[number]
                if (still and row[still] is None and number == 4) or any(self._recent(row[at]) for at in places)
            ]
        for number in (6, 7, 8):
            self.rows[number] = [
                row for row in self.rows[number] if row[END[number]] is None or self._recent(row[END[number]])
            ]

    def lose(self) -> None:
        """Children whose record is nowhere in the new workbook, although nothing said that their case was closed."""
        children = [child for child, row in self.open_children() if row[STATUS] == STATUS_NEED]
        lost = {self._draws.one_of(children) for _ in range(max(1, len(children) // CHILDREN_PER_LOST)) if children}
        for number in range(1, 10):
            self.rows[number] = [row for row in self.rows[number] if str(row[0]) not in lost]

    def _recent(self, cell: object) -> bool:
        return isinstance(cell, date) and self._days.in_window(cell)

    def let_in(self, arrived: dict[int, list[Row]]) -> None:
        """Families first referred since the month began, with all their rows, to the teams of this town."""
        known = {str(row[0]) for rows in self.rows.values() for row in rows}
        began = {str(row[0]): row[WINDOW[3][0]] for row in reversed(arrived[3])}
        earlier = {str(row[0]) for number in (7, 8) for row in arrived[number] if self._before(row[START[number]])}
        new = {child for child, day in began.items() if not self._before(day)} - known - earlier
        for number in range(3, 9):
            for row in arrived[number]:
                if str(row[0]) in new:
                    self.rows[number].append(self._to_our_teams(row))
        for number in (1, 2):
            at = WINDOW[number][0]
            rows = arrived[number]
            self.rows[number] += [row for row in rows if not self._before(row[at]) and str(row[0]) not in known]

    def _before(self, cell: object) -> bool:
        return not isinstance(cell, date) or cell <= self._start

    def _to_our_teams(self, row: Row) -> Row:
        """The same kind of team here, and one of its people."""
        role = next((role for role in Role if role.value in str(row[TEAM])), None)
        if role is None or row[WORKER] is None:
            return row
        posts = self._posts_of_all(role)
        if posts:
            row[TEAM], row[WORKER] = posts[sum(map(ord, str(row[WORKER]))) % len(posts)]
        return row

    def _posts_of_all(self, role: Role) -> list[tuple[str, str]]:
        return sorted({post for post in self._everyone() if role.value in post[0]})

    def _everyone(self) -> Iterator[tuple[str, str]]:
        for number in (3, 4, 6):
            for row in self.rows[number]:
                if row[TEAM] and row[WORKER]:
                    yield str(row[TEAM]), str(row[WORKER])

    def placed(self) -> dict[str, str]:
        """Who holds each open child and care leaver, '' where nobody does."""
        found = {child: str(row[WORKER] or "") for child, row in self.open_children()}
        return found | {str(row[0]): str(row[ADVISER] or row[ABOUT + 3] or "") for row in self.rows[9]}
