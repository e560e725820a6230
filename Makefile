# Everything goes through .ci/setup.py, which first makes the environment what the lock says.
# On Windows, where make may be absent: py .ci\setup.py demo | test | check
PYTHON ?= python3
SEEDS ?= 200
N ?= 10000
HOURS ?= 8
ARGS ?=
IDS ?=
SETUP := @$(PYTHON) .ci/setup.py

.PHONY: demo test check simulate trials bench soak systems installer venv lock translations

demo:  ## Head office, three desks and a window with a sample company.
	$(SETUP) demo $(ARGS)

test:  ## Every test.
	$(SETUP) test $(ARGS)

check:  ## Format, lint, arrows, licences, lock, types.
	$(SETUP) check $(ARGS)

simulate:  ## SEEDS worlds of desks, head office and faults.
	$(SETUP) run python -m tests.simulation $(SEEDS) $(if $(MUTANTS),--mutants)

soak:  ## The night's list for HOURS: worlds, power cuts, kills, fuzzing, restores, over and over.
	$(SETUP) run python -m tests.simulation.soak $(HOURS)

systems:  ## Which numbered statements of the specification hold, as JSON.
	$(SETUP) run python -m tests.systems $(IDS)

trials:  ## 200 kills of desks and 50 of head office, on both engines.
	$(SETUP) run env GENDAN_TIMES=5 \
	  python -m pytest -q tests/end_to_end/test_killed_processes.py

bench:  ## The figures for N records beside the floor.
	$(SETUP) run python -m tests.performance $(N)

installer:  ## What this platform can pack, into dist/.
	$(SETUP) installer $(ARGS)

venv:  ## Only the environment.
	$(SETUP) venv

lock:  ## Bring .ci/lock.txt up to date with pyproject.toml.
	$(SETUP) run python .ci/lock.py write

translations:  ## Collect the window's texts and compile the translations.
	$(SETUP) run python .ci/translations.py update
