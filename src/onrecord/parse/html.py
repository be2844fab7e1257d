"""Markup -> Document: the article's text as paragraphs, headed by its title, and who wrote it where and when.

trafilatura finds the article (markup.py); what the page says of itself (JSON-LD, meta tags, headings, visible
bylines) is weighed by us, for the page as its readers see it is right more often than any one tag.
"""

from onrecord.errors import ParseError
from onrecord.parse.authors import choose_authors
from onrecord.parse.blocks import find_blocks, find_captions, find_parts, find_standfirst, is_plug, without_title
from onrecord.parse.claims import read_claims
from onrecord.parse.language import guess_language, warn_of_language
from onrecord.parse.markup import extract_article, find_declared_charset, load_markup
from onrecord.parse.metadata import choose_date, choose_outlet, choose_title
from onrecord.parse.text import decode, settle_newlines
from onrecord.types import Document, Page, hash_text

_NO_ARTICLE = "no article text found; save the article's text to a file and read that"
# A page on which nothing is this many words long holds links and labels, and no article.
_LEAST_WORDS = 5
_TOO_MUCH = "the page needs too much memory; save the article's text to a file and read that"
_BROKEN = "the page cannot be parsed ({}); save the article's text to a file and read that"


def parse_html(page: Page) -> Document:
    """An HTML page as a document: title, then paragraphs, headings, quotes and list items, a blank line between.

    Comments are left out, and tables too unless the article is in one. Several authors are joined by "; ".
    Raises ParseError where there is no article in the page. Not for threads: trafilatura crashes under them.
    """
    markup, warnings = decode(page, find_declared_charset(page.data))
    try:
        tree = load_markup(settle_newlines(markup))
        found = None if tree is None else extract_article(tree, page.url)
    except MemoryError:
        raise ParseError(page.name, _TOO_MUCH) from None
    except Exception as error:  # whatever a library makes of hostile markup
        raise ParseError(page.name, _BROKEN.format(type(error).__name__)) from error
    if tree is None or found is None:
        raise ParseError(page.name, _NO_ARTICLE)

    claims = read_claims(tree, page.url, found.sitename)
    title, heading = choose_title(tree, claims, found.title)
    blocks = [block for block in find_blocks(found.body) if not is_plug(block)]
    if not any(len(block.split()) >= _LEAST_WORDS for block in blocks):
        raise ParseError(page.name, _NO_ARTICLE)
    if title:
        blocks = [title, *find_standfirst(tree, claims, blocks, title), *without_title(blocks, title)]
    text = "\n\n".join(blocks)
    parts, authors = find_parts(text, blocks, title, find_captions(tree))
    language = guess_language(text)
    return Document(
        id=f"sha256:{hash_text(text)}",
        text=text,
        title=title,
        author="; ".join(choose_authors(tree, heading, claims, authors)) or None,
        outlet=choose_outlet(claims, found.sitename),
        url=page.url or found.url,
        published=choose_date(tree, claims, found.date, page.url or found.url),
        retrieved=page.retrieved,
        language=language,
        parts=parts,
        warnings=warnings + warn_of_language(language),
    )
