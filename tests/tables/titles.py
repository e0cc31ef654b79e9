"""A kind of file to read in tests: four columns, as people title them."""

from functools import partial

from comms.tables import reading
from comms.tables.titles import Column, Titles

TITLES = Titles(
    {
        "last_name": Column("Nom", ()),
        "first_name": Column("Prénom", ()),
        "address": Column("Courriel", ("email",)),
        "note": Column("Remarques", ()),
    }
)
read_table = partial(reading.read_table, titles=TITLES)
