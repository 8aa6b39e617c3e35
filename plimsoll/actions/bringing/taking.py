"""A row that waited is written, once somebody has said whose it is."""

from datetime import datetime
from uuid import UUID

from plimsoll.actions.bringing import turn
from plimsoll.actions.bringing.applying import write
from plimsoll.actions.bringing.on_record import hold
from plimsoll.actions.bringing.people import Teams
from plimsoll.actions.bringing.restricting import restrict_alike
from plimsoll.actions.bringing.staging import kept_row, make_plan
from plimsoll.actions.cases import Refused
from plimsoll.actions.workload import weigh
from plimsoll.core.access import Viewer
from plimsoll.core.terms import EventKind, Layout
from plimsoll.formats.told import Told
from plimsoll.queries.matching import Names
from plimsoll.records.context import acting
from plimsoll.records.models.exchange import Import, ImportFile, ImportMatter
from plimsoll.records.models.families import Child


def take_row(matter: ImportMatter, *, by: Viewer, at: datetime) -> None:
    """Writes the row of the file that a matter is about on the child of its case, as the file would have; the product acts,
    for the file. What else the row asks waits like the rest of the file. Raises Refused where it cannot be."""
    org, file = by.org, Import.objects.get(org_id=by.org, pk=matter.of_id)
    if not turn.try_take(org):
        raise Refused(
            {"matter": "A file is being applied or undone just now. Wait until that has ended, and try again."}
        )
    with acting(org, None, "a row of a file was taken for the same child", importing=file.pk):
        kept = ImportFile.objects.get(org_id=org, of_id=file.pk).understood["held"][matter.child_reference]
        told = Told(
            Layout(file.layout), file.facts_on, (kept_row(kept),), (), (), frozenset(map(EventKind, file.carries)), ()
        )
        names, teams = Names(org, told.layout, told.facts_on), Teams(org, told.layout, told.facts_on, make=True)
        hold(org, [matter.child_reference])
        whose = {matter.child_reference: _child(matter)}
        plan = make_plan(told, org=org, import_id=file.pk, at=at, names=names, teams=teams, settled=whose)
        written = plan.row(told.children[0])
        written.superseded = [old for old in written.superseded if old != matter.pk]
        write(written, file.pk)
        restrict_alike(org, written.cases, written.allocations, by=by.worker, at=at)
        weigh(org, plan.came.to_weigh, at)


def _child(matter: ImportMatter) -> UUID:
    """Who the row is of: the child of the case, or of the reference where there is none."""
    owner = Child.objects.filter(org_id=matter.org_id, reference=matter.child_reference).first()
    child: UUID | None = matter.case.child_id if matter.case else owner.pk if owner else None
    if child is None or (owner is not None and owner.pk != child):
        said = "is another child's own reference here" if owner else "is nobody's reference here any more"
        raise Refused(
            {
                "matter": f"The row cannot be taken for this case: {matter.child_reference} {said}. Say that it is another "
                "child, and put the reference right here or in the other system."
            }
        )
    return child
