"""What comes from outside: files, what they say, what they leave to decide."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from plimsoll.core.terms import About, EventKind, ImportState, Layout, Matter, MeaningKind
from plimsoll.records.tenancy import CODE_LENGTH, Code, Tenant, Within, both_or_neither, in_order, said, within

# What such a file said and wrote holds.
IN_FORCE = (ImportState.APPLIED, ImportState.UNDOING)
_NOT_READ = [state.value for state in (ImportState.READING, ImportState.UNREADABLE, ImportState.LEFT)]
_UNDONE = [state.value for state in (ImportState.UNDOING, ImportState.UNDONE)]
_FAILED = [state.value for state in (ImportState.UNREADABLE, ImportState.FAILED)]


class Import(Tenant):
    """A file that somebody brought in: kept, read and staged, then applied after a look, or left; nothing changes before."""

    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    layout = Code(Layout, null=True)  # nothing: it was not read yet, or cannot be
    facts_on = models.DateField(null=True)  # the day of which it speaks; nothing: nobody said, and it was not read yet
    carries = ArrayField(models.CharField(max_length=CODE_LENGTH), default=list)  # kinds of event it can tell of
    state = Code(ImportState, default=ImportState.STAGED)
    children = models.IntegerField(default=0)
    open = models.IntegerField(default=0)  # how many of these have open work
    leave_unknown = models.BooleanField(
        default=False
    )  # values that stand for nothing we know are left empty on purpose
    staged_at = models.DateTimeField()
    staged_by = Within("records.Worker", null=True)  # nobody: it lay in the watched folder
    started_at = models.DateTimeField(null=True)
    started_by = Within("records.Worker", null=True)  # who had it applied
    done = models.IntegerField(default=0)  # children applied so far
    total = models.IntegerField(default=0)
    failed = models.CharField(max_length=500, blank=True)  # why it could not be read, applied or undone, in a sentence
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)  # or, as long as it is being undone, when that was asked for
    undone_by = Within("records.Worker", null=True)
    undone_why = models.CharField(max_length=500, null=True)
    left_at = models.DateTimeField(null=True)
    left_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("import_file_name_said", "file_name"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="import_digest_is_sha256"),
            both_or_neither("import_started_at_and_by", "started_at", "started_by"),
            both_or_neither("import_undone_at_by_and_why", "undone_at", "undone_by", "undone_why"),
            both_or_neither("import_left_at_and_by", "left_at", "left_by"),
            in_order("import_staged_before_applied", "staged_at", "applied_at", may_touch=True),
            models.CheckConstraint(
                condition=Q(carries__contained_by=[word.value for word in EventKind]), name="import_carries_codes"
            ),
            within("import_done_not_below_0", "done", 0, 100_000_000),
            models.CheckConstraint(
                condition=Q(state__in=_NOT_READ) | Q(layout__isnull=False, facts_on__isnull=False),
                name="import_known_once_read",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_UNDONE, undone_at__isnull=False)
                | (~Q(state__in=_UNDONE) & Q(undone_at__isnull=True)),
                name="import_undone_or_not",
            ),
            models.CheckConstraint(condition=~Q(state__in=_FAILED, failed=""), name="import_failed_says_why"),
        ]


class ImportFile(Tenant):
    """What a file held, and what was understood of it, nothing before it was read; apart, so that no list of files loads
    it."""

    of = Within("records.Import")
    content = models.BinaryField()
    understood = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "of"], name="importfile_one_per_import")]


class Statement(Tenant):
    """One thing that a file says of a child and the file before it did not: a key and a value, or that it says so no longer.
    A row is never changed. In force is the latest of a key among files that were applied and not undone."""

    of = Within("records.Import")
    child_reference = models.CharField(max_length=100)
    about = Code(About)
    name = models.CharField(max_length=100)
    which = models.CharField(max_length=200, blank=True)
    nth = models.SmallIntegerField(default=0)
    value = models.TextField(null=True)  # nothing: it is no longer said

    class Meta:
        constraints = [
            said("statement_child_reference_said", "child_reference"),
            said("statement_name_said", "name"),
            models.UniqueConstraint(
                fields=["org", "of", "child_reference", "about", "name", "which", "nth"],
                name="statement_once_per_import",
            ),
        ]


class ImportMatter(Tenant):
    """Something that a file leaves for a person to decide; open until they do, until a later file says otherwise, or until
    the file is undone."""

    of = Within("records.Import")
    case = Within("records.Case", null=True)  # none: the child has no case here
    child_reference = models.CharField(max_length=100)
    matter = Code(Matter)
    about = Code(About, null=True)  # nothing: it is about the whole case
    name = models.CharField(max_length=100, blank=True)
    which = models.CharField(max_length=200, blank=True)  # of a case that is closed in the file, the day, if it says so
    nth = models.SmallIntegerField(default=0)
    here = models.TextField(blank=True)  # codes and days as in a statement
    there = models.TextField(blank=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = Within("records.Worker", null=True)
    taken = models.BooleanField(null=True)  # as the file says; else it stays as it is
    why = models.CharField(max_length=500, null=True)
    superseded_by = Within("records.Import", null=True)  # a later file, by which there is nothing left to decide

    class Meta:
        constraints = [
            said("importmatter_child_reference_said", "child_reference"),
            both_or_neither("importmatter_decided", "decided_at", "decided_by", "taken", "why"),
            in_order("importmatter_made_before_decided", "made_at", "decided_at", may_touch=True),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(superseded_by__isnull=True),
                name="importmatter_decided_or_superseded",
            ),
        ]


class Meaning(Tenant):
    """What a text found in files of a layout stands for in an organisation: the code of a value, a person, or a team; true
    until it is settled otherwise."""

    layout = Code(Layout)
    kind = Code(MeaningKind)
    column = models.CharField(max_length=100, blank=True)  # none for a person or a team
    found = models.CharField(max_length=400)  # in lower case; of a team without marks
    means = models.CharField(max_length=100, blank=True)  # code of a value; ADD or NOBODY for a name of nothing here
    worker = Within("records.Worker", null=True)
    team = Within("records.Team", null=True)
    settled_by = Within("records.Worker", null=True)  # nobody: it was settled on the command line
    settled_at = models.DateTimeField()

    class Meta:
        constraints = [
            said("meaning_found_said", "found"),
            models.UniqueConstraint(fields=["org", "layout", "kind", "column", "found"], name="meaning_one_per_text"),
            models.CheckConstraint(
                condition=~Q(means="") | Q(worker__isnull=False) | Q(team__isnull=False), name="meaning_means_something"
            ),
        ]
