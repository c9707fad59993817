"""# Import

What `rolebook import` says about documents of other programs. A place is a paragraph of the document, counted from 1.

## unreadable-document
**Meaning.** No words can be read from a file, and nothing is written for it.
**Why.** Half a document would look like a whole one.
```text bad
cook.doc
```
```text good
cook.docx
```

## no-description
**Meaning.** A document has no part that a description or policy has: a pay table, a quiz, a task.
**Why.** A role made of it would say what nobody wrote.
```text bad
Salaries 2026: cook 1,800; waiter 1,500
```
```text good
Cook. Duties: cooks. Requirements: two years of experience
```

## import-target-exists
**Meaning.** The file that an import would write is there, and the document has changed since.
**Why.** Somebody may have edited the file. `--replace` writes it anew and keeps the ids of its items.
```text bad
roles/imported/cook.yml is there
```
```text good
rolebook import cook.docx --replace
```

## unsure-line
**Meaning.** A line has a place in the file, and nobody can be sure that it is the right one.
**Why.** A reader looks at these lines first; a comment above each says the same.
```text bad
What the team is like:
```
```text good
Requirements:
```

## left-over
**Meaning.** Words of the document are not in the file that was written.
**Why.** Nothing is lost in silence: the report beside the handbook has them all with their places.
```text bad
Dear applicants, welcome!
```
```text good
Purpose: keeps the kitchen running
```

## personal-words
**Meaning.** A line names a password, a telephone number or somebody who signed; it is kept beside the handbook.
**Why.** A handbook is published, and its history is kept for ever.
```text bad
Password of the till: 1234
```
```text good
Keeps the password of the till secret
```

## unseen-words
**Meaning.** A document holds words outside its text: deleted, hidden, in comments, notes, headers and text boxes.
**Why.** They are no part of the description until somebody says so.
```text bad
Deleted and not accepted: "works on Sundays"
```
```text good
The change is accepted or rejected
```

## unaccepted-changes
**Meaning.** A Word file has tracked changes that nobody has accepted; insertions are read, deletions are left out.
**Why.** The person who accepts them decides what is right.
```text bad
2 changes not accepted
```
```text good
All changes accepted
```

## document-encoding
**Meaning.** A text is in an encoding other than Unicode.
**Why.** One word shows how it was read. Save the text as UTF-8 where it is wrong.
```text bad
Windows-1251
```
```text good
UTF-8
```
"""

from collections.abc import Callable, Iterator

from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.model.handbook import Handbook

UNREADABLE_DOCUMENT = Rule("unreadable-document")
NO_DESCRIPTION = Rule("no-description")
IMPORT_TARGET_EXISTS = Rule("import-target-exists")
UNSURE_LINE = Rule("unsure-line", Severity.WARNING)
LEFT_OVER = Rule("left-over", Severity.INFO)
PERSONAL_WORDS = Rule("personal-words", Severity.WARNING)
UNSEEN_WORDS = Rule("unseen-words", Severity.WARNING)
UNACCEPTED_CHANGES = Rule("unaccepted-changes", Severity.WARNING)
DOCUMENT_ENCODING = Rule("document-encoding", Severity.INFO)

RULES = (
    UNREADABLE_DOCUMENT,
    NO_DESCRIPTION,
    IMPORT_TARGET_EXISTS,
    UNSURE_LINE,
    LEFT_OVER,
    PERSONAL_WORDS,
    UNSEEN_WORDS,
    UNACCEPTED_CHANGES,
    DOCUMENT_ENCODING,
)
CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = ()
