"""# Terms

Words of job descriptions and rules that the law of the place looks at. The rules are data, one file a language, and a
handbook adds its own under `content/wording/`. Each looks only into the contexts where its words matter: what a role
asks for, what a vacancy would say, duties, what follows a breach. Data of the parties to a contract are never looked
at.

## unlawful-requirement
**Meaning.** A role asks for something the law of a place protects: age, sex, family, origin, religion, health.
**Why.** Such a requirement is void, and publishing it is an offence in most places.
```yaml bad
requirements: [{id: age, kind: trait, text: Under 35 years old.}]
```
```yaml good
requirements: [{id: sales, kind: experience, years: 3, text: Sales experience.}]
```

## risky-term
**Meaning.** Words that may touch on something protected, or read like a fine: young, a photo, good appearance, a
deduction.
**Why.** They invite claims, and keep good people away.
```yaml bad
purpose: Sells in a young team.
```
```yaml good
purpose: Sells in a team that learns.
```

## vague-consequence
**Meaning.** A rule threatens with words that have no meaning in law, such as "held responsible" or "handed over to
administration"; or it shifts risk to the employee that the law leaves with the employer.
**Why.** It cannot be enforced, and what shifts the risk is void.
```yaml bad
- {id: price, kind: prohibition, text: A person who lowers a price bears the consequences himself.}
```
```yaml good
- {id: price, kind: prohibition, offence: unapproved-price, text: No price below the approved one without approval.}
```

## unlisted-breach
**Meaning.** A clause or a prohibition threatens a sanction, but is linked to no breach of the disciplinary rules, in
a place where only listed breaches may be sanctioned.
**Why.** What is not in the rules cannot be sanctioned there; and the reader cannot see what really follows.
```yaml bad
- {id: phones, kind: prohibition, text: Staff who use a private phone will be dismissed.}
```
```yaml good
- {id: phones, kind: prohibition, offence: private-phone, text: No private phones in the sales room.}
```

## void-clause
**Meaning.** A text holds a clause that is void or punishable in the place. Such clauses are: a deposit or papers held
back, unpaid or waived overtime, a ban on marriage or relationships, a resignation without date, a non-compete without
pay, silence about pay, a penalty for leaving, no social insurance, dismissal at any time or without appeal.
**Why.** Nobody can agree to it, and inspectors fine it. The words are looked for in every text, pages included.
```yaml bad
- {id: deposit, text: New staff pay a deposit of 100 dollars for the uniform.}
```
```yaml good
- {id: uniform, text: The employer provides the uniform.}
```

## unbounded-other-tasks
**Meaning.** A duty covers anything that a superior may ask for.
**Why.** Work beyond the contract needs an agreement; and a duty without bounds cannot be checked.
```yaml bad
duties: [{id: other, text: Other duties as assigned.}]
```
```yaml good
other_tasks: {kinds: [related, temporary, within-contract]}
```
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, get_args

from rolebook.checks.lexicon import Hit
from rolebook.checks.places import grounds_of, place_name, weighed
from rolebook.checks.readings import Reading, hits_of, packs_of
from rolebook.checks.word_search import PROTECTED
from rolebook.diagnostics import Diagnostic, Localized, Rule, Severity
from rolebook.model.handbook import Handbook
from rolebook.model.law.cited import Cited
from rolebook.model.law.merge import citations
from rolebook.model.law.pack import ClauseTopic, Pack
from rolebook.model.law.wording_rules import WordingRule
from rolebook.model.role import OtherTasks
from rolebook.model.sections import Clause

UNLAWFUL_REQUIREMENT = Rule("unlawful-requirement")
RISKY_TERM = Rule("risky-term", Severity.WARNING)
VAGUE_CONSEQUENCE = Rule("vague-consequence", Severity.WARNING)
UNLISTED_BREACH = Rule("unlisted-breach", Severity.WARNING)
VOID_CLAUSE = Rule("void-clause")
UNBOUNDED_OTHER_TASKS = Rule("unbounded-other-tasks", Severity.WARNING)

RULES = (UNLAWFUL_REQUIREMENT, RISKY_TERM, VAGUE_CONSEQUENCE, UNLISTED_BREACH, VOID_CLAUSE, UNBOUNDED_OTHER_TASKS)

VOID = frozenset(get_args(ClauseTopic))
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_Judged = tuple[Rule, Severity, Any]
_Weighed = tuple[Hit, Reading, Severity, list[Any]]


def terms(handbook: Handbook) -> Iterator[Diagnostic]:
    """What the rules find, weighed by the places where the text holds; told once, for where it weighs most."""
    weighed_finds: list[_Weighed] = []
    for hit, reading in _longest(list(hits_of(handbook))):
        if hit.rule.about == "other-tasks":
            if not isinstance(reading.part, OtherTasks):  # whose `kinds` are the bounds
                yield from _other_tasks(hit, reading, handbook)
            continue
        judged = [
            (code, pack, told[0], _capped(told[1], hit), told[2])
            for code, pack in packs_of(reading, handbook)
            if (told := judge(hit.rule, pack)) and _may_tell(told[0], reading)
        ]
        worst = next((one for one in _ORDER if any(severity is one for *_, severity, _ in judged)), None)
        if worst:
            weighed_finds.append((hit, reading, worst, [one for one in judged if one[3] is worst]))
    yield from (_finding(hit, reading, judged) for hit, reading, _, judged in _heaviest(weighed_finds))


def _heaviest(finds: Sequence[_Weighed]) -> Iterator[_Weighed]:
    """The finds without those that add nothing to another about the same topic in the same text.

    Such is one of the same words that weighs no more, and one that rests on several ideas of a sentence where another
    says it outright and weighs no less.
    """
    heard: dict[tuple[object, str], list[Hit]] = {}
    kept: set[int] = set()
    order = sorted(enumerate(finds), key=lambda one: (_ORDER.index(one[1][2]), bool(one[1][0].rule.beside)))
    for number, (hit, reading, *_) in order:
        others = heard.setdefault((reading.at, hit.rule.about), [])
        said = any(other.words == hit.words or (hit.rule.beside and not other.rule.beside) for other in others)
        if not said:
            others.append(hit)
            kept.add(number)
    yield from (one for number, one in enumerate(finds) if number in kept)


def _longest(finds: Sequence[tuple[Hit, Reading]]) -> Iterator[tuple[Hit, Reading]]:
    """The finds without those whose words are a part of others found in the same text about the same topic."""
    words: dict[tuple[object, str], set[str]] = {}
    for hit, reading in finds:
        words.setdefault((reading.at, hit.rule.about), set()).add(hit.words)
    for hit, reading in finds:
        if not any(hit.words in other and hit.words != other for other in words[reading.at, hit.rule.about]):
            yield hit, reading


def judge(rule: WordingRule, pack: Pack) -> _Judged | None:
    """What a find of a wording rule is in a place, how much it weighs there and on which rule that rests."""
    if rule.about in PROTECTED:
        return _protected(rule, pack)
    if rule.about in VOID:
        return _void(rule, pack)
    match rule.about:
        case "money":
            return _money(rule, pack)
        case "leave-cut" if cut := pack.sanction("leave-reduction"):
            weight = Severity.WARNING if cut.standing == "forbidden" else Severity.INFO
            return RISKY_TERM, weighed(pack, cut, weight), cut
        case "consequence":
            return VAGUE_CONSEQUENCE, weighed(pack, pack.sanction_model, Severity.WARNING), pack.sanction_model
        case "risk-shift":
            regime = next((one for one in pack.regimes if one.id == "damage-recovery"), pack.sanction_model)
            bound = pack.sanction_model.list != "open"
            return VAGUE_CONSEQUENCE, weighed(pack, regime, Severity.ERROR if bound else Severity.WARNING), regime
        case "legal-term":
            return VAGUE_CONSEQUENCE, Severity.INFO, pack.sanction("dismissal")
        case "threat" if pack.sanction_model.listed_breaches:
            model = pack.sanction_model
            listed = Cited(article=model.breaches_article, verified=model.verified)
            return UNLISTED_BREACH, weighed(pack, listed, Severity.WARNING), listed
        case _:
            return None


def _protected(rule: WordingRule, pack: Pack) -> _Judged | None:
    protected = next((one for one in pack.protected if one.id == rule.about), None)
    if protected is None or protected.weight == "off":
        return None
    full = Severity(protected.weight)
    certain = full is Severity.ERROR and rule.strength == "explicit"
    weight = weighed(pack, protected, full if rule.strength == "explicit" else full.lower())
    return UNLAWFUL_REQUIREMENT if certain else RISKY_TERM, weight, protected


def _void(rule: WordingRule, pack: Pack) -> _Judged | None:
    clause = next((one for one in pack.void_clauses if one.id == rule.about), None)
    if clause is None or clause.weight == "off":
        return None
    full = Severity(clause.weight)
    return VOID_CLAUSE, weighed(pack, clause, full if rule.strength == "explicit" else full.lower()), clause


def _money(rule: WordingRule, pack: Pack) -> _Judged | None:
    if rule.strength == "hint":
        regime = next((one for one in pack.regimes if one.id == "bonus-reduction"), None)
        return (RISKY_TERM, Severity.INFO, regime) if regime else None
    fine = pack.sanction("fine")
    if fine is None:
        return None
    return RISKY_TERM, weighed(pack, fine, Severity.WARNING if fine.standing == "forbidden" else Severity.INFO), fine


def _capped(severity: Severity, hit: Hit) -> Severity:
    """At most a warning where the rule's words stand outside its own contexts."""
    return Severity.WARNING if hit.beyond and severity is Severity.ERROR else severity


