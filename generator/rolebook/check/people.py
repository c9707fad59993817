"""# People

Faults in a roster: the table of employees that documents are printed for. They are found when the roster is read; a
faulty row is passed over and hides no other. Columns: `person`, `name`, `email`, `language`, `entity`, `role` (several
separated by semicolons), `manager` (a person's id, or a name), `territory`, `workplace`, `hours`, `start`, `end`.

## unknown-column
**Meaning.** A column has a name that rosters do not know.
**Why.** What it holds would be lost without a word.
```csv bad
person,name,langage,entity,role
```
```csv good
person,name,language,entity,role
```

## missing-column
**Meaning.** A column that every roster needs is not there.
**Why.** Without it nobody's document can be made.
```csv bad
person,name,language,entity
```
```csv good
person,name,language,entity,role
```

## missing-cell
**Meaning.** A person lacks something that everybody needs.
**Why.** Their document cannot be made.
```csv bad
E001,,es,acme-es,cook
```
```csv good
E001,Employee 001,es,acme-es,cook
```

## unusable-person-id
**Meaning.** A person's id has signs that a file's name cannot have.
**Why.** Files are named by it, and a name must not lead elsewhere.
```csv bad
../E001,Employee 001,es,acme-es,cook
```
```csv good
E001,Employee 001,es,acme-es,cook
```

## repeated-person
**Meaning.** A person has two rows.
**Why.** It would be a matter of chance which one is believed.
```csv bad
E001,Employee 001,es,acme-es,cook
E001,Employee 001,es,acme-es,waiter
```
```csv good
E001,Employee 001,es,acme-es,cook;waiter
```

## unknown-in-roster
**Meaning.** A row names a role, an employer or a language that the handbook does not have.
**Why.** There is nothing to print for it.
```csv bad
E001,Employee 001,es,acme-es,coook
```
```csv good
E001,Employee 001,es,acme-es,cook
```

## unusable-cell
**Meaning.** A cell holds invisible signs, more than 500 signs, or no date where one is due.
**Why.** It would be printed as it is, into a document that somebody signs.
```csv bad
E001,Employee 001,es,acme-es,cook,31.01.2027
```
```csv good
E001,Employee 001,es,acme-es,cook,2027-01-31
```

## broken-table
**Meaning.** The file is neither CSV in UTF-8 nor a workbook that can be read, or it is far too large.
**Why.** Half a roster is worse than none.
```csv bad
person;name in an old encoding
```
```csv good
person,name,language,entity,role
```
"""

from collections.abc import Callable, Iterator

from rolebook.diagnostics import Diagnostic
from rolebook.model.handbook import Handbook
from rolebook.model.people import roster

RULES = roster.RULES
CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = ()
