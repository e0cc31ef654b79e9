from comms.outbox.models import Letter, OutgoingMail
from press.actions.contacts import create_contact, stop_contacting
from press.actions.duplicates import merge_contacts
from press.models import Contact
from press.subject_access import held_about, history_of, mails_to
from tests.press.actions.test_contacts import card
from tests.press.factories import ContactListFactory, contact, imported, table


def held(made) -> dict[str, dict[str, str]]:
    return {title: dict(lines) for title, lines in held_about(made)}


def mail_to(made) -> OutgoingMail:
    row = made.addresses.first()
    letter = Letter.objects.create(subject="Route coupée", sender="ville@example.org", source=b"", size=0)
    return OutgoingMail.objects.create(
        letter=letter, address=row.address, normalised_address=row.address, address_hash=row.digest,
        message_id="<a@b>",
        state="accepted", accepted_at=made.created_at,
    )  # fmt: skip


def test_every_part_of_a_card_is_told(assistant):
    imported(
        assistant, table("Gaïac;Élodie;Télé Lagon;Télévision;Voix;e@example.org;437000;"), name="vœux.csv"
    )
    made = Contact.objects.get(addresses__address="e@example.org")
    chosen = ContactListFactory(name="Point presse")
    chosen.members.add(made)
    mail_to(made)
    stop_contacting(contact=made, source="au téléphone", actor=assistant)
    made.refresh_from_db()
    parts = held(made)
    assert parts["Identité et préférences"]["Nom"] == "Gaïac"
    assert parts["Coordonnées"] == {"Courriel": "e@example.org", "Fixe": "43\u00a070\u00a000"}
    assert parts["Médias et fonctions"] == {"Télé Lagon": "Voix, Télévision"}
    assert parts["Listes d’envoi"] == {"Liste": "Point presse"}
    assert list(parts["Courriels envoyés"].values()) == ["Route coupée (acceptée)"]
    assert {source for _, source in dict(held_about(made))["Opposition"]} == {
        "au téléphone", "liste d’opposition : au téléphone",
    }  # fmt: skip
    assert "Gaïac ; Élodie" in parts["Lignes de fichiers importés"]["vœux.csv, ligne 2"]
    steps = [verb for _, verb in dict(held_about(made))["Historique de la fiche"]]
    assert any("ne plus contacter" in step for step in steps)


def test_the_agents_are_not_named(assistant):
    made = create_contact(actor=assistant, card=card(addresses=["lea@example.org"]))
    assert assistant.last_name not in str(held_about(made))


def test_what_was_sent_and_done_follows_a_merge(assistant):
    kept, dropped = contact(), contact()
    mail = mail_to(dropped)
    stop_contacting(contact=dropped, source="x", actor=assistant)
    merge_contacts(kept=kept, dropped=dropped, actor=assistant)
    assert list(mails_to(kept)) == [mail]
    assert any("ne plus contacter" in entry.verb for entry in history_of(kept))
