from datetime import date

import pytest
from django.db import connection

from comms.journal.models import Entry
from comms.outbox.actions import is_opted_out, opt_out
from comms.outbox.addresses import address_hash
from comms.outbox.models import Letter, OptOut, OutgoingMail
from press.actions.contacts import (
    ALREADY_OPPOSED,
    CardWords,
    PositionWords,
    change_contact,
    create_contact,
    erase_contact,
    finish_erasures,
    mark_checked,
    resume_contacting,
    stop_contacting,
)
from press.contact_errors import ContactError
from press.models import Contact, ContactAddress, ImportRow
from tests.press.factories import (
    ContactListFactory,
    MediaFactory,
    RubricFactory,
    ZoneFactory,
    contact,
    imported,
    table,
)


def card(**fields) -> CardWords:
    parts = {
        name: fields.pop(name)
        for name in ("positions", "addresses", "phones", "rubrics", "zones")
        if name in fields
    }
    return CardWords(facts={"last_name": "Houp", "first_name": "Léa"} | fields, **parts)


def opposed(address: str) -> bool:
    return is_opted_out(address=address, scope="press")


# --- writing ---------------------------------------------------------------------------------------
def test_a_card_is_written_whole(assistant):
    media, rubric, zone = MediaFactory(), RubricFactory(), ZoneFactory()
    made = create_contact(
        actor=assistant,
        card=card(
            positions=[PositionWords(media, "Voix")], addresses=["LEA@example.org ", "l@example.org"],
            phones=[("43 70 00", "fixed")], rubrics=[rubric], zones=[zone],
        ),
    )  # fmt: skip
    assert [(row.address, row.is_preferred) for row in made.addresses.all()] == [
        ("lea@example.org", True), ("l@example.org", False),
    ]  # fmt: skip
    assert made.phones.get().number == "+687437000"
    assert str(made.positions.get()) == f"Voix, {media}"
    assert list(made.rubrics.all()) == [rubric]
    assert list(made.zones.all()) == [zone]
    entry = Entry.objects.about(made).get()
    assert (entry.actor, entry.verb, entry.target_label) == (
        assistant,
        "a créé la fiche",
        f"Contact n° {made.pk}",
    )


def test_a_change_says_which_parts_changed_and_never_the_words(assistant):
    made = create_contact(actor=assistant, card=card(addresses=["lea@example.org"]))
    change_contact(contact=made, actor=assistant, card=card(first_name="Léana", addresses=["l@example.org"]))
    entry = Entry.objects.about(made).first()
    assert entry.data == {"fields": ["addresses", "first_name"]}
    assert "Léa" not in f"{entry.verb}{entry.data}{entry.target_label}"


def test_nothing_changed_leaves_no_history(assistant):
    words = card(addresses=["lea@example.org"], phones=[("437000", "fixed")])
    made = create_contact(actor=assistant, card=words)
    change_contact(contact=made, actor=assistant, card=words)
    assert Entry.objects.about(made).count() == 1


def test_what_is_left_out_of_the_lines_is_removed(assistant):
    made = create_contact(
        actor=assistant,
        card=card(addresses=["a@example.org", "b@example.org"], positions=[PositionWords(MediaFactory())]),
    )
    change_contact(contact=made, actor=assistant, card=card(addresses=["b@example.org"]))
    assert made.addresses.get().address == "b@example.org"
    assert made.addresses.get().is_preferred
    assert not made.positions.exists()


def test_an_address_is_one_person(assistant):
    contact(address="lea@example.org", last_name="Faré", first_name="Yann")
    with pytest.raises(ContactError, match="Yann Faré"):
        create_contact(actor=assistant, card=card(addresses=["LEA@example.org"]))
    assert Contact.objects.count() == 1


# --- ne plus contacter -------------------------------------------------------------------------------
def test_stopping_opposes_every_address_at_once(assistant):
    made = contact(address="lea@example.org")
    ContactAddress.objects.create(contact=made, address="l@example.org")
    assert stop_contacting(contact=made, source="au téléphone", actor=assistant)
    made.refresh_from_db()
    assert made.do_not_contact_since is not None
    assert opposed("lea@example.org") and opposed("l@example.org")
    assert not Contact.objects.reachable().exists()
    entry = Entry.objects.about(made).first()
    assert (entry.verb, entry.reason) == ("a noté « ne plus contacter »", "au téléphone")


def test_stopping_twice_keeps_the_first_date_and_source(assistant):
    made = contact()
    stop_contacting(contact=made, source="au téléphone", actor=assistant)
    first = Contact.objects.get(pk=made.pk)
    assert not stop_contacting(contact=made, source="par courrier", actor=assistant)
    again = Contact.objects.get(pk=made.pk)
    assert (again.do_not_contact_since, again.do_not_contact_source) == (
        first.do_not_contact_since,
        "au téléphone",
    )


def test_stopping_needs_to_say_who_asked(assistant):
    with pytest.raises(ContactError):
        stop_contacting(contact=contact(), source="  ", actor=assistant)


def test_adding_a_contact_with_an_opposed_address_revives_nothing(assistant):
    opt_out(address="lea@example.org", scope="press", source="lien d’un communiqué")
    made = create_contact(actor=assistant, card=card(addresses=["lea@example.org", "l@example.org"]))
    assert made.do_not_contact_source == ALREADY_OPPOSED
    assert opposed("l@example.org")
    assert OptOut.objects.filter(source="lien d’un communiqué").exists()


