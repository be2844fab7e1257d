"""Parquet: the table of csv, its columns typed, for pandas, DuckDB, Spark and the like. Needs pyarrow."""

from typing import IO, TYPE_CHECKING, Any

from onrecord.errors import OutputError
from onrecord.show.exports.form import NOTE, Format
from onrecord.show.exports.table import COLUMNS, Cell, list_rows

if TYPE_CHECKING:
    from onrecord.store.store import Store

_AT_ONCE = 10_000
"""Rows of a group, which is what memory holds."""


def write(record: "Store", stream: IO[bytes], quotes_only: bool) -> int:
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise OutputError("--format parquet needs pyarrow; pip install 'onrecord[parquet]'") from error
    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()], metadata={"about": NOTE})
    rows: list[dict[str, Cell]] = []
    count = 0
    with ParquetWriter(stream, schema, compression="zstd") as writer:

        def put() -> None:
            writer.write_table(pyarrow.Table.from_pylist([_clean(row) for row in rows], schema))
            rows.clear()

        for filed in record.list_filed():
            count += 1
            rows += list_rows(filed)
            if len(rows) >= _AT_ONCE:
                put()
        if rows:
            put()
    return count


def _clean(row: dict[str, Cell]) -> dict[str, Any]:
    """Strings in UTF-8, which has no lone surrogates: they become the characters of their escapes."""
    return {
        name: cell.encode("utf-8", "backslashreplace").decode() if isinstance(cell, str) else cell
        for name, cell in row.items()
    }


PARQUET = Format(".parquet", write, binary=True)
