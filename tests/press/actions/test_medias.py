from comms.journal.models import Entry
from press.actions.medias import save_media, words_named
from press.models import Media, Rubric
from tests.press.factories import MediaFactory, RubricFactory


def test_a_change_says_which_columns(assistant):
    made = save_media(actor=assistant, facts={"name": "Corail", "kind": "radio"})
    save_media(
        actor=assistant, facts={"name": "Corail", "kind": "press", "note": "x"}, media=Media.objects.get()
    )
    assert [entry.data for entry in Entry.objects.about(made)] == [{"fields": ["kind", "note"]}, {}]


def test_nothing_changed_leaves_no_history(assistant):
    media = MediaFactory()
    save_media(actor=assistant, facts={"name": media.name}, media=media)
    assert not Entry.objects.about(media).exists()


def test_a_word_is_one_whatever_its_accents(db):
    known = RubricFactory(name="Économie")
    assert words_named(Rubric, ["economie", "ECONOMIE"]) == [known]
    assert words_named(Rubric, ["Sport"]) == [Rubric.objects.get(name="Sport")]
    assert words_named(Rubric, []) == []
