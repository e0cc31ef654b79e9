"""Finance's file, from cells to what each line would note. Nothing of HTTP in it, nothing written."""
