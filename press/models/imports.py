from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from comms.people.models import UNIT_ROLES, User
from press.models.contacts import Contact


class ImportState(models.TextChoices):
    COLUMNS = "columns", "Colonnes à vérifier"
    ANALYSING = "analysing", "Analyse en cours"
    READY = "ready", "À vérifier"
    RUNNING = "running", "Import en cours"
    DONE = "done", "Terminé"
    FAILED = "failed", "Arrêté"
    CANCELLED = "cancelled", "Abandonné"


#: From → to; a change that isn't here is refused by `move_import`.
IMPORT_MOVES: dict[str, frozenset[str]] = {
    ImportState.COLUMNS: frozenset({ImportState.COLUMNS, ImportState.ANALYSING, ImportState.CANCELLED}),
    ImportState.ANALYSING: frozenset(
        {ImportState.READY, ImportState.COLUMNS, ImportState.FAILED, ImportState.CANCELLED}
    ),
    ImportState.READY: frozenset(
        {ImportState.COLUMNS, ImportState.ANALYSING, ImportState.RUNNING, ImportState.CANCELLED}
    ),
    ImportState.RUNNING: frozenset({ImportState.DONE, ImportState.FAILED}),
    ImportState.FAILED: frozenset({ImportState.RUNNING, ImportState.COLUMNS, ImportState.CANCELLED}),
    ImportState.DONE: frozenset(),
    ImportState.CANCELLED: frozenset(),
}

#: A worker is on it, or should be.
WORKING_STATES = (ImportState.ANALYSING, ImportState.RUNNING)
IMPORT_TONES: dict[str, str] = {
    ImportState.COLUMNS: "waiting",
    ImportState.ANALYSING: "active",
    ImportState.READY: "waiting",
    ImportState.RUNNING: "active",
    ImportState.DONE: "plain",
    ImportState.FAILED: "danger",
    ImportState.CANCELLED: "muted",
}


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The communication unit and the cabinet; nobody else."""
        return self if user.acts_as(*UNIT_ROLES) else self.none()

    def due_for_work(self) -> Self:
        """Asked for and held by no living worker, by the database's clock."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=Now()), state__in=WORKING_STATES)

    def due_for_cleaning(self, before: Any) -> Self:
        """Closed or left alone since then, with the file or the lines still kept."""
        return self.filter(updated_at__lt=before, cleaned_at=None).exclude(state__in=WORKING_STATES)


