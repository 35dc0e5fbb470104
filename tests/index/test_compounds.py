from index.compounds import CompoundSplitter

SPLITTER = CompoundSplitter(
    {"huur": 900, "achter": 5000, "stand": 800, "achterstand": 90, "zieken": 20, "huis": 40, "ziekenhuis": 500}
    | {"verhuizing": 50, "kosten": 700, "ken": 90000, "nis": 90000, "kennis": 10, "bed": 10, "tijd": 100},
    short_parts=frozenset({"bed"}),
)


def test_unknown_compound_is_cut_into_known_parts():
    assert SPLITTER.split("huurachterstand") in {("huur", "achterstand"), ("huur", "achter", "stand")}


def test_frequent_compound_stays_whole():
    assert SPLITTER.split("ziekenhuis") == ("ziekenhuis",)


def test_linking_letters_stay_with_the_part_before():
    assert SPLITTER.split("verhuizingskosten") == ("verhuizings", "kosten")


def test_short_parts_only_where_listed():
    assert SPLITTER.split("kennis") == ("kennis",)
    assert SPLITTER.split("bedtijd") == ("bed", "tijd")


def test_unknown_word_comes_back_whole():
    assert SPLITTER.split("xyzzyplugh") == ("xyzzyplugh",)
    assert SPLITTER.split("") == ("",)


def test_parts_joined_are_the_word():
    for word in ("huurachterstand", "verhuizingskosten", "bedtijd", "huishuishuishuishuis"):
        assert "".join(SPLITTER.split(word)) == word