def _may_tell(rule: Rule, reading: Reading) -> bool:
    """A breach of the disciplinary rules, and a clause linked to one, are listed; elsewhere a threat stands alone."""
    if rule is not UNLISTED_BREACH:
        return True
    part, place = reading.part, reading.placed.place.split("/")
    if place[0] == "role":
        return place[2] == "prohibitions"
    return isinstance(part, Clause) and part.offence is None and part.kind in (None, "obligation", "prohibition")


def _finding(hit: Hit, reading: Reading, judged: list[tuple[str, Pack, Rule, Severity, Any]]) -> Diagnostic:
    _, pack, rule, severity, rests_on = judged[0]
    arguments = grounds_of(pack, rests_on)
    arguments["article"] = _joined([citations(one, cited) or {"en": one.id} for _, one, _, _, cited in judged])
    arguments["place"] = _joined([dict(place_name(one, code).words) for code, one, *_ in judged])
    arguments["attribute"] = f"attribute-{hit.rule.about}"
    hint: dict[str, Any] = {"hint": "write-instead", "suggestion": hit.rule.suggest} if hit.rule.suggest else {}
    term = pack.sanction("dismissal")
    if hit.rule.about == "legal-term" and term and term.term:
        hint = {"hint": "write-instead", "suggestion": Localized.of(term.term.values)}
    return rule.at(reading.at, found=hit.words, **arguments, **hint).weighing(severity)


def _other_tasks(hit: Hit, reading: Reading, handbook: Handbook) -> Iterator[Diagnostic]:
    told = [citations(pack, pack.extra_work) for _, pack in packs_of(reading, handbook)]
    basis = _joined([one for one in told if one])
    suggestion = hit.rule.suggest or "other_tasks"
    yield UNBOUNDED_OTHER_TASKS.at(
        reading.at,
        found=hit.words,
        basis=Localized(tuple((tag, f" ({words})") for tag, words in basis.words)),
        suggestion=suggestion,
    )


def _joined(told: list[dict[str, str]]) -> Localized:
    """The same in every language, one after the other."""
    tags = dict.fromkeys(tag for one in told for tag in one)
    return Localized.of({tag: "; ".join(dict.fromkeys(one[tag] for one in told if tag in one)) for tag in tags})


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (terms,)
