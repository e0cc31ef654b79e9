from typing import Any, Self

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from comms.people.models import UNIT_ROLES, User
from comms.search import SEARCH_CONFIG, Plain
from press.models.contact_details import ContactAddress, ContactPhone, Position
from press.models.media import Media


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The communication unit and the cabinet; an erased or merged card is seen by nobody."""
        return self.present() if user.acts_as(*UNIT_ROLES) else self.none()

    def present(self) -> Self:
        """Cards of people: neither erased nor merged into another one."""
        return self.filter(erased_at=None, merged_into=None)

    def opted_out(self) -> Self:
        """« Ne plus contacter », said to us or by the link of a mail."""
        opposed = ContactAddress.objects.opposed().values("contact")
        return self.present().filter(Q(do_not_contact_since__isnull=False) | Q(pk__in=opposed))

    def reachable(self) -> Self:
        """Those a mailing may be addressed to: active, not opted out, with an address nobody opposed."""
        return self.present().filter(
            is_active=True,
            do_not_contact_since=None,
            pk__in=ContactAddress.objects.usable().values("contact"),
        )

    def to_check(self, before: Any) -> Self:
        """Nobody looked at these cards since that day."""
        return self.present().filter(
            Q(checked_on=None, created_at__date__lt=before) | Q(checked_on__lt=before)
        )

    def without_address(self) -> Self:
        return self.present().filter(addresses=None)

    def of_kinds(self, kinds: Any) -> Self:
        """Working for a média of these kinds; a position may say otherwise than its média."""
        return self.filter(pk__in=Position.objects.of_kinds(kinds).values("contact"))

    def of_media(self, medias: Any) -> Self:
        return self.filter(pk__in=Position.objects.filter(media__in=medias).values("contact"))

    def in_zones(self, zones: Any) -> Self:
        """Who covers one of these zones, or whose média does."""
        by_media = Position.objects.filter(media__zone__in=zones).values("contact")
        covering = self.model.zones.through.objects.filter(zone__in=zones).values("contact")
        return self.filter(Q(pk__in=covering) | Q(pk__in=by_media))

    def following(self, rubrics: Any) -> Self:
        return self.filter(
            pk__in=self.model.rubrics.through.objects.filter(rubric__in=rubrics).values("contact")
        )

    def with_address(self) -> Self:
        """`address`: where we write to, the preferred one first; empty when there is none."""
        addresses = ContactAddress.objects.filter(contact=OuterRef("pk")).order_by("-is_preferred", "pk")
        return self.annotate(address=Coalesce(Subquery(addresses.values("address")[:1]), Value("")))

    def with_usable_address(self) -> Self:
        """`address`: where a mailing goes, never an opposed one."""
        usable = (
            ContactAddress.objects.usable().filter(contact=OuterRef("pk")).order_by("-is_preferred", "pk")
        )
        return self.annotate(address=Coalesce(Subquery(usable.values("address")[:1]), Value("")))

    def with_opposition(self) -> Self:
        """`has_opposed_address`: one of the addresses stands in the opposition list."""
        opposed = ContactAddress.objects.opposed().filter(contact=OuterRef("pk"))
        return self.annotate(has_opposed_address=Exists(opposed))

    def for_list(self) -> Self:
        """What a list shows of each row, in a constant number of queries."""
        positions = Position.objects.select_related("media")
        return self.with_address().with_opposition().prefetch_related(
            models.Prefetch("positions", queryset=positions), "phones", "rubrics"
        )  # fmt: skip

    def for_export(self) -> Self:
        """Every detail of each row, in a constant number of queries."""
        positions = Position.objects.select_related("media")
        return self.with_opposition().prefetch_related(
            models.Prefetch("positions", queryset=positions), "addresses", "phones", "rubrics", "zones"
        )  # fmt: skip

    def search(self, text: str) -> Self:
        """Best first: names (near ones too), remarks, médias, functions, addresses and phone numbers."""
        text = text.replace("\x00", "").strip()
        if not text:
            return self
        words = Plain(Value(text))
        query = SearchQuery(text, config=SEARCH_CONFIG, search_type="websearch")
        rank = SearchRank(F("search_vector"), query) + TrigramWordSimilarity(words, "sort_name")
        return (
            self.filter(pk__in=self._matching(text, words, query))
            # whole numbers: a page's cursor compares them, and fractions don't survive being written down
            .annotate(search_rank=Cast(rank * 10_000, models.IntegerField()))
            .order_by("-search_rank", "sort_name", "pk")
        )

    def _matching(self, text: str, words: Plain, query: SearchQuery) -> models.QuerySet:
        """One arm for each index, united: an OR over joined tables would read them all."""
        found = self.model.objects.order_by().values("pk")
        positions = Position.objects.order_by().values("contact")
        arms = [
            found.filter(sort_name__trigram_word_similar=words),
            found.filter(sort_name__contains=words),
            positions.filter(media__in=Media.objects.order_by().search(text).values("pk")),
            positions.alias(plain=Plain("function")).filter(plain__contains=words),
            ContactAddress.objects.order_by().filter(address__contains=text.lower()).values("contact"),
        ]
        digits = "".join(character for character in text if character.isdigit())
        if len(digits) >= 4:
            arms.append(ContactPhone.objects.order_by().filter(number__contains=digits).values("contact"))
        return found.filter(search_vector=query).union(*arms)
