from django.db import transaction
from django.db.models import F

from comms.numbering.models import Counter


@transaction.atomic
def next_number(*, series: str, year: int) -> int:
    """1, 2, 3… without a hole or a double: others wait until the row that takes the number is written."""
    Counter.objects.get_or_create(series=series, year=year)
    counted = Counter.objects.filter(series=series, year=year)
    counted.update(last=F("last") + 1)  # holds the row until the commit
    return counted.values_list("last", flat=True)[0]
