# What a developer runs. `./congthu test` needs none of this; these are its parts, one at a time.

export PYTHONPATH := justfile_directory() / "src"
run := "uv run --frozen"

# The list of recipes
default:
    @just --list --unsorted

# Everything that needs no mail program: what a change must pass before it is committed
check: lint types imports templates docs test

# Tests without the real programs; arguments go to pytest
test *arguments:
    {{ run }} pytest -m "not system" {{ arguments }}

# Tests with the real programs (root)
system *arguments:
    {{ run }} pytest -m system {{ arguments }}

# Style, and the formatting as ruff would have it
lint:
    {{ run }} ruff check
    {{ run }} ruff format --check

# Format and mend what can be mended
format:
    {{ run }} ruff format
    {{ run }} ruff check --fix
    git ls-files -z 'src/*.html' | xargs -0r {{ run }} djade

# Types
types:
    {{ run }} mypy

# Dependencies point one way
imports:
    {{ run }} lint-imports

# Django templates as djade would have them
templates:
    git ls-files -z 'src/*.html' | xargs -0r {{ run }} djade --check

# The documents name only files, modules and commands that exist
docs:
    {{ run }} python tools/check_docs.py

# Write docs/traceability/: which code and which tests stand behind each clause
trace *arguments:
    {{ run }} python tools/trace.py {{ arguments }}

# Write docs/reference/regulation.md: every key of the law's files
reference *arguments:
    {{ run }} python tools/reference.py {{ arguments }}

# Write the table of acts and faces in ARCHITECTURE.md (--check: only say what is missing)
faces *arguments:
    {{ run }} python tools/faces.py {{ arguments }}

# Change the law one value at a time: the tests that are marked with the value must fail
perturb *arguments:
    {{ run }} python -m tools.perturb {{ arguments }}

# Measure against a bare system (root, a running installation): mailflow, login
bench name *arguments:
    ./congthu bench {{ name }} {{ arguments }}

# Resolve pyproject.toml anew, and export what pip installs with hashes
lock:
    uv lock
    uv export --frozen --no-dev --no-emit-project --format requirements.txt -o requirements.txt --no-header
    uv export --frozen --no-emit-project --format requirements.txt -o requirements-dev.txt --no-header
