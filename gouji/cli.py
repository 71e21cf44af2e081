"""The command line: parse arguments, read files, print. Everything else is the engine's.

Exit status: 0 no finding of severity error, 1 at least one, 2 usage, 3 a document could not be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gouji
from gouji import check
from gouji.area import compare
from gouji.handbook import markdown
from gouji.model import Profile, Submission
from gouji.profile import ProfileError
from gouji.rule import all_rules
from gouji.terminal import audit_text, rule_text

MAX_BYTES = 50 * 1024 * 1024
USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(argv)
    try:
        status: int = options.run(options)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gouji", description=gouji.__doc__)
    parser.add_argument("--version", action="version", version=f"gouji {gouji.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    audit = commands.add_parser("audit", help="audit reports 审核年度报告")
    audit.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    audit.add_argument("--format", choices=("text", "json", "ndjson"), default="text")
    audit.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the text output (default zh)")
    audit.add_argument("--agency", help="name of the reporting agency")
    audit.add_argument("--agency-kind", choices=("government", "department", "township"))
    audit.add_argument("--year", type=int, help="report year")
    audit.add_argument("--published", metavar="YYYY-MM-DD", type=_date, help="day of publication")
    audit.add_argument("--submitted", metavar="YYYY-MM-DD", type=_date, help="day of submission to the reviewers")
    audit.add_argument("--previous", nargs="+", type=Path, default=[], metavar="AUDIT.json", help="earlier audits")
    _add_choice(audit)
    audit.set_defaults(run=_audit)
    area = commands.add_parser("area", help="compare the audits of one area 同一地区各单位互审")
    area.add_argument("paths", nargs="+", type=Path, metavar="AUDIT.json")
    area.add_argument("--units", type=Path, metavar="FILE", help="who must report: one name a line")
    area.add_argument("--format", choices=("text", "json", "ndjson"), default="text")
    area.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the text output (default zh)")
    _add_choice(area)
    area.set_defaults(run=_area)
    rules = commands.add_parser("rules", help="the rules, or one explained 审核规则")
    rules.add_argument("code", nargs="?")
    rules.add_argument("--lang", choices=("zh", "en"), default="zh")
    rules.add_argument("--profile", type=Path, metavar="FILE", help="show the severities of a rule profile 审核口径")
    rules.add_argument("--markdown", action="store_true", help="the whole catalogue as a document")
    rules.set_defaults(run=_rules)
    templates = commands.add_parser("templates", help="the statutory forms 报告格式")
    templates.add_argument("name", nargs="?")
    templates.set_defaults(run=_templates)
    facts = commands.add_parser("facts", help="the vocabulary of indicators 指标词表")
    facts.set_defaults(run=_facts)
    return parser


def _add_choice(command: argparse.ArgumentParser) -> None:
    """Which rules, and how grave."""
    command.add_argument("--select", nargs="+", default=[], metavar="CODE", help="run these rules or families only")
    command.add_argument("--ignore", nargs="+", default=[], metavar="CODE", help="leave these rules or families out")
    command.add_argument("--profile", type=Path, metavar="FILE", help="rule profile (YAML) 审核口径")


def _date(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2024-01-31") from None


def _audit(options: argparse.Namespace) -> int:
    try:
        profile = _profile(options)
        previous = tuple(_audits(options.previous))
        documents = [(path, _bytes(path)) for path in options.paths]
    except ProfileError as wrong:
        return _unusable(wrong, options)
    except (OSError, ValueError) as trouble:
        return _usage(f"cannot read a file: {trouble}")
    results = (_one(path, data, options, previous, profile) for path, data in documents)
    return _print(results, options)


def _area(options: argparse.Namespace) -> int:
    try:
        profile = _profile(options)
        audits = list(_audits(options.paths))
        lines = options.units.read_text("utf-8").splitlines() if options.units else []
    except ProfileError as wrong:
        return _unusable(wrong, options)
    except (OSError, ValueError) as trouble:
        return _usage(f"cannot read a file: {trouble}")
    units = [line.strip() for line in lines if line.strip()]
    pairs = compare(audits, units, select=options.select, ignore=options.ignore, profile=profile)
    return _print(({**audit, **_said(gouji.to_dict(found))} for audit, found in pairs), options)


def _said(result: dict[str, Any]) -> dict[str, Any]:
    """What replaces an audit's own findings when it is compared with others."""
    return {name: result[name] for name in ("engine", "profile", "findings", "checks", "summary")}


