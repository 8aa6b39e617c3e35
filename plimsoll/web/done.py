"""What was just done, said once on the page that follows."""

from enum import StrEnum

from django.http import HttpRequest

from plimsoll.web.parts import Notice, Tone


class Done(StrEnum):
    """Something that was done. The code stands in the address of the page that follows, so it names nobody."""

    WRITTEN = "written"
    ALLOCATED = "allocated"
    RESTRICTED = "restricted"
    LIFTED = "lifted"
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
    FILE_READ = "file-read"
    FILE_DATED = "file-dated"
    PEOPLE_SETTLED = "people-settled"
    VALUES_SETTLED = "values-settled"
    FILE_LEFT = "file-left"
    FILE_UNDONE = "file-undone"
    DECIDED = "decided"

    @property
    def says(self) -> str:
        """What was done, in a sentence."""
        return {
            Done.WRITTEN: "Saved. It stands on the record.",
            Done.ALLOCATED: "Allocated. Whoever holds the case now finds it in their caseload.",
            Done.RESTRICTED: "Restricted. The case is there for the people named on it, and for nobody else.",
            Done.LIFTED: "Lifted. The case is there again for everyone who may see it.",
            Done.CLOSED: "Closed. Nobody holds the case any more; its record stays.",
            Done.ADDED: "On record. It stands in the order of work from now on.",
            Done.DONE_THERE: "Noted. It counts as done until the next file of the other system is brought in.",
            Done.SETTLED: "Settled. It holds from today; what held before stands in the history.",
            Done.DRAFTED: "Saved as a draft. Nothing is changed for anybody yet: rehearse it next.",
            Done.DRAFT_LEFT: "Left. It changed nothing; it stays in the list.",
            Done.APPROVED: "Approved. It holds from its day, and every order of work then names it.",
            Done.ENTERED: "Added.",
            Done.CHANGED: "Saved. It holds from today.",
            Done.LEFT: "Saved. They cannot sign in any more, and cases that they held are in the unallocated queue.",
            Done.FILE_READ: "Read. Nothing is changed yet: look at what was understood, then bring it in.",
            Done.FILE_DATED: "Saved. What will change was worked out anew for that day.",
            Done.PEOPLE_SETTLED: "Saved. The next file with these names will know them.",
            Done.VALUES_SETTLED: "Saved for your whole organisation, and the file was read again with it.",
            Done.FILE_LEFT: "Left. The file changed nothing; it stays in the list.",
            Done.FILE_UNDONE: "Undone. What the file brought is taken back, and what it changed stands as before.",
            Done.DECIDED: "Decided. It stands on the record, with who decided and why.",
        }[self]


def done(request: HttpRequest) -> tuple[Notice, ...]:
    """What the address says was just done; nothing that we do not know."""
    code = request.GET.get("done", "")
    return (Notice(Done(code).says, Tone.DONE),) if code in set(Done) else ()
