"""Every text a person meets on their own pages is plain, or has an easy-read form that is. Prints how many."""

import polib

from tools.easy import HARDEST, LONGEST, is_hard, is_met, lix, longest_sentence, words
from tools.messages import EASY, ROOT, SOURCE, _path, find


def test_each_text_of_the_persons_pages_is_easy_or_has_an_easy_form():
    easy = {entry.msgid: entry.msgstr for entry in polib.pofile(str(_path(EASY)))}
    met = [m.text for m, files in find(ROOT, SOURCE).items() if is_met(files)]
    read = [easy.get(text) or text for text in met]
    hard = [text for text in met if is_hard(text)]
    print(
        f"{len(met)} texts, {len(hard)} of them harder than {LONGEST} words a sentence or LIX {HARDEST};"
        f" {len(easy)} have an easy-read form; longest sentence {max(map(longest_sentence, read))} words,"
        f" LIX of all {lix('. '.join(read)):.0f}"
    )
    assert len(met) > 1000
    assert [text for text in read if is_hard(text)] == []


def test_the_measure_sees_long_sentences_and_long_words():
    assert longest_sentence("Vi läser den. Sedan ringer vi dig i morgon.") == 6
    assert is_hard("Förvaltningsrättens avgöranden överklagas därefter skriftligen inom föreskriven överklagandetid,"
                   " vilket framgår av underrättelsen.")  # fmt: skip
    assert not is_hard("Ring oss. Vi hjälper dig.")
    assert words("%(name)s ringer {day}") == ["ord", "ringer", "ord"]