def _audits(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Audits as this program prints them: one object, an array, or one object a line."""
    for path in paths:
        text = path.read_text("utf-8")
        try:
            read = json.loads(text)
        except ValueError:
            read = [json.loads(line) for line in text.splitlines() if line.strip()]
        for audit in read if isinstance(read, list) else [read]:
            if not isinstance(audit, dict) or "schema" not in audit:
                raise ValueError(f"{path} holds something that is no audit")
            yield audit


def _bytes(path: Path) -> bytes:
    """A file's bytes; one byte more than the limit is enough for the reader to refuse it."""
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _profile(options: argparse.Namespace) -> Profile | None:
    return gouji.read_profile(options.profile.read_bytes()) if options.profile else None


def _unusable(wrong: ProfileError, options: argparse.Namespace) -> int:
    lines = [f"{options.profile}{pointer}: {text.of(options.lang)}" for pointer, text in wrong.wrong]
    return _usage("\n       ".join(lines))


def _one(
    path: Path, data: bytes, options: argparse.Namespace, previous: tuple[Any, ...], profile: Profile | None
) -> dict[str, Any]:
    known = (options.agency, options.agency_kind, options.year, options.published, options.submitted)
    chosen = {"select": options.select, "ignore": options.ignore, "profile": profile}
    return gouji.to_dict(gouji.audit(data, Submission(path.name, *known), previous=previous, **chosen))


def _print(results: Iterable[dict[str, Any]], options: argparse.Namespace) -> int:
    status = 0
    printed = []
    for result in results:
        status = max(status, 3 if "problem" in result else int(result["summary"]["error"] > 0))
        if options.format == "json":
            printed.append(result)
        elif options.format == "ndjson":
            print(json.dumps(result, ensure_ascii=False), flush=True)
        else:
            print(audit_text(result, options.lang), flush=True)
    if options.format == "json":
        shown = printed[0] if len(options.paths) == 1 else printed
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    return status


def _rules(options: argparse.Namespace) -> int:
    rules = gouji.catalogue()["rules"]
    if options.markdown:
        print(markdown(rules), end="")
        return 0
    if options.code is None:
        return _listed(rules, options)
    found = next((rule for rule in rules if rule["code"] == options.code.upper()), None)
    if found is None:
        return _usage(f"there is no rule {options.code}; `gouji rules` lists all")
    print(rule_text(found, options.lang))
    return 0


def _listed(rules: list[dict[str, Any]], options: argparse.Namespace) -> int:
    """Every rule with its severity, as the profile has it where one is given."""
    try:
        profile = _profile(options) or Profile()
    except ProfileError as wrong:
        return _unusable(wrong, options)
    except OSError as trouble:
        return _usage(f"cannot read a file: {trouble}")
    grave = {rule.code: check.severity(profile, rule) for rule in all_rules() if check.wants(profile, rule.code)}
    for rule in rules:
        print(f"{rule['code']}  {grave.get(rule['code'], 'off'):<8}{rule['title'][options.lang]}")
    return 0


def _templates(options: argparse.Namespace) -> int:
    templates = gouji.catalogue()["templates"]
    if options.name is None:
        for form in templates:
            first, last = form["years"]
            print(f"{form['id']:<26}{first}-{last or '':<6}{form['title']['zh']}")
        return 0
    found = next((form for form in templates if form["id"] == options.name), None)
    if found is None:
        return _usage(f"there is no template {options.name}; `gouji templates` lists all")
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def _facts(_: argparse.Namespace) -> int:
    for each in gouji.catalogue()["vocabulary"]:
        print(f"{each['key']:<46}{each['unit']:<6}{each['label']['zh']}  {each['label']['en']}")
    return 0


def _usage(message: str) -> int:
    print(f"gouji: {message}", file=sys.stderr)
    return USAGE


if __name__ == "__main__":
    sys.exit(main())
