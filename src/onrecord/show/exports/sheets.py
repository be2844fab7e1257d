"""Tables for people: csv, and xlsx for spreadsheets. No cell of either is taken for a formula."""

import csv
import re
import shutil
import tempfile
from typing import IO, TYPE_CHECKING, Any

from onrecord.show.exports.form import NOTE, Format
from onrecord.show.exports.table import COLUMNS, Cell, list_rows

if TYPE_CHECKING:
    from onrecord.store.store import Store

_FORMULA = re.compile(r"[\s\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]*[=+\-@＝＋－＠﹢﹣﹦﹫−]|[\t\r\n]")
"""By which a spreadsheet takes a cell for a formula (OWASP, CSV Injection): behind what it may overlook, too."""
_ILLEGAL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even escaped."""
_MAX_CELL = 32_767
"""Characters (UTF-16 units) of a cell, and _MAX_ROWS of a sheet: Excel's limits."""
_MAX_ROWS = 1_048_576
_CUT = " … [cut here: a cell holds no more]"
_WIDE = {"content": 80, "speaker": 24, "cue": 16, "source": 32, "title": 40, "url": 40, "outlet": 18}


def guard(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: with an apostrophe before it where one might."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def write_csv(record: "Store", stream: IO[str], quotes_only: bool) -> int:
    """RFC 4180, UTF-8. The words are those that were quoted, with `quotes_only` or without."""
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    count = 0
    for filed in record.list_filed():
        count += 1
        writer.writerows({name: guard(cell) for name, cell in row.items()} for row in list_rows(filed))
    return count


def write_xlsx(record: "Store", stream: IO[bytes], quotes_only: bool) -> int:
    """One sheet of statements (more where they do not fit), and one that says what they are."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    count = 0
    # The book is made beside the stream: a library that meets a full disk there would go on writing to it.
    with tempfile.TemporaryFile() as made:
        # Rows go to a file on the disk as they are written, not into memory.
        book = Workbook(made, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        try:
            sheets = _Sheets(book)
            for filed in record.list_filed():
                count += 1
                for row in list_rows(filed):
                    sheets.add(row)
            about = book.add_worksheet("About")
            about.write_string(0, 0, NOTE)
            about.write_string(1, 0, f"{count} documents, {sheets.rows} statements. The columns: docs/exports.md.")
        finally:
            try:
                book.close()  # also takes its files on the disk away
            except FileCreateError as error:
                raise error.args[0] from error  # an OSError
        made.seek(0)
        shutil.copyfileobj(made, stream)
    return count


class _Sheets:
    """Sheets of a workbook, one begun where the last is full."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        # The apostrophe of spreadsheets: the cell stays text when somebody edits it, and its words are as they were.
        self._text = book.add_format({"quote_prefix": True})
        self.rows = 0
        self._begin()

    def _begin(self) -> None:
        number = self.rows // (_MAX_ROWS - 1)
        self._sheet = self._book.add_worksheet("Statements" if not number else f"Statements {number + 1}")
        self._sheet.freeze_panes(1, 1)
        for column, name in enumerate(COLUMNS):
            self._sheet.set_column(column, column, _WIDE.get(name, 12))
            self._sheet.write_string(0, column, name, self._bold)

    def add(self, row: dict[str, Cell]) -> None:
        if self.rows and self.rows % (_MAX_ROWS - 1) == 0:
            self._begin()
        line = self.rows % (_MAX_ROWS - 1) + 1
        for column, cell in enumerate(row.values()):
            if isinstance(cell, bool):
                self._sheet.write_boolean(line, column, cell)
            elif isinstance(cell, int | float):
                self._sheet.write_number(line, column, cell)
            elif cell:
                format_ = self._text if _FORMULA.match(cell) else None
                self._sheet.write_string(line, column, fit(cell), format_)
        self.rows += 1


def fit(words: str) -> str:
    """Words as a cell of xlsx takes them: no longer than it may be, U+FFFD for what XML cannot hold."""
    words = _ILLEGAL.sub("\ufffd", words)
    if _measure(words) <= _MAX_CELL:
        return words
    room = _MAX_CELL - len(_CUT)
    kept = words.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + _CUT


def _measure(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


CSV = Format(".csv", write_csv)
XLSX = Format(".xlsx", write_xlsx, binary=True)
