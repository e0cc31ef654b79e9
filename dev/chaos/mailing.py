"""The mailing that goes through chaos, and who looks at what remains."""

from comms.outbox.actions import create_mailing
from comms.outbox.content import MailContent, Recipient
from comms.outbox.models import Mailing
from comms.people.models import Role, RoleAssignment, User

CONTENT = MailContent(
    subject="Travaux de nuit au pont des Français",
    text="Bonjour [[salutation]],\n\n" + "La circulation sera alternée de 20 h à 5 h.\n" * 60,
    html="<p>Bonjour [[salutation]],</p>" + "<p>La circulation sera alternée de 20 h à 5 h.</p>" * 60,
    unsubscribe=True,
)


def launch(count: int) -> Mailing:
    recipients = [
        Recipient(
            f"destinataire-{number:05}@media{number % 9}.example.org",
            f"Destinataire {number}",
            {
                "salutation": f"Madame, Monsieur {number}",
                "unsubscribe_url": f"https://example.org/presse/desinscription/{number}",
            },
        )
        for number in range(count)
    ]
    return create_mailing(
        title="Chaos", content=CONTENT, recipients=recipients, scope="press", created_by=viewer()
    )


def viewer() -> User:
    """The chargé(e) de communication, who settles what is uncertain."""
    user, is_new = User.objects.get_or_create(
        email="chaos@example.org",
        defaults={"first_name": "Chargé", "last_name": "De Communication", "is_staff": True},
    )
    if is_new:
        RoleAssignment.objects.create(user=user, role=Role.HEAD)
    return user
