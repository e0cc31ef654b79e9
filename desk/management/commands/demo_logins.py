from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from comms.people.models import User
from desk.demo import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "Montre les comptes de démonstration et leur mot de passe."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Réservé à la démonstration (DEMO=1).")
        known = set(User.objects.active().values_list("email", flat=True))
        for person in PEOPLE:
            if person.email in known:
                self.stdout.write(f"  {person.email:32} {person.role.label}")
        self.stdout.write(f"  mot de passe pour tous : {PASSWORD}")
