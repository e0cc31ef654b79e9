from django.db import models
from django.urls import reverse

from comms.approvals.models import Approvable
from comms.people.models import Role


class Poster(Approvable):
    """What the tests have approved: a title, a rich text and attachments."""

    approval_kind = "tests.poster"
    approval_label = "Affiche"
    approval_default_steps = (Role.HEAD, Role.CABINET)
    approval_preview_template = "approvals_subject/preview.html"
    approval_fields = {
        "title": "Titre",
        "body": "Texte",
        "embargo": "Embargo",
        "attachments": "Pièces jointes",
        "attachments.alt": "Texte de remplacement",
    }

    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    is_gone = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default="draft")  # the last approval state it was told

    def __str__(self) -> str:
        return f"« {self.title} »"

    def get_absolute_url(self) -> str:
        return reverse("approvals:queue")

    @classmethod
    def approval_live(cls):
        return cls.objects.filter(is_gone=False)

    def approvable_content(self):
        return {"title": self.title, "body": self.body, "attachments": self.attachments}

    def approval_changed(self, approval):
        type(self).objects.filter(pk=self.pk).update(state=approval.state)
