"""A statement as one would say it."""

from __future__ import annotations

import shlex
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Actor, Claim, Stance
from ledger.cli.write import sentence
from ledger.cli.write.sentence import Sentence
from ledger.errors import BadRequest

NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True).filter(
    lambda name: name not in sentence.VERBS and name not in sentence.ADVERBS
)

VERBS = "the verbs are supports, denies, questions, comments, retracts, implies"
VERBS_AND_EXAMPLE = f"{VERBS}; as in `claims record mayor denies pier-closed`"


@st.composite
def clauses(draw: st.DrawFn) -> list[str]:
    """Words that are a sentence: a speaker, and clauses on claims that are all different."""
    claims = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    cuts = sorted({0, len(claims), *draw(st.lists(st.integers(0, len(claims))))})
    words = [draw(NAMES)]
    for start, stop in pairwise(cuts):
        words += draw(st.sampled_from([[], *([adverb] for adverb in sentence.ADVERBS)]))
        words += [draw(st.sampled_from(list(sentence.VERBS))), *claims[start:stop]]
    return words


def test_a_verb_takes_a_stance_on_each_claim_after_it() -> None:
    """Esper questions one claim and denies another."""
    assert sentence.parse(["esper", "questions", "authentic", "denies", "decision"]) == Sentence(
        speaker="esper",
        stances=(Stance(claim="authentic", stance="query"), Stance(claim="decision", stance="deny")),
    )


@pytest.mark.parametrize(
    ("verb", "stance"),
    [
        ("supports", Stance(claim="budget", stance="support")),
        ("denies", Stance(claim="budget", stance="deny")),
        ("questions", Stance(claim="budget", stance="query")),
        ("comments", Stance(claim="budget", stance="comment")),
        ("retracts", Stance(claim="budget", stance="retract")),
        ("implies", Stance(claim="budget", stance="support", basis="implied")),
    ],
)
def test_each_verb_takes_its_stance(verb: str, stance: Stance) -> None:
    """The six verbs take the five stances; to imply is to support by implication."""
    assert sentence.parse(["mayor", verb, "budget"]).stances == (stance,)


def test_an_adverb_says_how_certain_its_own_clause_is() -> None:
    """Probably and possibly hold for the verb that they stand before, and for no other."""
    words = [
        "mayor",
        "supports",
        "strike",
        "probably",
        "denies",
        "budget",
        "pier-open",
        "possibly",
        "implies",
        "pier-sold",
    ]
    assert sentence.parse(words).stances == (
        Stance(claim="strike", stance="support"),
        Stance(claim="budget", stance="deny", certainty="probable"),
        Stance(claim="pier-open", stance="deny", certainty="probable"),
        Stance(claim="pier-sold", stance="support", basis="implied", certainty="possible"),
    )


def test_what_is_known_by_report_is_so_for_all_but_what_is_implied() -> None:
    """The basis that is given holds for each stance; implication is a basis of its own."""
    stances = sentence.parse(["mayor", "denies", "budget", "implies", "strike"], basis="reported").stances
    assert [stance.basis for stance in stances] == ["reported", "implied"]


def test_new_names_are_declared_in_the_order_in_which_they_are_said() -> None:
    """A speaker with its whole and a claim with its sentence are declared by the way."""
    said = sentence.parse(["+clerk@city", "implies", "budget", "+sold=The pier is sold."])
    assert said.declared == (
        Actor(id="clerk", name="clerk", part_of="city"),
        Claim(id="sold", text="The pier is sold."),
    )
    assert said.speaker == "clerk"
    assert [stance.claim for stance in said.stances] == ["budget", "sold"]


