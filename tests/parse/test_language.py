"""The guess at a text's language: sure, or silent."""

import pytest

from onrecord.parse.language import guess_language, warn_of_language

TEXTS = {
    "en": (
        "The minister said on Monday that the plan would be dropped, and that there was no other plan "
        "for the water of the city."
    ),
    "de": (
        "Der Minister hat am Montag gesagt, dass der Plan nicht mehr gilt und dass es auch keinen "
        "anderen Plan für die Stadt gibt."
    ),
    "fr": (
        "Le ministre a dit lundi que le plan pour l'eau ne serait pas retenu et qu'il n'y avait pas "
        "d'autre plan dans la ville."
    ),
    "es": (
        "El ministro dijo el lunes que el plan para el agua de la ciudad no se aplicará y que no hay "
        "otro plan para los vecinos."
    ),
    "it": (
        "Il ministro ha detto che il piano per l'acqua della città non si farà e che non c'è un altro "
        "piano per gli abitanti del posto."
    ),
    "pt": (
        "O ministro disse que o plano para a água da cidade não vai ser aplicado e que não há outro "
        "plano para os moradores da região."
    ),
    "nl": (
        "De minister zei maandag dat het plan voor het water van de stad niet doorgaat en dat er ook "
        "geen ander plan is voor de stad."
    ),
    "sv": (
        "Ministern sade att planen för vattnet i staden inte blir av och att det inte heller finns "
        "någon annan plan för dem som bor där."
    ),
    "pl": (
        "Minister powiedział, że plan nie jest już aktualny i że nie ma innego planu dla miasta, a to "
        "jest problem, który nie zniknie do jutra."
    ),
    "tr": (
        "Bakan pazartesi günü yaptığı açıklamada planın artık geçerli olmadığını ve şehir için başka "
        "bir plan da olmadığını, bu nedenle ne olacak diye sordu, dedi."
    ),
    "ru": (
        "Министр сказал в понедельник, что план по воде не будет принят и что другого плана для города "
        "у них нет и не было до сих пор."
    ),
    "uk": (
        "Міністр сказав у понеділок, що план щодо води не буде прийнято і що іншого плану для міста у "
        "них немає та й не було до цього."
    ),
    "el": (
        "Ο υπουργός είπε τη Δευτέρα ότι το σχέδιο για το νερό της πόλης δεν θα γίνει και ότι δεν "
        "υπάρχει άλλο σχέδιο για την πόλη."
    ),
    "ar": (
        "قال الوزير يوم الاثنين إن الخطة لن تنفذ وإنه لا توجد خطة أخرى من أجل المدينة في هذا العام وإن "
        "الناس على علم بذلك من قبل"
    ),
    "zh": (
        "部长星期一表示,这项供水计划将被取消,而且目前没有为这座城市准备其他计划。居民们对此并不感到意外,"
        "他们说早就知道这件事情,会议随后结束,大家离开了会场。"
    ),
    "ja": (
        "大臣は月曜日に、水の計画は取りやめになると述べた。この町のためのほかの計画はまだないという。会"
        "場にいた人たちはそれを聞いても驚かなかったと話している。"
    ),
    "ko": (
        "장관은 월요일에 물 계획이 취소될 것이라고 말했다. 이 도시를 위한 다른 계획은 아직 없다고 한다. "
        "회의장에 있던 사람들은 그 말을 듣고도 놀라지 않았다고 한다. 회의는 그 뒤에 곧 끝났다."
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_language(language: str) -> None:
    """Some twenty words of running text are enough to tell its language."""
    assert guess_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "Der Minister hat es gesagt.", "12 34 56 " * 30, "Plan dropped. " * 5])
def test_too_short(text: str) -> None:
    """Under twenty words there is no guess."""
    assert guess_language(text) is None


def test_names_alone_tell_nothing() -> None:
    """A list of names is in no language."""
    assert guess_language("Jane Doe, John Roe, Rufus Firefly, Trentino Vera, Gloria Teasdale, " * 5) is None


def test_english_with_german_quotation() -> None:
    """English that quotes a foreign sentence is English."""
    assert (
        guess_language(f'{TEXTS["en"] * 2} He put it in German: "Der Plan ist tot, und das ist auch gut so."') == "en"
    )


def test_warning() -> None:
    """Only a text that is plainly in another language is warned of, by that language's name."""
    assert warn_of_language("de") == ("the text looks like German; the reader is made for English",)
    assert warn_of_language("en") == warn_of_language(None) == ()
