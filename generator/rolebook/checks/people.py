"""# People

Faults in a roster: the table of employees that documents are printed for, in the table of signatories and in tables
of answers. They are found when the table is read; a faulty row is passed over and hides no other. Columns: `person`,
`name`, `email`, `language`, `entity`, `role` (several
separated by semicolons), `manager` (a person's id, or a name), `territory`, `workplace`, `hours`, `start`, `end`.

## unknown-column
**Meaning.** A column has a heading that Rolebook does not know in any language; the column is left out.
**Why.** What it holds is on no paper. `--column theirs=ours` says what it is.
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
**Meaning.** A person has two rows; neither is taken.
**Why.** It would be a matter of chance which one is believed.
```csv bad
E001,Employee 001,es,acme-es,cook
E001,Employee 001,es,acme-es,waiter
```
```csv good
E001,Employee 001,es,acme-es,cook;waiter
```

## unknown-in-roster
**Meaning.** A row names a role, an employer, a language or a post that the handbook does not have: neither by its id
nor
by its title or name.
**Why.** There is nothing to print for it.
```csv bad
E001,Employee 001,es,acme-es,coook
```
```csv good
E001,Employee 001,es,acme-es,cook
```

## unusable-cell
**Meaning.** A cell holds invisible signs, more than 500 signs, no date where one is due, or a date where words are
due.
**Why.** It would be printed as it is, into a document that somebody signs.
```csv bad
E001,Employee 001,es,acme-es,cook,01/31/2027
```
```csv good
E001,Employee 001,es,acme-es,cook,2027-01-31
```

## broken-table
**Meaning.** The file is neither a text with separators nor a workbook that can be read, its encoding is in doubt, or
it is
far too large. An old `.xls`, a web page under another ending and a workbook with a password are called what they are.
**Why.** Half a roster is worse than none.
```text bad
people.xls
```
```csv good
person,name,language,entity,role
```

## repeated-column
**Meaning.** Two columns have the same heading, and only one can be meant.
**Why.** It would be a matter of chance which one is believed. Several columns `role` or `certificate` are taken
together.
```csv bad
person,name,name,language,entity,role
```
```csv good
person,name,language,entity,role
```

## title-line
**Meaning.** A line above the headings is left out.
**Why.** It does not describe a person; if it does, the headings were not found.
```csv bad
Employees in May
person,name,language,entity,role
```
```csv good
person,name,language,entity,role
```

## column-read-as
**Meaning.** A column is taken for one of ours by its heading.
**Why.** So that nobody has to guess what was read. `--column theirs=ours` says otherwise.
```csv bad
Employee number,Full name,language,entity,role
```
```csv good
person,name,language,entity,role
```

## ids-differ-in-case
**Meaning.** Two people have ids that differ only in capital letters; neither is taken.
**Why.** On many disks their files would overwrite one another.
```csv bad
E001,Employee 001,es,acme-es,cook
e001,Employee 002,es,acme-es,cook
```
```csv good
E001,Employee 001,es,acme-es,cook
E002,Employee 002,es,acme-es,cook
```

## several-meanings
**Meaning.** A title or name in a row is that of several roles, employers or languages.
**Why.** It would be a matter of chance which one is printed. An id is only one's.
```csv bad
E001,Employee 001,es,acme-es,Manager
```
```csv good
E001,Employee 001,es,acme-es,sales-manager
```

## role-elsewhere
**Meaning.** A role does not apply at the employer of the row.
**Why.** Nothing would be printed for it.
```csv bad
E001,Employee 001,es,acme-es,london-guide
```
```csv good
E001,Employee 001,es,acme-es,cook
```

## read-as
**Meaning.** A cell is taken for an id or a day by its words.
**Why.** So that nobody has to guess what was read: `31/01/2027` in the form of the employer's country, a title for
its role.
```csv bad
E001,Employee 001,es,Acme S.L.,Cook
```
```csv good
E001,Employee 001,es,acme-es,cook
```

## unknown-manager
**Meaning.** The manager looks like a person's id and is nobody's in the roster.
**Why.** The id would be printed as a name.
```csv bad
E001,Employee 001,es,acme-es,cook,E0O2
```
```csv good
E001,Employee 001,es,acme-es,cook,E002
```

## similar-manager
**Meaning.** The manager's name is almost that of a person in the roster.
**Why.** One of the two is misspelt, and one of them is printed.
```csv bad
E001,Employee 001,es,acme-es,cook,Employe Two
```
```csv good
E001,Employee 001,es,acme-es,cook,Employee Two
```

## manager-of-another-post
**Meaning.** The manager does not hold the post that the role reports to.
**Why.** The paper prints the manager's name under that post.
```csv bad
E001,Employee 001,es,acme-es,cook,E009    (a waiter)
```
```csv good
E001,Employee 001,es,acme-es,cook,E002    (the head chef)
```

## repeated-signatory
**Meaning.** Two people sign for one post at one employer; neither is taken.
**Why.** It would be a matter of chance whose name is printed.
```csv bad
office:hr-office,Employee 001
office:hr-office,Employee 002
```
```csv good
office:hr-office,Employee 001
```

## idle-signatory
**Meaning.** No sign-off chain has a step of this post.
**Why.** The name is printed on no paper.
```csv bad
office:canteen,Employee 001
```
```csv good
office:hr-office,Employee 001
```

## broken-row
**Meaning.** The quotes of a row contradict one another; the row is passed over.
**Why.** Where it ends is not known.
```csv bad
E001,"Employee "One" 001",es,acme-es,cook
```
```csv good
E001,"Employee ""One"" 001",es,acme-es,cook
```

## unreadable-cell
**Meaning.** A cell shows an error, its formula has no saved result, its number has a format that cannot be read, or an
encoding lost its letters.
**Why.** What the sheet shows is not in the file.
```text bad
#N/A
```
```text good
Employee 001
```

## surplus-cell
**Meaning.** A row has more cells than there are headings.
**Why.** A separator too many moves every value behind it.
```csv bad
E001,Employee 001, Jr.,es,acme-es,cook
```
```csv good
E001,"Employee 001, Jr.",es,acme-es,cook
```

## hidden-row
**Meaning.** Rows that are hidden or filtered out are left out.
**Why.** What a sheet does not show is not asked for.
```text bad
E001    (hidden)
```
```text good
E001    (shown)
```

## hidden-column
**Meaning.** A column that is hidden is left out.
**Why.** What a sheet does not show is not asked for.
```text bad
manager    (hidden)
```
```text good
manager    (shown)
```

## hidden-sheet
**Meaning.** A hidden sheet comes first; the first visible one is read.
**Why.** So that nobody has to guess what was read.
```text bad
Archive (hidden), People
```
```text good
People, Archive (hidden)
```

## table-encoding
**Meaning.** A text file is in an encoding of Excel other than Unicode.
**Why.** One word shows how it was read. Save as CSV UTF-8 where it is wrong.
```text bad
Windows-1251
```
```text good
UTF-8
```
"""

from collections.abc import Callable, Iterator

from rolebook.diagnostics import Diagnostic
from rolebook.model.handbook import Handbook
from rolebook.model.people import headings, managers, roster, signatories, table

RULES = (*headings.RULES, *roster.RULES, *managers.RULES, *signatories.RULES, *table.RULES)
CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = ()
