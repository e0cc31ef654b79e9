"""The launcher: the two commands, the demo's own servers, chaos and bench. Outside of the product."""
