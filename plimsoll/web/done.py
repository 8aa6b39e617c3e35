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
