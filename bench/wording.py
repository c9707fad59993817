"""The wording rules on task sentences: how fast they are, and how often they fire.

Every rule looks into every sentence, whatever its context, and weighs as in the strictest of our packs.
`python -m bench.wording --onet FOLDER` writes out what fires on real sentences, to be judged by eye.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.corpus import made_up_tasks, tasks_of
from bench.measure import Made, Step
from bench.plan import Plan
from bench.row import Corpus
from bench.table import Table
from rolebook.checks.lexicon import FoldedLine, Hit, folded, hits_in
from rolebook.checks.terms import judge
from rolebook.diagnostics import Severity
from rolebook.model.handbook import Handbook
from rolebook.model.law.merge import known_packs, pack_for
from rolebook.model.law.pack import Pack
from rolebook.model.law.wording_rules import WordingRule
from rolebook.model.settings import Entity, Organisation, Settings

ALWAYS_WARN = {"other-tasks"}
JOB = "all rules of English"
NEVER = {"weak", "gendered", "nominal"}


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.wording", description=__doc__)
    options.add_argument("--onet", type=Path, required=True, help="folder of the O*NET database's text files")
    options.add_argument("--shown", type=int, default=60, help="how many of those above info are written out")
    chosen = options.parse_args()
    tasks = tasks_of(chosen.onet)
    began = time.process_time()
    hits = _hits(tasks)
    took = time.process_time() - began
    packs = [pack for code in known_packs() if (pack := pack_for(_nobody(), code))]
    above = [hit for hit in hits if weight(hit.rule, packs) in (Severity.ERROR, Severity.WARNING)]
    _report(tasks, hits, above, took, chosen.shown)


def wording(plan: Plan, table: Table) -> None:
    """All English rules on the sentences of O*NET, or on as many made-up ones as the largest handbook has duties."""
    tasks = tasks_of(plan.onet) if plan.onet else made_up_tasks(max(plan.roles))
    corpus = Corpus(f"{len(tasks):,} {'sentences of O*NET' if plan.onet else 'made-up sentences'}")
    table.measure("wording", corpus, [Step(JOB, _judging, tasks)], JOB)


def _judging(tasks: list[str]) -> Callable[[], Made]:
    def step() -> Made:
        _hits(tasks)
        return Made(len(tasks))

    return step


def _hits(tasks: list[str]) -> list[Hit]:
    return list(hits_in([FoldedLine(folded(task), "en", "any") for task in tasks], everywhere=True))


def weight(rule: WordingRule, packs: list[Pack]) -> Severity:
    """The most that a find weighs anywhere."""
    if rule.about in ALWAYS_WARN:
        return Severity.WARNING
    if rule.about in NEVER:
        return Severity.INFO
    told = {judged[1] for pack in packs if (judged := judge(rule, pack))}
    return next((one for one in (Severity.ERROR, Severity.WARNING) if one in told), Severity.INFO)


def _nobody() -> Handbook:
    name = {"name": {"en": "Bench"}}
    entity = Entity.model_validate({"id": "bench", **name, "jurisdiction": "GB"})
    organisation = Organisation.model_validate(name)
    return Handbook(Settings(language="en", languages=("en",), organisation=organisation, entities=(entity,)))


def _report(tasks: list[str], hits: list[Hit], above: list[Hit], took: float, shown: int) -> None:
    flagged = {hit.line for hit in above}
    print(f"{len(tasks)} sentences in {took:.2f} CPU s; {len({hit.line for hit in hits})} with any find")
    print(f"above info: {len(flagged)}, 1 in {len(tasks) / max(1, len(flagged)):.0f}")
    for name, count in Counter(hit.rule.id for hit in above).most_common():
        print(f"  {count:4} {name}")
    print("for information:")
    for name, count in Counter(hit.rule.id for hit in hits if hit not in above).most_common():
        print(f"  {count:4} {name}")
    chosen = random.Random(1).sample(above, min(shown, len(above)))  # noqa: S311
    for hit in sorted(chosen, key=lambda one: one.rule.id):
        print(f"{hit.rule.id}: [{hit.words}] {tasks[hit.line]}")


if __name__ == "__main__":
    main()
