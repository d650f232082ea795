"""Languages are told apart offline, by script or function words."""

# ruff: noqa: E501 - a sentence of a text stays on one line

import pytest

from tests.extract import pages
from tracker.extract.language import detect

SENTENCES = {
    "pt": "Nós recolhemos os dados que você nos dá quando faz uma compra, e não os partilhamos com ninguém sem a sua autorização.",
    "da": "Vi indsamler de oplysninger, som du giver os, når du køber en billet, og vi deler dem ikke med andre uden dit samtykke.",
    "sv": "Vi samlar in de uppgifter som du ger oss när du köper en biljett, och vi delar dem inte med någon utan ditt samtycke.",
    "no": "Vi samler inn opplysningene som du gir oss når du kjøper en billett, og vi deler dem ikke med noen uten ditt samtykke.",
    "fi": "Me keräämme tiedot, jotka annat kun ostat lipun, ja emme luovuta niitä muille, jos et ole antanut siihen lupaa.",
    "pl": "Zbieramy dane, które podajesz, gdy kupujesz bilet, i nie przekazujemy ich nikomu bez zgody, chyba że tego wymaga prawo lub sąd.",
    "cs": "Shromažďujeme údaje, které nám dáte, když si koupíte lístek, a nepředáváme je nikomu, pokud k tomu nemáme váš souhlas.",
    "tr": "Bilet satın aldığınızda bize verdiğiniz bilgileri toplarız ve bu bilgileri sizin izniniz olmadan hiç kimse ile paylaşmayız.",
    "ru": "Мы собираем сведения, которые вы сообщаете при покупке билета, и никому их не передаём.",
    "uk": "Ми збираємо відомості, які ви надаєте під час купівлі квитка, і нікому їх не передаємо.",
    "el": "Συλλέγουμε τα στοιχεία που μας δίνετε όταν αγοράζετε εισιτήριο και δεν τα δίνουμε σε κανέναν.",
    "ar": "نجمع المعلومات التي تقدمها عند شراء تذكرة ولا نشاركها مع أي شخص دون موافقتك.",
    "he": "אנו אוספים את המידע שאתם נותנים לנו בעת רכישת כרטיס ואיננו מעבירים אותו לאחרים.",
    "ja": "当社は、切符の購入時にお客様から提供された情報を収集し、同意なく第三者に提供しません。",
    "zh": "我们收集您购票时提供的信息，未经您的同意，不会向任何第三方提供。",
    "ko": "당사는 승차권 구매 시 고객이 제공한 정보를 수집하며 동의 없이 제삼자에게 제공하지 않습니다.",
}


@pytest.mark.parametrize("policy", pages.POLICIES, ids=lambda policy: policy.language)
def test_the_six_languages_of_the_vocabulary_are_told(policy: pages.Policy) -> None:
    """A short policy is enough."""
    assert detect(" ".join(policy.lines)) == policy.language


@pytest.mark.parametrize("language", SENTENCES)
def test_other_languages_are_told_from_one_sentence(language: str) -> None:
    """Near relatives included."""
    assert detect(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", "Privacy Policy", "404", "Home Shop Jobs Press " * 10, "1 2 3 " * 100])
def test_what_is_no_running_text_has_no_language(text: str) -> None:
    """A menu, a title, numbers."""
    assert detect(text) is None


def test_a_title_in_another_language_does_not_mislead() -> None:
    """The sample is taken from beginning, middle and end."""
    assert detect("Privacy policy and cookie notice. " + " ".join(pages.DUTCH.lines) * 60) == "nl"
