import pytest

from comms.journal.models import Entry
from comms.outbox.actions import is_opted_out, opt_out
from press.actions.import_work import work_on
from press.actions.imports import decide_row, launch_import
from press.models import Contact, ContactAddress, Media, Position, RowDecision, RowResult
from tests.press.factories import MediaFactory, analysed, contact, imported, table


@pytest.fixture
def media(db):
    return MediaFactory(name="Radio Corail")


def finish(run, actor):
    launch_import(run=run, actor=actor, faults_seen=run.counts["faulty"])
    work_on(run_id=run.pk)
    run.refresh_from_db()
    return {row.number: row for row in run.rows.all()}


def holder(address: str) -> Contact:
    return Contact.objects.get(addresses__address=address)


def test_a_new_line_becomes_a_whole_card(assistant):
    header = "Civilité;Nom;Prénom;Média;Type;Périodicité;Fonction;Rubriques;Zone;Courriel;Courriel 2;Fixe;Mobile;Bouclage;Remarques;Origine"  # noqa: E501
    line = "Mme;Houp;Léa;Radio Corail;Radio;Continu;Journaliste;Sport, Culture;Plum;lea@example.org;l@example.org;437000;751234;11h00;à l’étage;vœux"  # noqa: E501
    run = imported(assistant, table(line, header=header))
    made = holder("lea@example.org")
    assert made.formal_name == "Mme Léa Houp"
    assert (made.note, made.source) == ("à l’étage", "vœux")
    assert [(row.address, row.is_preferred) for row in made.addresses.all()] == [
        ("lea@example.org", True), ("l@example.org", False),
    ]  # fmt: skip
    assert {(row.number, row.kind) for row in made.phones.all()} == {
        ("+687437000", "fixed"), ("+687751234", "mobile"),
    }  # fmt: skip
    assert {str(item) for item in (*made.rubrics.all(), *made.zones.all())} == {"Sport", "Culture", "Plum"}
    position = made.positions.get()
    assert (position.function, str(position.media)) == ("Journaliste", "Radio Corail")
    assert (position.media.kind, position.media.periodicity) == ("radio", "continuous")
    assert position.effective_closing_time.hour == 11
    assert Entry.objects.about(made).get().verb == f"a créé la fiche par l’import n° {run.pk}"
    assert Entry.objects.about(made).get().actor == assistant


def test_the_journal_of_an_import_holds_no_name(assistant):
    imported(assistant, table("Houp;Léa;Radio Corail;Radio;Journaliste;lea@example.org;;"))
    made = holder("lea@example.org")
    assert Entry.objects.about(made).get().target_label == f"Contact n° {made.pk}"


def test_a_changed_line_completes_its_card(assistant, media):
    known = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    run = imported(assistant, table("Houp;Léa;Radio Corail;Radio;Rédactrice;lea@example.org;437000;"))
    assert known.positions.get().function == "Rédactrice"
    assert known.phones.get().number == "+687437000"
    assert run.rows.get().result == RowResult.UPDATED
    assert "a complété la fiche" in Entry.objects.about(known).get().verb


def test_a_change_that_a_person_did_not_want_is_not_made(assistant, media):
    known = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    run = analysed(assistant, table("Houp;Léa;Radio Corail;Radio;Rédactrice;lea@example.org;437000;"))
    decide_row(row=run.rows.get(), actor=assistant, decision=RowDecision.MERGE, choices={"function": "kept"})
    finish(run, assistant)
    assert known.positions.get().function == "Journaliste"
    assert known.phones.exists()


def test_a_line_left_aside_writes_nothing(assistant, media):
    known = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    run = analysed(assistant, table("Houp;Léa;Radio Corail;;Rédactrice;lea@example.org;;"))
    decide_row(row=run.rows.get(), actor=assistant, decision=RowDecision.SKIP)
    row = finish(run, assistant)[2]
    assert (row.result, row.outcome) == (RowResult.LEFT, "Laissée de côté, comme demandé.")
    assert known.positions.get().function == "Journaliste"


def test_namesakes_stay_two_unless_a_person_merges_them(assistant):
    lines = (
        "Houp;Léa;Radio Corail;;Journaliste;lea@example.org;;",
        "Houp;Léa;Radio Corail;;Voix;l@example.org;437000;",
    )
    imported(assistant, table(*lines))
    assert Contact.objects.count() == 2


def test_namesakes_merged_are_one_card_with_the_chosen_values(assistant):
    lines = (
        "Houp;Léa;Radio Corail;;Journaliste;lea@example.org;;",
        "Houp;Léa;Radio Corail;;Voix;l@example.org;437000;",
    )
    run = analysed(assistant, table(*lines))
    decide_row(
        row=run.rows.get(number=3), actor=assistant, decision=RowDecision.MERGE, choices={"function": "row"}
    )
    finish(run, assistant)
    made = Contact.objects.get()
    assert made.addresses.count() == 2
    assert made.addresses.filter(is_preferred=True).get().address == "lea@example.org"
    assert made.positions.get().function == "Voix"
    assert made.phones.exists()