class ImportRun(models.Model):
    """One file on its way into the directory: read, checked by a person, written by a worker, reported."""

    state = models.CharField(
        "état", max_length=12, choices=ImportState, default=ImportState.COLUMNS, editable=False
    )
    file_name = models.CharField("fichier", max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par"
    )
    created_at = models.DateTimeField("déposé le", auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    launched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="lancé par",
    )  # fmt: skip
    launched_at = models.DateTimeField("lancé le", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    source = models.CharField(
        "origine des coordonnées", max_length=200, blank=True,
        help_text="Notée sur chaque nouvelle fiche : « fichier de la cellule, mars 2026 ».",
    )  # fmt: skip
    encoding = models.CharField("encodage", max_length=20, blank=True)
    separator = models.CharField("séparateur", max_length=5, blank=True)
    header_row = models.PositiveIntegerField("ligne des titres", default=1)
    header = models.JSONField("titres des colonnes", default=list)
    samples = models.JSONField("premières valeurs", default=list)
    columns = models.JSONField("colonnes reconnues", default=dict)  # field → position in the file
    counts = models.JSONField("comptes", default=dict)
    total_rows = models.PositiveIntegerField("lignes", default=0)
    done_rows = models.PositiveIntegerField("lignes traitées", default=0)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    failure = models.CharField("raison de l’arrêt", max_length=300, blank=True)
    cleaned_at = models.DateTimeField("données personnelles retirées le", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=ImportState.FAILED) | ~Q(failure=""), name="failed_import_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Import de {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("press:import", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return IMPORT_TONES[self.state]

    @property
    def is_working(self) -> bool:
        return self.state in WORKING_STATES

    @property
    def journal_label(self) -> str:
        return f"Import n° {self.pk}"  # a file's name may be a person's


class ImportFile(models.Model):
    """The file as it was received, apart from its run so that no list reads it; gone once all is done."""

    run = models.OneToOneField(ImportRun, models.CASCADE, related_name="file")
    content = models.BinaryField()

    class Meta:
        verbose_name = "fichier déposé"

    def __str__(self) -> str:
        return str(self.run)


class RowState(models.TextChoices):
    NEW = "new", "Nouveau"
    CHANGED = "changed", "Modifié"
    SAME = "same", "Identique"
    DUPLICATE = "duplicate", "Doublon"
    FAULTY = "faulty", "En défaut"
    OPPOSED = "opposed", "En opposition"
    EMPTY = "empty", "Vide"


ROW_TONES: dict[str, str] = {
    RowState.NEW: "good",
    RowState.CHANGED: "active",
    RowState.SAME: "plain",
    RowState.DUPLICATE: "waiting",
    RowState.FAULTY: "danger",
    RowState.OPPOSED: "warning",
    RowState.EMPTY: "muted",
}

#: What the worker writes; the others leave the directory as it is.
WRITTEN_STATES = (RowState.NEW, RowState.CHANGED, RowState.DUPLICATE)


class DuplicateKind(models.TextChoices):
    ADDRESS = "address", "même adresse"
    NAME_AND_MEDIA = "name", "même nom et même média"


class RowDecision(models.TextChoices):
    """What a person chose for a line; undecided, an address is merged and a namesake stays apart."""

    UNDECIDED = "", "À choisir"
    MERGE = "merge", "Fusionner"
    SEPARATE = "separate", "Garder deux fiches"
    SKIP = "skip", "Ne pas importer"


class RowResult(models.TextChoices):
    """What the worker did with a line."""

    CREATED = "created", "Fiche créée"
    UPDATED = "updated", "Fiche complétée"
    SAME = "same", "Déjà à jour"
    LEFT = "left", "Laissée de côté"


class ImportRowQuerySet(models.QuerySet):
    def to_write(self) -> Self:
        return self.filter(state__in=WRITTEN_STATES, done_at=None)

    def faulty(self) -> Self:
        return self.filter(state=RowState.FAULTY)


class ImportRow(models.Model):
    """One line of the file: its cells as read, what they mean, and what becomes of them.

    `number` is the line as a spreadsheet counts it, `file_line` as a text editor does: they part company
    after a cell that holds a line break.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("ligne")
    file_line = models.PositiveIntegerField("ligne du fichier texte")
    cells = models.JSONField(default=list)
    corrections = models.JSONField(default=dict, blank=True)  # position of the column → what a person typed
    values = models.JSONField(default=dict)  # field → cleaned value
    state = models.CharField("état", max_length=10, choices=RowState)
    faults = models.JSONField(default=list, blank=True)  # [{"field", "reason"}]
    notices = models.JSONField(default=list, blank=True)  # what was understood otherwise than written
    changes = models.JSONField(default=list, blank=True)  # [{"field", "before", "after"}]
    duplicate_kind = models.CharField(max_length=10, choices=DuplicateKind, blank=True)
    duplicate_of = models.PositiveIntegerField(null=True, blank=True)  # number of the earlier line
    decision = models.CharField(
        "choix", max_length=10, choices=RowDecision, blank=True, default=RowDecision.UNDECIDED
    )
    choices = models.JSONField(default=dict, blank=True)  # field → "row" or "kept"
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="fiche"
    )
    result = models.CharField("résultat", max_length=10, choices=RowResult, blank=True)
    outcome = models.CharField("suite", max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’import"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_line_is_read_once"),
            models.CheckConstraint(
                condition=~Q(state=RowState.FAULTY) | ~Q(faults=[]), name="faulty_line_says_why"
            ),
        ]
        indexes = [models.Index(fields=["run", "state", "number"], name="import_rows_by_state")]

    def __str__(self) -> str:
        return f"Ligne {self.number}"

    @property
    def state_tone(self) -> str:
        return ROW_TONES[self.state]

    @property
    def person(self) -> str:
        """Who the line speaks of, as far as it could be read."""
        return f"{self.values.get('first_name', '')} {self.values.get('last_name', '')}".strip()
