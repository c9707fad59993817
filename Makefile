# The two commands are `make handbook` and `make test`; the others are for daily work.
PYTHON ?= python3
BIN := .venv/bin
BENCH ?= --peers-up-to 500
COVERED := cases exchange reading fingerprint recipe translations editing comments language source_rules visibility \
    releases golden as_written sentences clean_bill rosters signable register_doubt register_employers \
    register_mails register_signers register_site register_strength register_kept register_command register \
    signing signing_doubts signing_editions signature_fields scan_marks scanning contact_sheet personal_data \
    printing printing_bilingual employment figures posts role_fields init packs law_view law_grounds \
    same_to_a_reader page_words succession pickled importing editor edit_door edits_of_files papers_whole

.PHONY: handbook test check serve golden docs pictures manual format coverage fuzz bench clean

handbook: .venv/installed           ## the whole handbook: the site into site/, documents to sign into documents/
	$(BIN)/rolebook build
	$(BIN)/rolebook print

test: .venv/tested                  ## everything that CI checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 3 --dist worksteal

check: .venv/installed              ## findings in the handbook
	$(BIN)/rolebook check

serve: .venv/installed              ## live preview
	$(BIN)/rolebook serve

golden: .venv/tested                ## renew the expected pages and sentences of the tests; read the difference before committing
	$(BIN)/pytest tests/test_golden.py tests/test_readme.py --update-golden

docs: .venv/tested                  ## renew what is generated under docs/
	$(BIN)/python -m tests.generated

pictures: .venv/tested              ## take the pictures of the editor in the documentation anew
	$(BIN)/python -m tests.pictures

manual: .venv/installed             ## this documentation as a site, into build/manual/
	$(BIN)/mkdocs build --quiet --strict --config-file mkdocs-docs.yml

format: .venv/tested                ## format and mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: .venv/tested              ## which branches of the package the tests take that run in this process
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term $(COVERED:%=tests/test_%.py)

fuzz: .venv/tested                  ## one reader attacked for long: make fuzz TARGET=yaml SECONDS=600
	$(BIN)/python -m tests.attacks.fuzz $(TARGET) build/fuzz/$(TARGET) -max_total_time=$(SECONDS) -max_len=6000

bench: .venv/tested                 ## one table of timings beside peers, into build/bench/; with Hugo and LibreOffice where they are
	$(BIN)/python -m bench.install
	$(BIN)/python -m bench $(BENCH)

clean:
	rm -rf .venv build site

.venv/python:
	$(PYTHON) -m venv .venv || sh .ci/venv $(PYTHON)
	touch $@

.venv/installed: .venv/python pyproject.toml .ci/libraries
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[hr]'
	sh .ci/libraries .venv
	touch $@

.venv/tested: .venv/installed .ci/programs .ci/libraries
	sh .ci/programs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[hr,test]'
	sh .ci/libraries .venv
	touch $@
