"""`make chaos`: a mailing goes out while workers, the database and the broker are killed."""
