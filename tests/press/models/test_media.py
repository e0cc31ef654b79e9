import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from press.models import Media, Rubric
from tests.press.factories import MediaFactory, RubricFactory, contact


@pytest.mark.parametrize("name", ["NC la 1ère", "nc la 1ere", "NC LA 1ÈRE"])
def test_a_media_has_one_name_whatever_its_case_and_accents(db, name):
    MediaFactory(name="NC la 1ère")
    with pytest.raises(IntegrityError), transaction.atomic():
        MediaFactory(name=name)
    with pytest.raises(ValidationError, match="porte déjà ce nom"):
        Media(name=name, kind="radio").full_clean()


def test_a_rubric_too(db):
    RubricFactory(name="Économie")
    with pytest.raises(ValidationError, match="existe déjà"):
        Rubric(name="economie").full_clean()


@pytest.mark.parametrize("words", ["caillou", "VOIX", "voix du caillou", "voix du cailou", "La Voix"])
def test_a_media_is_found_by_part_of_its_name_or_nearly(db, words):
    made = MediaFactory(name="La Voix du Caillou")
    MediaFactory(name="Océane FM")
    assert list(Media.objects.search(words)) == [made]


def test_its_people_are_counted_once_each(db):
    media = MediaFactory()
    contact(media=media)
    gone = contact(media=media)
    gone.merged_into = contact()
    gone.save()
    assert Media.objects.with_contact_count().get(pk=media.pk).contact_count == 1


def test_medias_sort_as_in_a_french_book(db):
    for name in ("Zèbre", "Écho", "écho du Sud", "Actu"):
        MediaFactory(name=name)
    assert [str(media) for media in Media.objects.all()] == ["Actu", "Écho", "écho du Sud", "Zèbre"]
