from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from comms.calendar.working_days import local_today
from comms.people.models import User
from desk.demo import load_demo


class Command(BaseCommand):
    help = "Remplit une base vide avec les données de démonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Réservé à la démonstration (DEMO=1).")
        if User.objects.exists():
            self.stdout.write("La base contient déjà des personnes : rien n’est ajouté.")
        else:
            load_demo(local_today())
        call_command("demo_logins", stdout=self.stdout)
