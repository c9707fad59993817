"""# Structure

Faults in the shape of the files. They are found while the files are read, so a file that cannot be
read at all shows only the first of them; everything else is reported together.

## yaml-syntax
**Meaning.** The text is not YAML.
**Why.** Nothing after the fault can be trusted.
```yaml bad
title: Cook: head of the kitchen
```
```yaml good
title: "Cook: head of the kitchen"
```

## tab-indentation
**Meaning.** A line is indented with a tab.
**Why.** YAML allows only spaces; editors show both alike. Authority: YAML 1.2.2, 6.1.
```yaml bad
title:
        en: Cook
```
```yaml good
title:
  en: Cook
```

## control-character
**Meaning.** The file has an invisible control character, usually pasted from another program.
**Why.** It would vanish on screen and break documents.
```yaml bad
title: "Co\u0007ok"   # the sign itself, not this escape
```
```yaml good
title: Cook
```

## merge-marker
**Meaning.** The file has the lines that git leaves where two people's changes did not fit together.
**Why.** Nobody has decided which version holds; a page would publish both. Authority: git-merge, *How conflicts are
presented*.
```text bad
<<<<<<< HEAD
purpose: Cooks the day's meals.
=======
purpose: Cooks all meals.
>>>>>>> other
```
```yaml good
purpose: Cooks all meals.
```

## direction-control
**Meaning.** A text or a comment has an invisible character that turns the direction of writing.
**Why.** Readers would see other words or figures than the file has: `001` for `100`. Marks, and isolates that end in
the same paragraph, are allowed, because Arabic and Hebrew need them. Authority: UAX #9, 2; CVE-2021-42574.
```yaml bad
purpose: "Pays up to \u202e001\u202c EUR."
```
```yaml good
purpose: Pays up to 100 EUR.
```

## lookalike-sign
**Meaning.** A character that only looks like YAML's own: a no-break or ideographic space as indentation, a full-width
colon after a key, curly quotes around a text.
**Why.** The file is read otherwise than it looks, usually as one long text, and the fault shows up somewhere else.
```yaml bad
title：Cook
```
```yaml good
title: Cook
```

## duplicate-key
**Meaning.** A key stands twice in one map.
**Why.** One of the two would silently be lost. Authority: YAML 1.2.2, 3.2.1.3.
```yaml bad
purpose: Cooks.
purpose: Cooks well.
```
```yaml good
purpose: Cooks well.
```

## unsupported-yaml
**Meaning.** YAML that a handbook has no use for: tags, several documents in one file, keys that are not text.
**Why.** It is a mistake or an attack; content is data, never instructions.
```yaml bad
title: !!python/name:os.system
```
```yaml good
title: Cook
```

## too-deep
**Meaning.** The nesting goes deeper than any handbook needs.
**Why.** Such a file is damaged or hostile.
```yaml bad
a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
```
```yaml good
a: []
```

## alias-bomb
**Meaning.** Aliases repeat so much that the file would unfold into hundreds of thousands of values.
**Why.** Such a file is hostile.
```yaml bad
a: &a [x, x, x]
b: &b [*a, *a, *a]   # and so on, each level tripling the one before
```
```yaml good
a: [x, x, x]
```

## empty-file
**Meaning.** The file says nothing.
**Why.** Its name promises a role or policy that is not there.
```yaml bad
# to be written
```
```yaml good
title: Cook
purpose: Cooks.
duties: [{id: cook, text: Cooks the day's meals.}]
```

## not-utf8
**Meaning.** The file is not saved as UTF-8.
**Why.** Accents and other scripts would come out wrong, differently on each machine.
```text bad
a file saved as Windows-1251
```
```text good
the same file saved as UTF-8
```

## file-too-large
**Meaning.** The file is over 1 MiB.
**Why.** No role is that long; it is the wrong file or an attack.
```text bad
roles/cook.yml, 52 428 800 bytes
```
```text good
roles/cook.yml, 9 120 bytes
```

## outside-handbook
**Meaning.** A link leads out of the handbook's folder.
**Why.** A handbook must not publish files from elsewhere on the machine.
```text bad
roles/cook.yml -> /etc/passwd
```
```text good
roles/cook.yml
```

## unreadable-file
**Meaning.** The system does not let the file be read.
**Why.** What cannot be read cannot be checked.
```text bad
roles/cook.yml without the right to read it
```
```text good
roles/cook.yml with that right
```

## unknown-key
**Meaning.** A key that the format does not know.
**Why.** A misspelt key would silently lose what it says.
```yaml bad
titel: Cook
```
```yaml good
title: Cook
```

## missing-field
**Meaning.** Something compulsory is not given, after inheritance.
**Why.** A role without a title, a purpose and duties is no role.
```yaml bad
title: Cook
```
```yaml good
title: Cook
purpose: Cooks.
duties: [{id: cook, text: Cooks the day's meals.}]
```

## wrong-type
**Meaning.** A value of the wrong kind: a list where a map is due, a number where a text is due.
**Why.** It cannot mean anything there.
```yaml bad
title: 12
```
```yaml good
title: "12"
```

## unknown-value
**Meaning.** A word that is not among those the field allows.
**Why.** Fixed words are translated and checked; others cannot be.
```yaml bad
visibility: everybody
```
```yaml good
visibility: public
```

## wrong-format
**Meaning.** A value that is not written as its kind is written.
**Why.** Codes, currencies and addresses are read by programs.
```yaml bad
occupation: {isco: cook}
```
```yaml good
occupation: {isco: "5120"}
```

## out-of-range
**Meaning.** A number that cannot be.
**Why.** A share is at most 100, a headcount at least 0.
```yaml bad
headcount: -3
```
```yaml good
headcount: 3
```

## empty-list
**Meaning.** A list that must have an element has none.
**Why.** A group without duties, a process without steps says nothing.
```yaml bad
duties: [{id: kitchen, heading: Kitchen, items: []}]
```
```yaml good
duties: [{id: kitchen, heading: Kitchen, items: [{id: cook, text: Cooks.}]}]
```

## empty-text
**Meaning.** A text without words.
**Why.** It would print a blank in a document that people sign.
```yaml bad
purpose: ""
```
```yaml good
purpose: Cooks the day's meals.
```

## tangled-text
**Meaning.** So many marks, open brackets or lists in lists that the text could not be read in reasonable time.
**Why.** One such text, sent by anybody whose words are taken in, would hang every check and build.
```yaml bad
purpose: "[[[[[[[[[[[[[[[[ (a thousand more)"
```
```yaml good
purpose: Cooks the day's meals.
```

## invalid-id
**Meaning.** Not an id: small letters a to z, digits and hyphens, a letter first, at most 40 signs.
**Why.** Ids become addresses and file names on every system, and places that are signed.
```yaml bad
reports_to: ../Head Chef
```
```yaml good
reports_to: head-chef
```

## invalid-language
**Meaning.** Not a language tag, or one the organisation of tags does not allow.
**Why.** A wrong tag would hide a translation. Authority: BCP 47 (RFC 5646).
```yaml bad
title: {english: Cook}
```
```yaml good
title: {en: Cook}
```

## invalid-post
**Meaning.** Not `role:ID`, `office:ID` or `body:ID`.
**Why.** Who approves must be somebody the handbook knows.
```yaml bad
owner: HR
```
```yaml good
owner: office:hr-office
```

## invalid-jurisdiction
**Meaning.** Not a jurisdiction: a country of ISO 3166-1, a subdivision of ISO 3166-2, or `EU`.
**Why.** The law of the place is found by this code.
```yaml bad
jurisdictions: [Spain]
```
```yaml good
jurisdictions: [ES]
```

## invalid-date
**Meaning.** Not a date of the calendar written `2026-01-31`.
**Why.** Authority: ISO 8601.
```yaml bad
effective: 31.01.2026
```
```yaml good
effective: 2026-01-31
```

## invalid-duration
**Meaning.** Not a duration: `PT5M`, `PT1H`, `P10D`, `P1M`, `P1Y`.
**Why.** Authority: ISO 8601.
```yaml bad
respond_within: 1h
```
```yaml good
respond_within: PT1H
```

## limit-shape
**Meaning.** A limit is an amount with its currency, or a percentage; not both, not half.
**Why.** An authority with an unclear limit is no authority.
```yaml bad
limit: {amount: 500}
```
```yaml good
limit: {amount: 500, currency: EUR}
```

## relation-shape
**Meaning.** A working relation names nobody.
**Why.** It needs `with` (a role) or `text` (anyone else).
```yaml bad
relations: [{id: supplier, side: external, gives: Orders}]
```
```yaml good
relations: [{id: supplier, side: external, text: Suppliers, gives: Orders}]
```

## empty-policy
**Meaning.** A policy without sections and without a process.
**Why.** Staff cannot follow, or sign, a title.
```yaml bad
title: Hygiene
purpose: Safe food.
```
```yaml good
title: Hygiene
purpose: Safe food.
sections: [{id: hands, heading: Hands, clauses: [{id: wash, text: Wash your hands before work.}]}]
```

## duplicate-id
**Meaning.** Two items of one list, or two files of one kind, have the same id.
**Why.** A reference, a translation or a signature could mean either.
```yaml bad
rights: [{id: refuse, text: May refuse.}, {id: refuse, text: May stop the line.}]
```
```yaml good
rights: [{id: refuse, text: May refuse.}, {id: stop, text: May stop the line.}]
```

## shared-id
**Meaning.** A role and a policy have, or once had, the same id.
**Why.** Documents, releases and answers are known by their id: the policy would never be printed, and its page would
offer the role's paper.
```text bad
roles/hygiene.yml and policies/hygiene.yml
```
```text good
roles/hygiene-officer.yml and policies/hygiene.yml
```

## missing-settings
**Meaning.** There is no `content/handbook.yml`.
**Why.** Without it nobody knows whose handbook this is and in which languages.
```text bad
a folder without content/handbook.yml
```
```text good
the same after `rolebook init`
```

## misplaced-page
**Meaning.** A page is not at `content/pages/<language>/<name>.md`.
**Why.** Its language and its sister pages are found by its place.
```text bad
content/pages/welcome.md
```
```text good
content/pages/en/welcome.md
```

## unknown-file
**Meaning.** A file under `content/` that no part of the handbook reads.
**Why.** What it says would silently be missing; often the name is misspelt.
```text bad
content/glosary.yml
```
```text good
content/glossary.yml
```

## unknown-argument
**Meaning.** A word in `content/languages/` has an argument that the word does not know.
**Why.** There is nothing to fill it with.
```yaml bad
words: {other-tasks: "Only {tasks}."}
```
```yaml good
words: {other-tasks: "Only {kinds}."}
```

## unknown-parent
**Meaning.** `extends` names a role that does not exist.
**Why.** There is nothing to inherit.
```yaml bad
extends: chef
```
```yaml good
extends: head-chef
```

## extends-cycle
**Meaning.** Roles extend one another in a circle.
**Why.** None of them can be completed.
```yaml bad
extends: cook   # in roles/cook.yml
```
```yaml good
extends: kitchen-staff
```

## unknown-item
**Meaning.** A variant changes an item that its parent does not have.
**Why.** The change would silently do nothing.
```yaml bad
remove: {duties: [wash-dishs]}
```
```yaml good
remove: {duties: [wash-dishes]}
```

## not-a-group
**Meaning.** `in` names an item that cannot hold others.
**Why.** Only groups of duties, and duties with duties below them, can.
```yaml bad
add: {rights: [{id: stop, in: refuse, text: May stop the line.}]}
```
```yaml good
add: {rights: [{id: stop, after: refuse, text: May stop the line.}]}
```

## no-parent
**Meaning.** `add`, `replace` or `remove` without `extends`.
**Why.** There is nothing to change; the words would silently be lost.
```yaml bad
add: {duties: [{id: clean, text: Cleans the stove.}]}   # and no `extends`
```
```yaml good
extends: kitchen-staff
add: {duties: [{id: clean, text: Cleans the stove.}]}
```

## item-exists
**Meaning.** A variant adds an item under an id that its parent uses already.
**Why.** Use `replace` to change it, or another id to add to it.
```yaml bad
add: {duties: [{id: cook, text: Cooks at night.}]}
```
```yaml good
replace: {duties: [{id: cook, text: Cooks at night.}]}
```
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeVar

from rolebook.diagnostics import Diagnostic, Location, Rule
from rolebook.model import inheritance
from rolebook.model.base import Item, Part, holding_fields
from rolebook.model.handbook import Handbook
from rolebook.model.policy import AnyPolicy
from rolebook.model.reading import faults, load
from rolebook.model.role import Role
from rolebook.model.translation.text_addresses import parts_of
from rolebook.source import direction, lookalikes, merge_markers, project, syntax_errors, yaml_reader

D = TypeVar("D", Role, AnyPolicy)
SHARED_ID = Rule("shared-id")

NEW_RULES = (*merge_markers.RULES, *direction.RULES, lookalikes.LOOKALIKE_SIGN)
RULES = (
    SHARED_ID,
    *syntax_errors.RULES,
    *yaml_reader.RULES,
    *NEW_RULES,
    *project.RULES,
    *faults.RULES,
    *load.RULES,
    *inheritance.RULES,
)


def duplicate_ids(handbook: Handbook) -> Iterator[Diagnostic]:
    """Items of one list, nested ones included, have ids of their own."""
    for _, parts in parts_of(handbook):
        for part in parts:
            for field in _holding_items(type(part)):
                yield from _duplicates(getattr(part, field))


@cache
def _holding_items(model: type[Part]) -> tuple[str, ...]:
    """The fields that may be lists of items, but for items below an item, which are in its list."""
    return tuple(field for field in holding_fields(model) if not (field == "items" and issubclass(model, Item)))


def _duplicates(value: object) -> Iterator[Diagnostic]:
    if not isinstance(value, tuple) or not value:
        return
    seen: dict[str, Item] = {}
    for item in _nested(value):
        if item.id in seen:
            first = seen[item.id].at("id")
            yield load.DUPLICATE_ID.at(item.at("id"), id=item.id, first=f"{first.file}:{first.line}")
        seen.setdefault(item.id, item)


def _nested(items: tuple[object, ...]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Item):
            yield item
            yield from _nested(getattr(item, "items", ()))


def shared_ids(handbook: Handbook) -> Iterator[Diagnostic]:
    """No role has, or had, an id that a policy has or had; told where the policy says it, else where the role does."""
    of_roles = dict(_ids_of(handbook.roles))
    for name, (document, place) in _ids_of(handbook.policies):
        if name in of_roles:
            other, earlier = of_roles[name]
            told = earlier if name == document.id and name != other.id else place
            yield SHARED_ID.at(told, id=name, role=other.file_of(), policy=document.file_of())


def _ids_of(documents: Mapping[str, D]) -> Iterator[tuple[str, tuple[D, Location]]]:
    """Every id that documents have or had, whose it is, and where it is said."""
    for name, document in documents.items():
        yield from ((old, (document, document.at("formerly", index))) for index, old in enumerate(document.formerly))
        yield name, (document, Location(document.file_of()))


CHECKS = (duplicate_ids, shared_ids)
