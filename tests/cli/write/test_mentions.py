"""Names on the command line, and what is declared on the spot."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Actor, Claim, Source
from ledger.cli.write import mentions
from ledger.cli.write.mentions import Mention, Mentions
from ledger.errors import BadRequest

NAMES = st.from_regex(r"[a-z][a-z0-9._-]{0,20}", fullmatch=True)


@pytest.mark.parametrize("kind", [mentions.actor, mentions.claim, mentions.source, mentions.record])
@pytest.mark.parametrize("name", ["mayor", "mayor:1", "us-dod", "a.b_c-2", "mayor:1:v2"])
def test_a_plain_name_declares_nothing(kind: mentions.Kind, name: str) -> None:
    """A name stands for what is recorded already; ids that the ledger made have a colon."""
    assert kind(name) == Mention(name)


@pytest.mark.parametrize(
    ("word", "declared"),
    [
        ("+mayor", Actor(id="mayor", name="mayor")),
        ("+mayor@city", Actor(id="mayor", name="mayor", part_of="city")),
        ("+mayor=The mayor", Actor(id="mayor", name="The mayor")),
        ("+mayor=@mayor", Actor(id="mayor", name="@mayor")),
        ("+mayor=The mayor @ city", Actor(id="mayor", name="The mayor @ city")),
        ("+mayor@city=The mayor, elected=2018", Actor(id="mayor", name="The mayor, elected=2018", part_of="city")),
    ],
)
def test_an_actor_is_declared_with_its_whole_and_its_name(word: str, declared: Actor) -> None:
    """After a + stand the id, the whole and the name; without a name the actor goes by its id."""
    assert mentions.actor(word) == Mention("mayor", declared)


def test_a_claim_is_declared_with_its_sentence() -> None:
    """A claim on the spot is its id and its sentence."""
    assert mentions.claim("+sold=Pier 4 is sold.") == Mention("sold", Claim(id="sold", text="Pier 4 is sold."))


def test_a_source_is_declared_with_its_publisher() -> None:
    """A source on the spot is its id and its publisher."""
    assert mentions.source("+radio-1=City Radio") == Mention("radio-1", Source(id="radio-1", publisher="City Radio"))


@pytest.mark.parametrize(
    ("kind", "word", "message", "hint"),
    [
        (mentions.claim, "+sold", "the new claim sold has no sentence", "say what it claims: +sold='A sentence.'"),
        (
            mentions.claim,
            "+sold@city=It is.",
            "a claim has no whole, but sold was given one",
            "leave @city out",
        ),
        (
            mentions.actor,
            "+mayor=The mayor@city",
            "the whole goes before the name of mayor, not after it",
            "+mayor@city='The mayor'; if that is its name, declare it with `claims actor mayor 'The mayor@city'`",
        ),
        (
            mentions.actor,
            "+neil=O'Neil@city",
            "the whole goes before the name of neil, not after it",
            (
                """+neil@city='O'"'"'Neil'; if that is its name, declare it with """
                """`claims actor neil 'O'"'"'Neil@city'`"""
            ),
        ),
        (mentions.source, "+radio", "the new source radio has no publisher", "as in +radio='Harbour Post'"),
        (mentions.source, "+radio@city=R", "the new source radio has no publisher", "as in +radio='Harbour Post'"),
        (mentions.record, "+mayor", "'+mayor' cannot be declared here", "record it first, and give its name"),
        (mentions.actor, "Mayor", "'Mayor' is not a name", "did you mean mayor?"),
        (
            mentions.actor,
            "George W. Bush",
            "'George W. Bush' is not a name",
            (
                "an id belongs there: `claims list actors --matching 'George W. Bush'` may find it; "
                "a new one is +george-w-bush='George W. Bush'"
            ),
        ),
        (
            mentions.record,
            "First Words",
            "'First Words' is not a name",
            "an id belongs there: `claims list observations --matching 'First Words'` may find it",
        ),
        (mentions.claim, "sold,", "'sold,' is not a name", "did you mean sold?"),
    ],
)
def test_a_word_that_names_nothing_is_refused_with_the_mend(
    kind: mentions.Kind, word: str, message: str, hint: str
) -> None:
    """Each kind says what its declaration lacks, and what a name looks like."""
    with pytest.raises(BadRequest) as refused:
        kind(word)
    assert (refused.value.message, refused.value.hint) == (message, hint)


@pytest.mark.parametrize(
    "word", ["", " ", "+", "+mayor=", "+mayor= ", "@17", "+Mayor", "+a:1", "+mayor@", "é", "b=A b.", "clerk 2@city"]
)
def test_other_words_are_refused_with_the_form_of_a_name(word: str) -> None:
    """What is no name, and near none, is answered with the form that names have."""
    with pytest.raises(BadRequest) as refused:
        mentions.actor(word)
    assert (
        refused.value.hint
        == "a name has a-z, 0-9, dot, underscore and hyphen; a new one is +id, +id@whole or +id='A sentence.'"
    )


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (None, ()),
        ([], ()),
        ([""], ()),
        ([",mayor"], ("mayor",)),
        (["mayor"], ("mayor",)),
        (["mayor,city", "council"], ("mayor", "city", "council")),
        ([" mayor , city ,"], ("mayor", "city")),
        (["city,+hq=A hall, a tower"], ("city", "hq")),
        (["+hq=A hall, a tower", "city"], ("hq", "city")),
    ],
)
def test_an_option_takes_several_names(words: list[str] | None, names: tuple[str, ...]) -> None:
    """Names stand apart in words or between commas; a sentence goes to the end of its word, commas and all."""
    assert mentions.several(words, mentions.actor, place="--to", may_be_none=True).names == names


@pytest.mark.parametrize("words", [[""], ["mayor", " "]])
def test_an_option_without_a_name_is_refused(words: list[str]) -> None:
    """As that of a variable without a value: what it was to say would be left out unseen."""
    with pytest.raises(BadRequest, match="--via: it names nothing"):
        mentions.several(words, mentions.actor, place="--via")


def test_a_bad_name_in_an_option_has_the_option_as_its_place() -> None:
    """The error says in which option the word stood."""
    with pytest.raises(BadRequest) as refused:
        mentions.several(["mayor,City"], mentions.actor, place="--to")
    assert refused.value.place == "--to"


def test_what_is_declared_twice_alike_is_declared_once() -> None:
    """The names keep their order and number; equal declarations become one."""
    twice = [mentions.actor("+mayor"), mentions.actor("city"), mentions.actor("+mayor")]
    assert mentions.merged(twice) == Mentions(("mayor", "city", "mayor"), (Actor(id="mayor", name="mayor"),))


@given(st.lists(NAMES))
def test_names_between_commas_are_those_names(names: list[str]) -> None:
    """Whatever the names, with commas between them they are read as they are."""
    told = mentions.several([",".join(names)], mentions.actor, place="--to", may_be_none=True)
    assert told == Mentions(tuple(names))


@given(NAMES, NAMES, st.text(min_size=1).filter(str.strip))
def test_a_declaration_keeps_its_text_to_the_letter(name: str, whole: str, text: str) -> None:
    """Whatever stands after the = is the name of the actor, in any script and with any sign in it."""
    assert mentions.actor(f"+{name}@{whole}={text}") == Mention(name, Actor(id=name, name=text, part_of=whole))


@given(st.text())
def test_any_word_is_a_name_or_refused(word: str) -> None:
    """No word makes the reader fail otherwise."""
    with suppress(BadRequest):
        assert mentions.actor(word).name in word
        return
    with pytest.raises(BadRequest) as refused:
        mentions.actor(word)
    assert refused.value.hint
