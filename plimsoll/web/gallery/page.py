"""What the pages of the gallery hold."""

from dataclasses import dataclass

from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Table
from plimsoll.web.pictures import Drawing, LoadLine, draw


@dataclass(frozen=True)
class Colleague:
    """One line of many load lines; `unshown` says why there is no picture."""

    name: str
    href: str
    cases: str
    load: Drawing | None
    unshown: str = ""
    facts: tuple[str, ...] = ()
    parts: Table | None = None


@dataclass(frozen=True)
class Components(Page):
    """All components; the form is there twice, fresh and with faults."""

    form: Form
    faulty: Form
    colleagues: tuple[Colleague, ...]

    def draw(self, load: LoadLine) -> Drawing:
        """A load as it is drawn."""
        return draw(load)


@dataclass(frozen=True)
class Work(Page):
    """A caseload in one state: work, empty, failed, stale or loading; or a form with faults."""

    state: str
    load: LoadLine
    form: Form

    @property
    def drawing(self) -> Drawing:
        """The load as it is drawn."""
        return draw(self.load)
