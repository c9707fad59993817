"""`rolebook report`: how far acknowledgement, reviews and translations have come, on one page for HR."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rolebook.checks.translations import STATE_CODES, states_in
from rolebook.diagnostics import Diagnostic, UserError
from rolebook.language import language_for, phrasebook
from rolebook.model.acknowledgement import key_of
from rolebook.model.handbook import Document, Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.coverage import coverage_line
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.register.folder import private_folder, usual_folder
from rolebook.pipeline.register.status import StatusLine, Wanted, lines, soon
from rolebook.register import entities_in
from rolebook.render.report import Bar, Grid, Plot, ReportPage, report_page
from rolebook.source import today
from rolebook.store import ignored_folder, private_files, write_text
from rolebook.view import Reader

FOLDER = "reports"
_ROWS = 500
"""So many overdue lines are listed; `register status` has all."""
_OVER = ("outdated", "superseded")


def report(root: Path, language: str = "", folder: Path | None = None, output: Path | None = None) -> Path:
    """Writes the page, never into anything that is published, and tells where it is."""
    checked = check_handbook(root)
    if checked.handbook is None:
        raise UserError("register-no-handbook", folder=str(root))
    handbook = checked.handbook
    if language and language not in handbook.settings.languages:
        raise UserError("not-a-language", tag=language, languages=", ".join(handbook.settings.languages))
    target = output or ignored_folder(private_folder(root, root / FOLDER)) / "report.html"
    private_folder(root, target.resolve().parent)
    private = folder or usual_folder(root)
    found = lines(root, Wanted(), private) if entities_in(private) else iter(())
    tag = language or handbook.settings.language
    page = _Page(checked, handbook, Reader(handbook, tag), soon(root)).report_page(found)
    with private_files():
        write_text(target, report_page(page, language_for(tag, handbook.languages.get(tag))))
    return target


class _Page:
    """What the page says, in the words of a language."""

    def __init__(self, checked: Report, handbook: Handbook, reader: Reader, days: int) -> None:
        self._checked, self._handbook, self._reader, self._days = checked, handbook, reader, days
        self._departments: dict[str, Counter[str]] = {}
        self._languages: dict[str, Counter[str]] = {}
        self._overdue: list[StatusLine] = []
        self._all: Counter[str] = Counter()

    def report_page(self, found: Iterable[StatusLine]) -> ReportPage:
        """The page over all assignments that still matter."""
        for line in found:
            if line.state not in _OVER:
                self._count(line)
        grids = [self._late(), self._reviews(), self._stale(), self._findings()]
        name = self._reader.plain(self._handbook.settings.organisation.name)
        done = Bar("", self._all)
        figures = [(self._word("report-done"), self._reader.language.percent(done.share) if done.total else "—")]
        figures += [
            (self._word(f"state-{state}"), str(self._all[state])) for state in ("overdue", "due-soon", "refused")
        ]
        figures.append((self._word("report-reviews"), str(len(grids[1].rows))))
        about = self._word("report-about", date=self._reader.date(today()))
        return ReportPage(
            title=self._word("report-title", organisation=name),
            about=" · ".join(filter(None, (about, self._covered()))),
            figures=figures,
            plots=[*self._plots()],
            grids=grids,
        )

    def _count(self, line: StatusLine) -> None:
        self._all[line.state] += 1
        self._languages.setdefault(line.language, Counter())[line.state] += 1
        for department in self._departments_of(line):
            self._departments.setdefault(department, Counter())[line.state] += 1
        if line.state == "overdue":
            self._overdue.append(line)

    def _departments_of(self, line: StatusLine) -> Iterator[str]:
        roles = [self._handbook.roles[role] for role in line.roles if role in self._handbook.roles]
        names = dict.fromkeys(role.department or "" for role in roles) or {"": None}
        yield next(iter(names))  # a person is counted once, in the department of the first role

    def _plots(self) -> Iterator[Plot]:
        if not self._all:
            return
        known = self._handbook.departments
        named = {
            self._reader.plain(known[one].name) if one in known else self._word("report-no-department"): counts
            for one, counts in self._departments.items()
        }
        yield Plot(self._word("report-by-department"), [Bar(one, named[one]) for one in sorted(named)])
        by_name = {
            language_for(tag, self._handbook.languages.get(tag)).name: one for tag, one in self._languages.items()
        }
        yield Plot(self._word("report-by-language"), [Bar(one, by_name[one]) for one in sorted(by_name)])

    def _late(self) -> Grid:
        self._overdue.sort(key=lambda one: (one.due, one.person))
        rows = [(one.due, one.person, one.name, one.title, one.revision, one.language) for one in self._overdue[:_ROWS]]
        more = len(self._overdue) - len(rows)
        return self._grid("late", ("due", "person", "name", "document", "revision", "language"), rows, more)

    def _reviews(self) -> Grid:
        documents: list[Document] = [*self._handbook.roles.values(), *self._handbook.policies.values()]
        late = [one for one in documents if one.review and one.review < today()]
        late.sort(key=lambda one: (str(one.review), one.id))
        rows = [(str(one.review), self._reader.title(one), key_of(one), one.revision or "—") for one in late]
        return self._grid("reviews", ("due", "title", "document", "revision"), rows)

    def _stale(self) -> Grid:
        findings = states_in(self._handbook, self._handbook.settings.languages)
        counts = Counter((tag, one.code) for one in findings for tag in _languages_of(one))
        rows = [(language, code, str(count)) for (language, code), count in sorted(counts.items())]
        return self._grid("stale", ("language", "state", "count"), rows)

    def _findings(self) -> Grid:
        phrase = phrasebook(self._reader.language.tag)
        places: dict[tuple[str, str, str], list[str]] = {}
        for one in self._checked.findings:
            if one.code not in STATE_CODES and one.severity.value != "info":
                told = (one.severity.value, one.code, phrase(one).message)
                places.setdefault(told, []).append(f"{one.location.file}:{one.location.line}")
        rows = [
            (severity, code, where[0] if len(where) == 1 else f"{where[0]} +{len(where) - 1}", message)
            for (severity, code, message), where in places.items()
        ]
        return self._grid(
            "findings", ("severity", "code", "where", "message"), rows[:_ROWS], len(rows) - len(rows[:_ROWS])
        )

    def _covered(self) -> str:
        """What the law was looked at by, and what not."""
        covered, legal = self._checked.coverage, self._checked.has_legal_findings
        return coverage_line(covered, self._reader.language.tag, clean=not legal) if covered else ""

    def _grid(self, name: str, columns: Iterable[str], rows: Sequence[Sequence[str]], more: int = 0) -> Grid:
        return Grid(
            self._word(f"report-{name}"),
            [self._word(f"report-column-{column}") for column in columns],
            rows,
            self._word("report-none"),
            self._word("report-more", count=more) if more else "",
        )

    def _word(self, key: str, **told: str | int) -> str:
        return self._reader.language.word(key, **told)


def _languages_of(finding: Diagnostic) -> list[str]:
    """The languages that a finding about translations is about."""
    return str(finding.arguments.get("languages") or finding.arguments["language"]).split(", ")
