"""How fast each format is written, and in how much memory: python benchmarks/exporting.py [DOCUMENTS ...]

Makes records of so many documents (by default 200 and 2,000) out of the bundled articles, each with a line of its own,
exports each in every format in a process of its own, and prints documents a second and the peak of memory. What grows
with the record is no stream.
"""

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from onrecord.show.exports import FORMATS


def make(path: Path, count: int) -> None:
    import onrecord
    from onrecord.store.store import Store

    read = list(onrecord.read_many(Path(onrecord.__file__).parent / "press"))
    readings = [reading for reading in read if isinstance(reading, onrecord.Reading)]
    with Store(str(path)) as record:
        for i in range(count):
            reading = readings[i % len(readings)]
            text = f"{reading.document.text}\nCopy {i}.\n"
            record.keep(replace(reading, document=replace(reading.document, text=text, sha256="")), f"copy:{i}")


def take(path: str, form: str) -> None:
    """In a process of its own: seconds and megabytes on standard output."""
    from onrecord.store.store import Store

    start = time.perf_counter()
    with Store(path) as record, tempfile.TemporaryFile() as file:
        if FORMATS[form].binary:
            FORMATS[form].write(record, file, False)
        else:
            with open(file.fileno(), "w", encoding="utf-8", errors="backslashreplace", closefd=False) as stream:
                FORMATS[form].write(record, stream, False)
        size = file.seek(0, 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.perf_counter() - start:.2f} {peak:.0f} {size / 1e6:.1f}")


def main(counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'documents':>9} {'format':>14} {'documents/s':>12} {'peak MB':>8} {'MB written':>11}")
        for count in counts:
            path = Path(folder) / f"{count}.db"
            # In a process of its own, too: a child begins with the peak of its parent.
            subprocess.run([sys.executable, __file__, "--make", str(path), str(count)], check=True)
            for form in FORMATS:
                command = [sys.executable, __file__, "--take", str(path), form]
                told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
                print(f"{count:9} {form:>14} {count / float(told[0]):12.0f} {told[1]:>8} {told[2]:>11}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--take"]:
        take(*sys.argv[2:4])
    elif sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main([int(count) for count in sys.argv[1:]] or [200, 2000])
