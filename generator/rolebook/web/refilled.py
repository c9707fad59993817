"""A page with a form as somebody had filled it in, for when nothing was done with what they wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

UNSAVED = "data-unsaved"
"""What marks a form whose words are not saved yet."""
PAGE = "page"
"""The field that says which page a form is on, where its address does not."""
_TOKEN = "csrf"  # noqa: S105  the name of a field
_ATTRIBUTES = list[tuple[str, str | None]]


def refilled(html: str, action: str, filled: Mapping[str, list[str]]) -> str:
    """Returns a page whose form for an address has the fields that were submitted to it; the page where none has."""
    found = _Forms()
    found.feed(html)
    fitting = [(form.likeness(filled), -at) for at, form in enumerate(found.forms) if action in form.actions]
    if not fitting:
        return html
    filler = _Filler(-max(fitting)[1], filled)
    filler.feed(html)
    filler.close()
    return "".join(filler.pieces)


@dataclass
class _Form:
    actions: set[str] = field(default_factory=set)
    hidden: dict[str, str] = field(default_factory=dict)

    def likeness(self, filled: Mapping[str, list[str]]) -> int:
        """How many of its hidden fields were submitted just so."""
        return sum(filled.get(name, [""])[0] == value for name, value in self.hidden.items())


class _Forms(HTMLParser):
    """Where each form of a page is sent, and its hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []

    def handle_starttag(self, tag: str, attrs: _ATTRIBUTES) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(_Form({told.get("action", "")}))
        elif self.forms and tag == "button" and "formaction" in told:
            self.forms[-1].actions.add(told["formaction"])
        elif self.forms and tag == "input" and told.get("type") == "hidden":
            self.forms[-1].hidden.setdefault(told.get("name", ""), told.get("value", ""))


class _Filler(HTMLParser):
    """Says a page again, with the fields of one form filled in; a browser submits them in the page's order."""

    def __init__(self, form: int, filled: Mapping[str, list[str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self._form, self._at, self._is_in = form, -1, False
        self._left = {name: list(values) for name, values in filled.items() if name != _TOKEN}
        self._chosen: str | None = None
        self._is_skipping = False

    def handle_starttag(self, tag: str, attrs: _ATTRIBUTES) -> None:
        told, text = {name: value or "" for name, value in attrs}, self.get_starttag_text() or ""
        if tag == "form":
            self._at += 1
            self._is_in = self._at == self._form
            text = f"{text[:-1]} {UNSAVED}>{self._page()}" if self._is_in else text
        elif self._is_in and tag == "option" and self._chosen is not None:
            text = self._marked(attrs, tag, "selected", on=told.get("value", "") == self._chosen)
        elif self._is_in and told.get("name") in self._left:
            text = self._control(tag, attrs, told, text)
        self.pieces.append(text)

    def _page(self) -> str:
        pages = self._left.pop(PAGE, [])
        return _tag("input", [("type", "hidden"), ("name", PAGE), ("value", pages[0])]) if pages else ""

    def _control(self, tag: str, attrs: _ATTRIBUTES, told: Mapping[str, str], text: str) -> str:
        left = self._left[told["name"]]
        if tag == "input" and told.get("type") in ("checkbox", "radio"):
            is_on = bool(left) and left[0] == told.get("value", "on")
            del left[: int(is_on)]
            return self._marked(attrs, tag, "checked", on=is_on)
        if tag == "input" and told.get("type") != "file" and left:
            return _tag(tag, [*((name, one) for name, one in attrs if name != "value"), ("value", left.pop(0))])
        if tag == "select" and left:
            self._chosen = left.pop(0)
        if tag == "textarea" and left:
            self._is_skipping = True
            return f"{text}\n{escape(left.pop(0))}"
        return text

    @staticmethod
    def _marked(attrs: _ATTRIBUTES, tag: str, mark: str, *, on: bool) -> str:
        kept = [(name, one) for name, one in attrs if name != mark]
        return _tag(tag, [*kept, (mark, None)] if on else kept)

    def handle_startendtag(self, tag: str, attrs: _ATTRIBUTES) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._is_skipping = False
        if tag == "select":
            self._chosen = None
        if tag == "form":
            self._is_in = False
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._say(data)

    def handle_entityref(self, name: str) -> None:
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._say(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._say(f"<!{decl}>")

    def _say(self, text: str) -> None:
        if not self._is_skipping:
            self.pieces.append(text)


def _tag(tag: str, attrs: _ATTRIBUTES) -> str:
    told = [name if value is None else f'{name}="{escape(value)}"' for name, value in attrs]
    return f"<{' '.join([tag, *told])}>"
