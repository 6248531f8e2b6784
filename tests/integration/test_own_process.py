"""What only a process of its own shows: what is loaded and what is not, and what its output is."""

from __future__ import annotations

import os
import subprocess
import sys

from release.sbom import ROOT, make_sbom

_RUN = [sys.executable, "-c", "from detente.views.cli.main import run; run()"]


def test_plain_english_does_not_load_the_model() -> None:
    code = (
        "import sys; from detente.text import detect_language as d;"
        "t = 'The presidents of the two states said on Monday that they were ready to talk about the river and "
        "the dams, and that a commission of both would meet in the capital.';"
        "assert d(t) == 'en'; assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter and code


def test_reading_records_loads_no_views() -> None:
    code = "import sys, detente.records; print([m for m in sys.modules if m.startswith('detente.views')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout.strip() == "[]"


def test_reviewing_loads_no_parser_and_no_reading() -> None:
    code = (
        "import sys\nfrom detente.views.cli.main import run\n"
        "try:\n    run(['review', 'queue', '--archive', 'nowhere.sqlite'])\nexcept SystemExit:\n"
        "    print([name for name in ('spacy', 'detente.reading', 'trafilatura') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert "there is no archive" in done.stderr
    assert done.stdout.strip() == "[]"


def test_help_loads_no_parser_no_template_engine_and_no_records() -> None:
    heavy = ("spacy", "jinja2", "numpy", "trafilatura", "detente.records", "detente.runs")
    code = (
        "import sys\nfrom detente.views.cli.main import run\n"
        "try:\n    run(['--help'])\nexcept SystemExit:\n"
        f"    print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.stderr.strip() == "[]"


def test_output_is_utf8_in_any_locale() -> None:
    code = "from detente.views.cli.output import *; "
    code += "use_utf8(); write_stdout('\\u201c\\U0001f54a'); complain('\\xf6', None)"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=False)  # noqa: S603 - our own words
    assert done.stdout.decode("utf-8") == "“🕊"
    assert done.stderr.decode("utf-8") == "ö\n"


def test_a_reader_who_goes_away_is_no_error() -> None:
    with subprocess.Popen([*_RUN, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - our own words
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
        process.wait()
    assert errors == b""
    assert process.returncode == 141


def test_the_same_tree_gives_the_same_bytes_in_another_process() -> None:
    done = subprocess.run([sys.executable, "-m", "release.sbom"], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode() == make_sbom()
