"""Is a question Dutch or English?"""

import pytest

from assistant.language import detect_language
from eval.questions import Question

AT_LEAST = 0.97


def test_the_language_of_the_reference_questions(reference: dict[str, Question]) -> None:
    wrong = [q.question for q in reference.values() if detect_language(q.question) != q.lang]
    share = 1 - len(wrong) / len(reference)
    assert share >= AT_LEAST, f"{share:.4f}: {wrong}"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wat kost het?", "nl"),
        ("wie betaalt de begeleiding", "nl"),
        ("hoe lang mag je blijven", "nl"),
        ("How long can you stay?", "en"),
        ("who pays for the support", "en"),
        ("WHAT DOES IT COST?", "en"),
        ("", "nl"),
        ("12345", "nl"),
        ("huurtoeslag", "nl"),
    ],
)
def test_plain_cases(text: str, language: str) -> None:
    assert detect_language(text) == language
