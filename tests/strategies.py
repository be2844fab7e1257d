"""Texts as hostile as people's files are, for property tests."""

from hypothesis import strategies as st

WORDS = [
    "The minister said", "according to", "she denied", "that", "the pact", "\"", "“", "”", "'", "’", "‘", "«", "»", "„",
    "''", "``",
    "\n", "\n\n", "\r\n", "\u200b", "\u202e", "\u2066", "\xa0", "\u2028", "\x00", "\x1b[31m", "â€œ", "â€\x9d",
    "Ã©", "defenсe", "Мinister", "<script>", "&amp;", "?", "!", ".", ",", "Mr. Rell", "U.S.", "did not say", "🙂",
    "e\u0301", "ﬁ", "中文", "עברית", "a" * 120, "\ud800", "told reporters", "Who said", "if he says", "42", "-", "—",
]  # fmt: skip

news_like = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.lists(
    st.sampled_from(WORDS), max_size=60
).map("".join)
texts = news_like | st.text(max_size=200) | st.text(st.characters(), max_size=100)
