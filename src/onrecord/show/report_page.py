"""Reports as one self-contained HTML page."""

from onrecord.show.page import hash_asset, load_environment, read_asset
from onrecord.show.report import Report


def render_report(report: Report) -> str:
    """A report as an HTML document that needs nothing outside itself, and in which nothing of a text is obeyed."""
    style = read_asset("page.css") + read_asset("report.css")
    template = load_environment().get_template("report.html.j2")
    return template.render(report=report, style=style, style_hash=hash_asset(style))
