"""Tables that people bring, CSV or XLSX, read without trust: encoding, separator, titles, limits."""
