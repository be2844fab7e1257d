"""Heavy imports happen on first use."""

import subprocess
import sys

HEAVY = [
    "numpy",
    "onnxruntime",
    "tokenizers",
    "trafilatura",
    "lxml",
    "httpx2",
    "rich",
    "jinja2",
    "pandas",
    "sqlalchemy",
    "pypdfium2",
    "feedparser",
    "brotli",
    "backports.zstd",
    "platformdirs",
    "xlsxwriter",
    "pyarrow",
]


def loaded_after(code: str) -> set[str]:
    command = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    return set(done.stdout.split()) & set(HEAVY)


def test_importing_the_package_loads_nothing_heavy() -> None:
    """import onrecord is cheap."""
    assert loaded_after("import onrecord") == set()


def test_the_command_line_loads_nothing_heavy_for_help() -> None:
    """Help comes at once."""
    assert loaded_after("import onrecord.cli") == set()


def test_reading_a_text_loads_neither_the_html_parser_nor_the_network() -> None:
    """A plain text needs the model and nothing of the web, of terminals, of templates or of pandas."""
    loaded = loaded_after("import onrecord; onrecord.read('The mayor said it would rain.\\n')")
    assert loaded <= {"numpy", "onnxruntime", "tokenizers"}
