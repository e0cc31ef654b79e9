"""One calendar over all rooms: each gives its items, the views lay them out, feeds take them along."""
