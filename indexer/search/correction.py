"""Maybe you meant: misspelt words replaced by words of the archive that the asking person may see."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from indexer.analysis import fold
from indexer.analysis.folding import WORD
from indexer.query import And, Not, Or, Term, Word, leaves
from indexer.search.keyboard import retyped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from indexer.analysis import Analyzer
    from indexer.query import Node, Parsed

_RUSSIAN: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_SOUNDS: Final = {
    "а": ("о",), "о": ("а",), "е": ("и", "я", "э"), "и": ("е", "ы"), "я": ("е",), "ы": ("и",), "э": ("е",),
    "б": ("п",), "п": ("б",), "в": ("ф", "г"), "ф": ("в",), "г": ("к",), "к": ("г",), "д": ("т",), "т": ("д", "тт"),
    "ж": ("ш",), "ш": ("ж",), "щ": ("сч",), "з": ("с",), "с": ("з", "сс"), "н": ("нн",), "ь": ("",),
}  # fmt: skip
"""Letters that are written for one another by ear: unstressed vowels, voiced and voiceless pairs, doubled ones."""
_MOST_CHANGES: Final = 3
_LONG: Final = 16
"""Letters of a word of which one change less is tried: there are too many."""
_SHORTEST: Final = 4
_SHORTEST_OF_TWO: Final = 6
"""Letters of a word of which two may be wrong: two others make another word of a shorter one."""
_TWO: Final = 2
_MOST_CANDIDATES: Final = 8
"""Words that are counted of a kind: each costs a look into the index."""
_MOST_FAR: Final = 4
"""The same of words that two letters are wrong of: looked for last, when others have cost their looks."""
_MOST_WORDS: Final = 5


@lru_cache(maxsize=1_000)  # a question's words are asked for by the search, and again to be marked
def neighbours(word: str) -> frozenset[str]:
    """Every string one letter away from a folded word: left out, put in, exchanged, or two swapped."""
    alphabet = _RUSSIAN if re.search("[а-я]", word) else _LATIN
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in alphabet}
    found |= {left + letter + right for left, right in cuts for letter in alphabet}
    return frozenset(found - {word})


def alike(word: str) -> frozenset[str]:
    """Strings that a folded Russian word sounds like, with up to three of its letters written otherwise."""
    others = [(place, _SOUNDS.get(letter, ())) for place, letter in enumerate(word)]
    places = [(place, sounds) for place, sounds in others if sounds]
    found = set()
    for number in range(1, (_MOST_CHANGES if len(word) <= _LONG else _MOST_CHANGES - 1) + 1):
        for chosen in combinations(places, number):
            for sounds in product(*(sounds for _, sounds in chosen)):
                letters = list(word)
                for (place, _), sound in zip(chosen, sounds, strict=True):
                    letters[place] = sound
                found.add("".join(letters))
    return frozenset(found - {word})


def nearest(word: str, forms: Iterable[str]) -> list[str]:
    """Of these forms the nearest that differ from a folded word by two letters anywhere, save the first."""
    found = process.extract_iter(word, forms, scorer=OSA.distance, score_cutoff=_TWO)
    two = sorted(form for form, distance, _ in found if distance == _TWO)
    return [form for form, _, _ in process.extract(word, two, scorer=JaroWinkler.similarity, limit=_MOST_FAR)]


def corrected(
    parsed: Parsed,
    analyzer: Analyzer,
    *,
    present: Callable[[Iterable[str]], Iterable[str]],
    beginning: Callable[[str], Iterable[str]],
    count: Callable[[Node], int],
) -> str | None:
    """The typed text with words that occur replaced for those that do not, or None.

    What was typed in the Latin layout of the keyboard is one of them; it is looked for first.

    Args:
        parsed: what was typed.
        analyzer: the index's.
        present: which of these exact forms the index has, whoever may see them.
        beginning: the exact forms of the index with this first letter.
        count: documents that a tree finds, misread words not counted, among those that may be seen.
    """
    other = retyped(parsed.text, analyzer, count)
    if other is not None:
        return other
    words: dict[Word, Word] = {}
    for term in _suspects(parsed.tree, count):
        if (better := _better(term, analyzer, present, beginning, count)) is not None:
            words[term.word] = better
    if not words or not count(_replaced(parsed.tree, words)):
        return None
    forms = {old.form: new.form for old, new in words.items()}
    return WORD.sub(lambda match: _like(match[0], forms.get(fold(match[0]))), parsed.text)


def _suspects(tree: Node, count: Callable[[Node], int]) -> Iterator[Term]:
    terms = dict.fromkeys(leaf for leaf in leaves(tree) if isinstance(leaf, Term) and _is_wordlike(leaf))
    return (term for term in list(terms)[:_MOST_WORDS] if not count(term))


def _is_wordlike(term: Term) -> bool:
    return len(term.word.form) >= _SHORTEST and not term.word.form.isdigit()


def _better(
    term: Term,
    analyzer: Analyzer,
    present: Callable[[Iterable[str]], Iterable[str]],
    beginning: Callable[[str], Iterable[str]],
    count: Callable[[Node], int],
) -> Word | None:
    """The word that most documents have: of the nearest kind of words that has any."""
    for forms in _kinds(term.word.form, analyzer, present, beginning):
        if (better := _most_frequent(term, forms, analyzer, count)) is not None:
            return better
    return None


def _kinds(
    typed: str,
    analyzer: Analyzer,
    present: Callable[[Iterable[str]], Iterable[str]],
    beginning: Callable[[str], Iterable[str]],
) -> Iterator[Iterable[str]]:
    """One letter away, then what sounds alike; of each, forms of the archive, then words that it may have otherwise.

    At last forms two letters away: only of the archive, for a stranger is near to many words.
    """
    for near in (neighbours, alike):
        words = near(typed)
        yield present(words)
        yield filter(analyzer.knows, words)
    yield nearest(typed, beginning(typed[0])) if len(typed) >= _SHORTEST_OF_TWO else ()


def _most_frequent(term: Term, forms: Iterable[str], analyzer: Analyzer, count: Callable[[Node], int]) -> Word | None:
    best, most = None, 0
    for form in sorted(forms)[:_MOST_CANDIDATES]:
        (token,) = analyzer.tokens(form)
        word = Word(token.form, token.lemmas, token.known)
        documents = count(replace(term, word=word))
        if documents > most:
            best, most = word, documents
    return best


def _replaced(tree: Node, words: dict[Word, Word]) -> Node:
    match tree:
        case And(parts) | Or(parts):
            return type(tree)(tuple(_replaced(part, words) for part in parts))
        case Not(part):
            return Not(_replaced(part, words))
        case Term(word) if word in words:
            return replace(tree, word=words[word])
    return tree


def _like(typed: str, better: str | None) -> str:
    """The better word in the case of the typed one."""
    if better is None:
        return typed
    if typed[0].isupper():
        return better.upper() if typed.isupper() and len(typed) > 1 else better.capitalize()
    return better