def test_the_same_address_on_two_lines_is_one_card_with_both_medias(assistant):
    lines = (
        "Houp;Léa;Radio Corail;Radio;Voix;lea@example.org;;",
        "Houp;Léa;Télé Corail;Télévision;Reportage;LEA@example.org;;",
    )
    imported(assistant, table(*lines))
    assert {str(position) for position in Contact.objects.get().positions.all()} == {
        "Voix, Radio Corail", "Reportage, Télé Corail",
    }  # fmt: skip


def test_a_line_that_merges_into_one_left_aside_is_left_with_its_reason(assistant):
    lines = ("Houp;Léa;Radio Corail;;;lea@example.org;;", "Houp;Léa;Radio Corail;;;LEA@example.org;437000;")
    run = analysed(assistant, table(*lines))
    decide_row(row=run.rows.get(number=3), actor=assistant, decision=RowDecision.MERGE)
    run.rows.filter(number=2).update(decision=RowDecision.SKIP)
    rows = finish(run, assistant)
    assert rows[3].result == RowResult.LEFT
    assert "devait fusionner" in rows[3].outcome
    assert not Contact.objects.exists()


def test_an_opposition_in_the_file_holds_for_every_address(assistant):
    header = "Nom;Courriel;Courriel 2;Ne plus contacter"
    imported(assistant, table("Houp;lea@example.org;l@example.org;oui", header=header))
    made = Contact.objects.get()
    assert made.is_opted_out
    assert is_opted_out(address="lea@example.org", scope="press")
    assert is_opted_out(address="l@example.org", scope="press")
    assert not Contact.objects.reachable().exists()


def test_no_import_revives_an_opposition(assistant, media):
    known = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    opt_out(address="lea@example.org", scope="press", source="lien d’un communiqué")
    imported(assistant, table("Houp;Léa;Radio Corail;Radio;Rédactrice;lea@example.org;437000;non"))
    assert known.phones.exists()
    assert is_opted_out(address="lea@example.org", scope="press")
    assert not Contact.objects.reachable().exists()


def test_a_new_address_of_somebody_who_opted_out_is_opposed_too(assistant, media):
    known = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    known.do_not_contact_since, known.do_not_contact_source = known.created_at, "au téléphone"
    known.save()
    imported(assistant, table("Houp;Léa;Radio Corail;;;lea@example.org, lea.houp@example.org;;"))
    assert is_opted_out(address="lea.houp@example.org", scope="press")


def test_an_opposition_between_the_check_and_the_launch_is_honoured(assistant):
    run = analysed(assistant, table("Houp;Léa;Radio Corail;;;lea@example.org;;"))
    opt_out(address="lea@example.org", scope="press", source="au téléphone")
    row = finish(run, assistant)[2]
    assert "opposition entre-temps" in row.outcome
    assert not Contact.objects.exists()


def test_an_address_given_to_somebody_else_meanwhile_stays_theirs(assistant, media):
    run = analysed(assistant, table("Houp;Léa;Radio Corail;;;lea@example.org;;"))
    other = contact(media=media, address="lea@example.org", last_name="Faré")
    row = finish(run, assistant)[2]
    assert "entre-temps" in row.outcome
    assert ContactAddress.objects.get(address="lea@example.org").contact == other


def test_the_same_person_made_by_hand_meanwhile_is_completed(assistant, media):
    run = analysed(assistant, table("Houp;Léa;Radio Corail;;;lea@example.org;437000;"))
    made = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    row = finish(run, assistant)[2]
    assert (row.contact, row.result) == (made, RowResult.UPDATED)
    assert made.phones.exists()


def test_a_media_takes_the_kind_that_most_lines_say_and_people_keep_theirs(assistant):
    lines = [f"Houp{n};;Corail;Radio;;a{n}@example.org;;" for n in range(2)]
    imported(assistant, table(*lines, "Faré;;Corail;Télévision;;b@example.org;;"))
    assert Media.objects.get().kind == "radio"
    assert dict(Position.objects.values_list("contact__last_name", "kind")) == {
        "Houp0": "", "Houp1": "", "Faré": "television",
    }  # fmt: skip


def test_a_media_of_the_directory_is_not_changed(assistant):
    media = MediaFactory(name="Corail", kind="press", periodicity="")
    imported(assistant, table("Houp;;CORAIL;Radio;;a@example.org;;"))
    media.refresh_from_db()
    assert (Media.objects.count(), media.kind, media.name) == (1, "press", "Corail")


def test_the_origin_said_at_the_upload_is_on_each_new_card(assistant):
    run = analysed(assistant, table("Houp;Léa;Radio Corail;;;lea@example.org;;"))
    run.source = "carnet des vœux"
    run.save()
    finish(run, assistant)
    made = Contact.objects.get()
    assert made.source == "carnet des vœux"
    assert made.source_on is not None
