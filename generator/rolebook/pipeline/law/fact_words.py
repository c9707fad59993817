"""Facts of a pack in the words of a language, with everything that the check goes by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rolebook.checks.cases import ground_terms, sanction_terms
from rolebook.language import Language, language_for, word_of
from rolebook.language.editor_words import EditorWords, editor_words
from rolebook.model.law.cited import Cited
from rolebook.model.law.figures import StatutoryFigure
from rolebook.model.law.merge import citations
from rolebook.model.law.pack import (
    Condition,
    Ground,
    Pack,
    Protected,
    Regime,
    SanctionModel,
    SanctionRule,
    TimeLimit,
    VoidClause,
)
from rolebook.model.law.work_rules import (
    ProtectedEmployees,
    RequiredAcknowledgement,
    RequiredAdoption,
    RequiredLanguage,
    RequiredStep,
)

_REGIMES = {"damage-recovery": "section-damage-recovery", "bonus-reduction": "section-bonus-rules"}


@dataclass(frozen=True, slots=True)
class FactWords:
    """Says the facts of one pack in one language."""

    pack: Pack
    tag: str

    def listing(self, model: SanctionModel) -> Iterator[tuple[Cited, str]]:
        """Where sanctions must be listed, and what else holds for all of them, each with what it rests on."""
        yield model, self._word(f"listing-{model.list}")
        for key, holds, article in (
            ("listed-breaches", model.listed_breaches, model.breaches_article),
            ("one-per-breach", model.one_per_breach, model.single_article),
        ):
            if holds:
                yield Cited(article=article or model.article, verified=model.verified), self._word(key)

    def sanction(self, rule: SanctionRule) -> str:
        """A sanction by its legal term, its longest span, and what it depends on."""
        bound = [f"≤ {self._language.duration(rule.max)}"] if rule.max else []
        bound += [self._word("states-max")] if rule.states_max else []
        ground = [self._word("ground-needed")] if rule.requires_ground else []
        name = f"{self._terms([rule.id])} (`{rule.id}`)"
        return _joined(name, bound, ground, self._needed(rule.standing), map(self._condition, rule.conditions))

    def ground(self, ground: Ground) -> str:
        """A ground by its legal term, the breaches it carries, from which figures on, and under what conditions."""
        carried = [
            _joined(self._choices.choice("breach", one.breach), map(self._condition, one.conditions))
            for one in ground.carries
        ]
        windows = [
            self._language.word(
                "counting",
                times=self._language.repeated(one.count, one.unit, in_a_row=one.in_a_row),
                span=self._language.duration(one.within),
            )
            for one in ground.counting
        ]
        repeated = [self._word("any-breach-repeated")] if ground.repeated else []
        told = [", ".join(carried), *repeated, " / ".join(windows)]
        name = ground_terms([ground]).in_language(self.tag)
        return _joined(name, told, map(self._condition, ground.conditions))

    def step(self, step: RequiredStep) -> str:
        """A step, and before which sanctions it must be taken, if not before all."""
        return _joined(self._word(f"step-{step.id}"), [self._terms(step.sanctions)] if step.sanctions else [])

    def limit(self, limit: TimeLimit) -> str:
        """A time limit, for what it holds, and its span."""
        language = self._language
        span = language.working_time(limit.value) if limit.working_days else language.duration(limit.value)
        about = [language.word(f"limit-only-{limit.only}")] if limit.only else []
        about += [self._terms(limit.sanctions)] if limit.sanctions else []
        severity = self._word(f"severity-{limit.severity}") if limit.severity else ""
        name = f"{language.word(f'limit-{limit.kind}')}{severity}"
        name = f"{name} ({'; '.join(about)})" if about else name
        return f"{name}: {language.word(limit.bound, span=span)}"

    def regime(self, regime: Regime) -> str:
        """A consequence that is no sanction, whether it is possible, and under what conditions."""
        name = self._language.word(_REGIMES[regime.id])
        forbidden = [self._word("law-forbids")] if regime.standing == "forbidden" else []
        return _joined(name, forbidden, self._needed(regime.standing), map(self._condition, regime.conditions))

    def acknowledgement(self, one: RequiredAcknowledgement) -> str:
        """What must be made known against signature, when, and how it may be signed."""
        before = [self._word("before-the-contract")] if one.before_contract else []
        methods = [", ".join(self._language.word(f"method-{method}") for method in one.methods)]
        return f"{_joined(self._word(f'paper-{one.document}'), before, methods)}: {self._weight(one.weight)}"

    def adoption(self, one: RequiredAdoption) -> str:
        """What must have been done for work rules to hold, within which time, from which size on."""
        within = [self._language.word("at-most", span=self._language.duration(one.within))] if one.within else []
        within += [self._word("ahead-of-force").format(span=self._language.duration(one.ahead))] if one.ahead else []
        size = [self._word("from-headcount").format(count=one.headcount)] if one.headcount else []
        only = [self._word("rules-only")] if one.rules_only else []
        said = _joined(self._language.word(f"adoption-{one.act}"), within, size, only)
        return f"{said}: {self._weight(one.weight)}"

    def work_rules(self) -> str:
        """What the internal work rules are called."""
        term = self.pack.work_rules.term
        return _joined(self._word("paper-work-rules"), [term.values[term.language_for(self.tag)]] if term else [])

    def rules_language(self, one: RequiredLanguage) -> str:
        """The languages that work rules must have."""
        names = ", ".join(language_for(tag).name for tag in one.languages)
        return f"{self._word('rules-language').format(languages=names)}: {self._weight(one.weight)}"

    def employees(self, one: ProtectedEmployees) -> str:
        """Whom the law protects, from which sanctions, and whether a consent or a step lifts it."""
        what = self._terms(one.sanctions) if one.sanctions else self._word("any-sanction")
        return _joined(self._word(f"protected-{one.id}"), [f"{what}: {self._word(f'protection-{one.standing}')}"])

    def extra_work(self) -> str:
        """That work beyond the contract is bound."""
        return self._word("work-beyond-contract")

    def topic(self, rule: Protected | VoidClause) -> str:
        """What a text may not ask for or have, and how much it weighs."""
        return f"{self._word(f'attribute-{rule.id}')}: {self._weight(rule.weight)}"

    def figure(self, figure: StatutoryFigure) -> str:
        """A figure that texts are compared with."""
        counted = self._language.working_time if figure.working_days else self._language.duration
        ends = (("≤", figure.max), ("≥", figure.min))
        spans = [f"{sign} {counted(one)}" for sign, one in ends if one]
        shares = (("≤", figure.max_share), ("≥", figure.min_share))
        spans += [f"{sign} {self._language.percent(one)}" for sign, one in shares if one]
        pay = self._language.duration(figure.max_pay) if figure.max_pay else ""
        spans += [f"≤ {self._word('pay-of').format(span=pay)}"] if pay else []
        spans += [self._word("minimum-wage-stays")] if figure.minimum_wage else []
        said = f"{self._word(f'figure-{figure.id}')}: {', '.join(spans)} ({self._weight(figure.weight)})"
        beyond = citations(self.pack, Cited(article=figure.exceptions))
        more = [self._word("beyond-it").format(article=beyond.get(self.tag) or beyond.get("en", ""))] if beyond else []
        return _joined(said, [self._word("unless-agreed")] if figure.unless_agreed else [], more)

    def terms(self, sanction: str) -> str:
        """The legal term of a sanction."""
        return self._terms([sanction])

    @property
    def _language(self) -> Language:
        return language_for(self.tag)

    @property
    def _choices(self) -> EditorWords:
        return editor_words(self.tag)

    def _word(self, key: str) -> str:
        return word_of(key, self.tag)

    def _weight(self, weight: str) -> str:
        return self._word(f"weight-{weight}")

    def _terms(self, sanctions: Iterable[str]) -> str:
        return sanction_terms(self.pack, sanctions).in_language(self.tag)

    def _needed(self, standing: str) -> list[str]:
        return [self._word(f"condition-{standing}")] if standing.startswith("needs-") else []

    def _condition(self, one: Condition) -> str:
        measures = [self._language.duration(one.duration)] if one.duration else []
        measures += [self._language.percent(one.percent)] if one.percent is not None else []
        measures += [self._terms(one.sanctions)] if one.sanctions else []
        said = self._word(f"condition-{one.kind}")
        return f"{said} ({', '.join(measures)})" if measures else said


def _joined(first: str, *more: Iterable[str]) -> str:
    return "; ".join((first, *(one for part in more for one in part if one)))
