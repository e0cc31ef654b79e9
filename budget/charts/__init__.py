"""The chart of a year as finance's file gives it, from cells to accounts and lines. Nothing written here."""
