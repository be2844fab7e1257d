"""Which language a text is in, from its script and its commonest words. A light guess, made to be sure.

The word lists are closed-class words (articles, pronouns, prepositions, conjunctions, auxiliaries) of each
language that are not ordinary words of English: `die`, `in`, `war`, `an` are left out.
"""

import re
from collections import Counter

MIN_WORDS = 20
"""Below this a text is too short to tell."""
MIN_SHARE = 0.12
"""Of a text's words, those that must be on a language's list."""
MARGIN = 1.5
"""How many times as many words the best list must hold as the second best."""

NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "ko": "Korean",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sr": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}

_SCRIPTS = {
    "el": "\u0370-\u03ff",
    "cyrillic": "\u0400-\u052f",
    "hy": "\u0530-\u058f",
    "he": "\u0590-\u05ff",
    "arabic": "\u0600-\u06ff",
    "hi": "\u0900-\u097f",
    "th": "\u0e00-\u0e7f",
    "ka": "\u10a0-\u10ff",
    "ja": "\u3040-\u30ff",
    "han": "\u4e00-\u9fff",
    "ko": "\uac00-\ud7af",
}
_IN_SCRIPT = {name: re.compile(f"[{characters}]") for name, characters in _SCRIPTS.items()}
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_UNSPACED = {"ja", "han", "th"}

_WORDS = {
    "en": "the of and to in is was that for on with as it his he at by from are were be has have had this which "
    "not but they their an or been who its will would said after more about when there than into we you",
    "de": "der und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus er hat dass "
    "sie nach wird bei einer um am sind noch wie einem über einen so zum haben nur oder aber vor zur bis mehr "
    "durch man sein wurde sei wurden gegen vom können schon wenn habe seine ihre unter wir",
    "nl": "de van het een en dat niet zijn op te met voor er aan die hij ook als maar om bij nog uit naar wordt heeft "
    "werd deze dit worden door tot hebben over zich ze hun wel geen meer",
    "fr": "le la les des et du une dans est que qui pour pas sur au par plus avec ce il sont ne se aux ses cette été "
    "mais comme ont elle leur être était ces nous vous après entre sans",
    "es": "el la los las del que y en una por con para se un al lo es su más como fue pero sus ha este esta entre "
    "desde sobre también hasta muy sin dos años donde según",
    "ca": "el la els les que i amb una per del al és va en dels han ser més aquest aquesta com però seva també ha les "
    "seus després fins segons",
    "pt": "o os as que e do da em um uma para com não por dos das no na se ao mais foi como é pelo pela seu sua ele "
    "ela são também entre já até após segundo isso",
    "it": "il di che e la un una per non del della con le si è da sono al dei nel alla gli anche lo come più ha delle "
    "nella dal dalla ma ad degli questo stato essere dopo tra",
    "ro": "și de în la cu care pe din nu că este o a fost pentru mai au un se sunt după lui prin ale sau dar acest",
    "sv": "och att det som en på är av för med den till inte har de ett om var jag han sig från vi så men kan när ska "
    "också eller efter hade vid mot under blev",
    "da": "og at det som en på er af for med den til ikke har de et om var jeg han sig fra vi så men kan når skal "
    "også eller efter havde ved mod blev efter være blevet",
    "no": "og at det som en på er av for med den til ikke har de et om var jeg han seg fra vi så men kan når skal "
    "også eller etter hadde ved mot ble være blitt",
    "pl": "w i na z się nie do że jest to o jak po od za przez który która które tym są ale był była dla oraz tego "
    "jego także będzie może",
    "cs": "a v se na je že s z do o to i který která které ve pro jsou jako po byl byla podle ale také tak za od "
    "nebo jeho jsem bude",
    "hu": "a az és hogy nem is egy van volt meg azt ez már el csak még mint szerint után ezt vagy de lesz ha magyar",
    "fi": "ja on ei se että oli hän mutta myös kun ovat joka sen tai mukaan niin ovat sekä hänen jälkeen mitä vain ole",
    "tr": "ve bir bu da de için ile olarak çok daha olan olduğunu gibi sonra kadar ise ne her en var ancak dedi göre",
    "id": "yang dan di itu dengan untuk dari ini pada tidak dalam akan adalah juga oleh ke karena telah mereka ada "
    "bisa sebagai kata kepada",
    "ru": "и в не на что с он как это по но из у за от его к о для был была были после также а же",
    "uk": "і в не на що з він як це та але із за від його до про для був була були після також й у є які",
    "bg": "и в на не да се от за с че са е по като това но до ще при след който беше",
    "sr": "и у да је се на за не су од са као што који али после до о би није",
    "fa": "و در به از که این را با است برای آن یک خود تا بر بود شده",
    "ar": "في من على أن إلى عن التي الذي مع هذا هذه ما كان بعد لا قد",
}
_LISTS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_BY_SCRIPT = {"cyrillic": ("ru", "uk", "bg", "sr"), "arabic": ("ar", "fa")}
_LATIN = tuple(sorted(set(_LISTS) - {language for group in _BY_SCRIPT.values() for language in group}))

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000


def guess_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or None where it is too short or not plain.

    Looks at the first 20,000 characters.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.casefold())
    letters = sum(map(len, words))
    foreign = "".join(_NOT_ASCII.findall(sample))
    script = next((name for name, pattern in _IN_SCRIPT.items() if len(pattern.findall(foreign)) > letters / 2), None)
    if (
        script is None
        and len(_IN_SCRIPT["ja"].findall(foreign)) + len(_IN_SCRIPT["han"].findall(foreign)) > letters / 2
    ):
        script = "han"
    if letters < 3 * MIN_WORDS if script in _UNSPACED else len(words) < MIN_WORDS:
        return None
    if script is None:
        return _commonest(words, _LATIN)
    if script == "han":  # Japanese news is mostly Chinese characters, but never without kana
        return "ja" if len(_IN_SCRIPT["ja"].findall(foreign)) > letters / 10 else "zh"
    return _commonest(words, _BY_SCRIPT[script]) if script in _BY_SCRIPT else script


def warn_of_language(language: str | None) -> tuple[str, ...]:
    """The warning that a document in `language` carries: none for English, or where it is not known."""
    if language in (None, "en"):
        return ()
    return (f"the text looks like {NAMES.get(language, language)}; the reader is made for English",)


def _commonest(words: list[str], languages: tuple[str, ...]) -> str | None:
    counts = Counter(words)
    held = {language: sum(counts[word] for word in _LISTS[language] & counts.keys()) for language in languages}
    best, second = sorted(held, key=lambda language: held[language], reverse=True)[:2]
    if held[best] < MIN_SHARE * len(words) or (held[best] < MARGIN * held[second] and not _are_close(best, second)):
        return None
    return best


def _are_close(one: str, other: str) -> bool:
    """Languages that share most of their commonest words: the better list decides, however little better."""
    return any(
        {one, other} <= group
        for group in ({"da", "no", "sv"}, {"es", "ca", "pt", "it"}, {"bg", "ru", "sr", "uk"}, {"cs", "pl"})
    )
