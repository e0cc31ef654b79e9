# Each command prepares what it needs (dev/bootstrap.py), then does its work. Without make: python3 -m dev COMMAND
PYTHON ?= python3
ARGS ?=

.PHONY: help run test check manage screenshots chaos bench reset lock
help run test check manage screenshots chaos bench reset lock:
	@$(PYTHON) -m dev $@ $(ARGS)