def test_there_may_be_nobody_or_nothing_said() -> None:
    """No words are no sentence; a speaker alone takes no stance."""
    assert sentence.parse([]) == Sentence()
    assert sentence.parse(["mayor"]) == Sentence(speaker="mayor")


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        (
            "mayor qestions budget",
            "'qestions' is not a verb\n  mayor qestions budget\n        ^^^^^^^^",
            "did you mean questions?",
        ),
        (
            "mayor budget",
            "'budget' is not a verb\n  mayor budget\n        ^^^^^^",
            VERBS_AND_EXAMPLE,
        ),
        (
            "mayor probbly denies budget",
            "'probbly' is not a verb\n  mayor probbly denies budget\n        ^^^^^^^",
            "did you mean probably or possibly?",
        ),
        (
            "mayor probably possibly denies budget",
            "'possibly' is not a verb\n  mayor probably possibly denies budget\n                 ^^^^^^^^",
            VERBS_AND_EXAMPLE,
        ),
        (
            "mayor denies",
            "'denies' needs a claim after it\n  mayor denies\n        ^^^^^^",
            "as in `claims record mayor denies pier-closed`",
        ),
        (
            "mayor denies supports budget",
            "'denies' needs a claim after it\n  mayor denies supports budget\n        ^^^^^^",
            "as in `claims record mayor denies pier-closed`",
        ),
        (
            "mayor supports budget probably",
            "'probably' needs a verb after it\n  mayor supports budget probably\n                        ^^^^^^^^",
            "the verbs are supports, denies, questions, comments, retracts, implies",
        ),
        (
            "denies budget",
            "'denies' stands where the speaker should\n  denies budget\n  ^^^^^^",
            f"say who it was, {sentence.EXAMPLE}; of a document or a picture, whoever made it",
        ),
        (
            "probably denies budget",
            "'probably' stands where the speaker should\n  probably denies budget\n  ^^^^^^^^",
            f"say who it was, {sentence.EXAMPLE}; of a document or a picture, whoever made it",
        ),
        (
            "mayor supports a b c d a e f g h",
            "a second stance on a\n  … b c d a e f g …\n          ^",
            "one stance per claim and statement: record it as two statements",
        ),
        (
            "mayor supports 'The budget'",
            "'The budget' is not a name\n  mayor supports 'The budget'\n                 ^^^^^^^^^^^^",
            (
                "an id belongs there: `claims list claims --matching 'The budget'` may find it; "
                "a new one is +the-budget='The budget'"
            ),
        ),
    ],
)
def test_a_sentence_that_is_none_is_shown_with_a_mark(line: str, message: str, hint: str) -> None:
    """The error shows the words around the wrong one, marks it, and says the mend."""
    with pytest.raises(BadRequest) as refused:
        sentence.parse(shlex.split(line))
    assert (refused.value.message, refused.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("said", "name", "meant"),
    [
        ("mayor supports a denys b", "denys", "the verb denies"),
        ("mayor supports strike", "strike", None),
        ("denys supports a", "denys", None),
        ("mayor supports a", "denys", None),
        ("mayor supports a in harbour-post", "in", "--in harbour-post"),
        ("mayor supports a to", "to", "--to"),
        ("in supports a", "in", None),
    ],
)
def test_what_looks_like_a_claim_may_have_been_meant_otherwise(said: str, name: str, meant: str | None) -> None:
    """A misspelt verb, or an option without its dashes, reads as a claim; what it was likely to be is found."""
    assert sentence.meant(said.split(), name) == meant


def test_what_follows_an_option_without_its_dashes_is_no_claim() -> None:
    """A time cannot be a claim's name: the option that was meant is told instead of how names are written."""
    with pytest.raises(BadRequest) as refused:
        sentence.parse(["mayor", "denies", "a", "at", "2024-03-05"])
    assert refused.value.hint == "did you mean --at 2024-03-05?"


@given(clauses())
def test_a_sentence_is_read_word_for_word(words: list[str]) -> None:
    """The speaker is the first word, and the claims are the words that are neither verb nor adverb, in their order."""
    said = sentence.parse(words)
    assert said.speaker == words[0]
    claims = [word for word in words[1:] if word not in sentence.VERBS and word not in sentence.ADVERBS]
    assert [stance.claim for stance in said.stances] == claims
    assert said.declared == ()


@given(clauses())
def test_what_was_understood_can_be_said_again(words: list[str]) -> None:
    """Saying a sentence and reading it again gives the same stances."""
    said = sentence.parse(words)
    assert sentence.parse(sentence.say(said.speaker, said.stances).split()) == said


@given(st.lists(st.sampled_from([*sentence.VERBS, *sentence.ADVERBS, "mayor", "budget", "+a", "+b=B.", "X", "", "…"])))
def test_any_words_are_a_sentence_or_refused_with_a_mark(words: list[str]) -> None:
    """No words make the reader fail otherwise, and the mark stands under one whole word."""
    with suppress(BadRequest):
        sentence.parse(words)
        return
    with pytest.raises(BadRequest) as refused:
        sentence.parse(words)
    _, shown, mark = refused.value.message.split("\n")
    start = mark.index("^")
    assert shown[start : len(mark)].strip() == shown[start : len(mark)] != ""
    assert shown[start - 1] == " "
    assert shown[len(mark) : len(mark) + 1] in ("", " ")
    assert refused.value.hint
