"""What a file can get wrong about its shape; `faults` finds it.

## unknown-key
**Meaning.** A key that the format does not know.
**Why.** A misspelt key would silently lose what it says.
```yaml bad
titel: Cook
```
```yaml good
title: Cook
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
**Why.** An authority with an unclear limit cannot be used.
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

## block-shape
**Meaning.** A block is a text, a table or a figure; not two of them, not none.
**Why.** Each has its own place on page and paper.
```yaml bad
blocks: [{id: plan, text: The plan., figure: {file: plan.svg, alt: Plan of the kitchen}}]
```
```yaml good
blocks: [{id: intro, text: The plan.}, {id: plan, figure: {file: plan.svg, alt: Plan of the kitchen}}]
```

## years-order
**Meaning.** A requirement asks for more `years` than `years_up_to`.
**Why.** Nobody has so many years and so few.
```yaml bad
requirements: [{id: sales, kind: experience, years: 5, years_up_to: 2, text: Experience in sales}]
```
```yaml good
requirements: [{id: sales, kind: experience, years: 2, years_up_to: 5, text: Experience in sales}]
```

## pay-shape
**Meaning.** `pay` has an amount without a currency or a period.
**Why.** 2,000 of what, and how often?
```yaml bad
pay: {minimum: 2000}
```
```yaml good
pay: {minimum: 2000, currency: EUR, period: month}
```

## pay-order
**Meaning.** `minimum` is more than `maximum`.
**Why.** No pay is in such a range.
```yaml bad
pay: {minimum: 2500, maximum: 2000, currency: EUR, period: month}
```
```yaml good
pay: {minimum: 2000, maximum: 2500, currency: EUR, period: month}
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

## unknown-argument
**Meaning.** A word in `content/languages/` has an argument that the word does not know.
**Why.** There is nothing to fill it with.
```yaml bad
words: {other-tasks: "Only {tasks}."}
```
```yaml good
words: {other-tasks: "Only {kinds}."}
```
"""

from rolebook.diagnostics import Rule
from rolebook.model.inheritance import EMPTY_LIST, MISSING_FIELD

UNKNOWN_KEY = Rule("unknown-key")
WRONG_TYPE = Rule("wrong-type")
UNKNOWN_VALUE = Rule("unknown-value")
WRONG_FORMAT = Rule("wrong-format")
OUT_OF_RANGE = Rule("out-of-range")
EMPTY_TEXT = Rule("empty-text")
TANGLED_TEXT = Rule("tangled-text")
INVALID_ID = Rule("invalid-id")
INVALID_LANGUAGE = Rule("invalid-language")
INVALID_POST = Rule("invalid-post")
INVALID_JURISDICTION = Rule("invalid-jurisdiction")
INVALID_DATE = Rule("invalid-date")
INVALID_DURATION = Rule("invalid-duration")
LIMIT_SHAPE = Rule("limit-shape")
RELATION_SHAPE = Rule("relation-shape")
BLOCK_SHAPE = Rule("block-shape")
YEARS_ORDER = Rule("years-order")
PAY_SHAPE = Rule("pay-shape")
PAY_ORDER = Rule("pay-order")
EMPTY_POLICY = Rule("empty-policy")
UNKNOWN_ARGUMENT = Rule("unknown-argument")

SAME_NAME = {
    rule.code: rule
    for rule in (
        EMPTY_TEXT,
        TANGLED_TEXT,
        INVALID_ID,
        INVALID_LANGUAGE,
        INVALID_POST,
        INVALID_JURISDICTION,
        INVALID_DATE,
        INVALID_DURATION,
        LIMIT_SHAPE,
        RELATION_SHAPE,
        BLOCK_SHAPE,
        YEARS_ORDER,
        PAY_SHAPE,
        PAY_ORDER,
        EMPTY_POLICY,
    )
}
RULES = (
    UNKNOWN_KEY,
    MISSING_FIELD,
    WRONG_TYPE,
    UNKNOWN_VALUE,
    WRONG_FORMAT,
    OUT_OF_RANGE,
    EMPTY_LIST,
    UNKNOWN_ARGUMENT,
    *SAME_NAME.values(),
)
