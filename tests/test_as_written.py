"""Words on their way in: what somebody pastes into a YAML file is read as written, or something is said."""

from hypothesis import example, given
from hypothesis import strategies as st

from rolebook.model.reading.read_part import read_part
from rolebook.model.role import Worded
from rolebook.source import SourceFile

SIGNS = """Pays claims up to 50 EUR обслуживает 客户： #2 # & &Co ! !now * *must* - ? : a: {entity} [[role:cook]]
[draft] @home % `x` | > 'tis "so" , and, … “go” null true 12 1.5 = ~ << --- ... é ﬁ"""
WORDS = st.sampled_from([*SIGNS.split(), "\u00a0", "\u3000no", "\u202e", "\u2066a\u2069"])
GAPS = st.sampled_from([" ", "  ", "\t", "\n      ", "\n\n      ", "\n     \t"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Words with white space between them, as a text with lines that are indented alike."""
    words = draw(st.lists(WORDS, min_size=1, max_size=6))
    return "".join(word + draw(GAPS) for word in words[:-1]) + words[-1]


def is_lost(pasted: str, written: str) -> bool:
    """Whether words of a text are neither read nor found missing."""
    if pasted.startswith(('"', "'", "|\n", ">\n")):
        return False  # YAML's own quotes and blocks
    reading = read_part(SourceFile("part.yml", written), Worded, "", "en")
    read = reading.part.text.values["en"].rstrip(", \t\n").split() if reading.part else []
    return read != pasted.rstrip(", \t\n").split() and not reading.findings


@given(texts())
@example("Pays # claims")
@example("Pays\n      # claims")
@example("&Co claims")
@example("! claims")
def test_no_word_of_a_text_below_its_key_is_lost_without_a_finding(text: str) -> None:
    assert not is_lost(text, f"id: pay\ntext: {text}\n")
    assert not is_lost(text, f"id: pay\ntext:\n      {text}\n")
    assert not is_lost(text, f"text:\n  en: {text}\nid: pay\n")


@given(texts())
@example("Pays, id")
@example("Pays # claims")
def test_no_word_of_a_text_between_braces_is_lost_without_a_finding(text: str) -> None:
    assert not is_lost(text, f"{{id: pay, text: {text}}}\n")
    assert not is_lost(text, f"{{text: {{en: {text}}}, id: pay}}\n")


@given(texts(), st.sampled_from(["roles/a.yml", "b.yml"]))
def test_every_finding_is_in_the_text(text: str, path: str) -> None:
    written = f"id: pay\ntext: {text}\n"
    lines = written.split("\n")
    for finding in read_part(SourceFile(path, written), Worded, "", "en").findings:
        place = finding.location
        assert place.file == path
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
