"""Is a question Dutch or English? Told by function words that the two languages do not share."""

from assistant.schema import Language
from index.terms import words

_DUTCH = frozenset(
    ["de", "het", "een", "en", "van", "voor", "met", "bij", "naar", "uit", "op", "aan", "om", "te", "dat", "die", "deze", "dit", "zijn", "wordt", "worden", "waar", "wat", "wie", "hoe", "welke", "wanneer", "waarom", "ik", "je", "jij", "u", "we", "wij", "ze", "zij", "hun", "er", "daar", "niet", "geen", "ook", "nog", "wel", "moet", "moeten", "mag", "mogen", "kan", "kun", "kunnen", "wil", "heb", "hebt", "heeft", "hebben", "krijg", "krijgt", "krijgen", "betaalt", "betalen", "woont", "wonen", "huur", "mensen", "tussen", "zonder", "over", "lang", "lastig", "graag"]
)
_ENGLISH = frozenset(
    ["the", "a", "an", "of", "to", "for", "with", "from", "at", "by", "are", "what", "who", "whom", "whose", "how", "which", "when", "where", "why", "i", "you", "he", "she", "they", "their", "there", "this", "that", "these", "those", "not", "no", "can", "could", "do", "does", "did", "should", "would", "must", "may", "have", "has", "get", "gets", "people", "live", "living", "stay", "pay", "pays", "paid", "rent", "about", "and", "much", "many", "long", "it", "its", "my", "your", "our", "any", "some", "than", "then", "if", "be", "been"]
)


def detect_language(text: str) -> Language:
    """`en` where English function words outnumber Dutch ones, else `nl`."""
    tokens = words(text)
    dutch = sum(token in _DUTCH for token in tokens)
    english = sum(token in _ENGLISH for token in tokens)
    return "en" if english > dutch else "nl"