def test_a_new_address_of_somebody_who_opted_out_is_opposed(assistant):
    made = contact(address="lea@example.org", last_name="Houp", first_name="Léa")
    stop_contacting(contact=made, source="au téléphone", actor=assistant)
    change_contact(
        contact=made, actor=assistant, card=card(addresses=["lea@example.org", "neuve@example.org"])
    )
    assert opposed("neuve@example.org")


def test_an_opposition_to_everything_counts_for_the_press(assistant):
    opt_out(address="lea@example.org", source="courrier")
    made = create_contact(actor=assistant, card=card(addresses=["lea@example.org"]))
    assert made.is_opted_out


def test_only_an_explicit_demand_lifts_an_opposition(head):
    made = contact(address="lea@example.org")
    stop_contacting(contact=made, source="au téléphone", actor=head)
    with pytest.raises(ContactError):
        resume_contacting(contact=made, actor=head, reason=" ")
    resume_contacting(contact=made, actor=head, reason="rappelé le 3 mars")
    assert not opposed("lea@example.org")
    assert Contact.objects.reachable().get() == made
    entry = Entry.objects.about(made).first()
    assert (entry.actor, entry.verb, entry.reason) == (
        head,
        "a levé « ne plus contacter »",
        "rappelé le 3 mars",
    )


def test_checking_a_card_dates_it(assistant):
    made = contact()
    mark_checked(contact=made, actor=assistant, today=date(2026, 9, 24))
    assert Contact.objects.get(pk=made.pk).checked_on == date(2026, 9, 24)


# --- erasure -----------------------------------------------------------------------------------------
def mail_to(address: str, name: str, state: str = "accepted", **fields) -> OutgoingMail:
    digest = address_hash(address)
    letter = Letter.objects.create(subject="Route coupée", sender="ville@example.org", source=b"", size=0)
    return OutgoingMail.objects.create(
        letter=letter, address=address, name=name, normalised_address=address,
        address_hash=digest, message_id=f"<{digest[:20]}@example.org>", state=state, **fields,
    )  # fmt: skip


def words_about(name: str) -> list[str]:
    """Every text column of the database in which the name still stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND data_type IN ('text', 'character varying', 'jsonb', 'tsvector', 'USER-DEFINED')"
        )
        found = []
        for table_name, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table_name}" WHERE comms_plain("{column}"::text) LIKE %s',
                [f"%{name}%"],
            )
            if cursor.fetchone()[0]:
                found.append(f"{table_name}.{column}")
    return found


def test_erasing_leaves_nothing_of_the_person_but_a_hash(head, assistant):
    imported(assistant, table("Zyxwv;Léa;Radio Corail;;Voix;zyxwv@example.org;437000;"), name="rentrée.csv")
    made = Contact.objects.get()
    made.note = "Zyxwv préfère le matin"
    made.save()
    ContactListFactory().members.add(made)
    stop_contacting(contact=made, source="au téléphone", actor=assistant)
    mail_to("zyxwv@example.org", "Léa Zyxwv", accepted_at=made.created_at)
    assert words_about("zyxwv")
    erase_contact(contact=made, actor=head, reason="à sa demande")
    assert words_about("zyxwv") == []
    assert opposed("zyxwv@example.org")
    made.refresh_from_db()
    assert (made.last_name, made.is_active) == ("Fiche effacée", False)
    assert not Contact.objects.present().exists()
    assert OutgoingMail.objects.get().state == "accepted"  # what was sent, and when, stays
    assert Entry.objects.about(made).first().reason == "à sa demande"
    assert ImportRow.objects.get().result == "created"


def test_a_mail_on_its_way_at_the_erasure_loses_its_address_once_it_is_over(head):
    made = contact(address="zyxwv@example.org")
    mail = mail_to("zyxwv@example.org", "Léa Zyxwv", state="retry")
    erase_contact(contact=made, actor=head, reason="à sa demande")
    assert finish_erasures() == 0
    OutgoingMail.objects.filter(pk=mail.pk).update(state="excluded")
    assert finish_erasures() == 1
    assert words_about("zyxwv") == []
    assert finish_erasures() == 0


def test_an_erased_person_does_not_come_back_by_a_file(head, assistant):
    made = contact(address="lea@example.org")
    erase_contact(contact=made, actor=head, reason="à sa demande")
    run = imported(assistant, table("Houp;Léa;Radio Corail;;;lea@example.org;;"))
    assert run.counts["opposed"] == 1
    assert not Contact.objects.present().exists()


def test_erasing_needs_a_reason_and_happens_once(head):
    made = contact()
    with pytest.raises(ContactError):
        erase_contact(contact=made, actor=head, reason="")
    erase_contact(contact=made, actor=head, reason="à sa demande")
    with pytest.raises(ContactError, match="effacée ou fusionnée"):
        erase_contact(contact=made, actor=head, reason="encore")


@pytest.mark.parametrize("action", [stop_contacting, change_contact, mark_checked])
def test_an_erased_card_takes_no_more_words(head, action):
    made = contact()
    erase_contact(contact=made, actor=head, reason="à sa demande")
    more = {stop_contacting: {"source": "x"}, change_contact: {"card": card()}, mark_checked: {}}[action]
    with pytest.raises(ContactError):
        action(contact=made, actor=head, **more)
