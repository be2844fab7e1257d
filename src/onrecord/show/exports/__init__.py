"""A record taken out, one module a format. What each holds and loses is told in docs/exports.md."""

from onrecord.show.exports.brat import BRAT
from onrecord.show.exports.form import Format
from onrecord.show.exports.ftm import FTM
from onrecord.show.exports.graphml import GRAPHML
from onrecord.show.exports.jsonl import JSONL
from onrecord.show.exports.labelstudio import LABEL_STUDIO
from onrecord.show.exports.parquet import PARQUET
from onrecord.show.exports.sheets import CSV, XLSX
from onrecord.show.exports.training import TRAINING
from onrecord.show.exports.webannotation import WEB_ANNOTATION

__all__ = ["FORMATS", "Format"]

FORMATS: dict[str, Format] = {
    "jsonl": JSONL,
    "csv": CSV,
    "xlsx": XLSX,
    "parquet": PARQUET,
    "webannotation": WEB_ANNOTATION,
    "ftm": FTM,
    "graphml": GRAPHML,
    "labelstudio": LABEL_STUDIO,
    "brat": BRAT,
    "training": TRAINING,
}
"""By the names that `--format` takes."""
