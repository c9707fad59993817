"""# As written

Texts and numbers that are read otherwise than somebody wrote them. The file is sound, and nobody else would notice.

## cut-text
**Meaning.** Words of a text that has no quotation marks are not read: YAML takes them for a comment (` #`), for an
anchor (`&name`), for a tag (`!`), or for a key of their own (behind a comma between braces).
**Why.** They vanish from the page and from the paper that people sign. Behind a text in quotation marks a comment is
a comment. Authority: YAML 1.2.2, 6.6, 6.9 and 7.3.3.
```yaml bad
text: Pays claims up to 50 EUR # 100 EUR for members.
```
```yaml good
text: "Pays claims up to 50 EUR # 100 EUR for members."
```

## thousands-point
**Meaning.** A number has a point and three digits: it may mean thousands.
**Why.** YAML reads `10.000` as ten, and the paper grants ten euros where somebody meant ten thousand.
```yaml bad
limit: {amount: 10.000, currency: EUR}
```
```yaml good
limit: {amount: 10000, currency: EUR}
```

## surrounding-sign
**Meaning.** A no-break or ideographic space, or curly quotes, surround a value: they are read as a part of it.
**Why.** The quotes are printed, the spaces make another word of it, and neither was meant.
```yaml bad
title: “Cook”
```
```yaml good
title: Cook
```
"""

from collections.abc import Callable, Iterator

from rolebook.diagnostics import Diagnostic
from rolebook.model.handbook import Handbook
from rolebook.model.reading import as_written
from rolebook.source.lookalikes import SURROUNDING_SIGN

RULES = (*as_written.RULES, SURROUNDING_SIGN)

CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = ()
