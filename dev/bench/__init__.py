"""`make bench`: the outbox beside what else sends mail, all in one run on one machine."""
