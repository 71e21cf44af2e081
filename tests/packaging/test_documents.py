"""The documents say what is true: commands run, outputs are theirs, links lead somewhere, nothing private is named.

``python tests/packaging/test_documents.py`` brings the printed outputs up to date.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from gouji import cli

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "corpus" / "samples"
READMES = ("README.md", "README.zh-CN.md")
SKIPPED_FOLDERS = {".git", ".venv", "var", "dist", "build", "node_modules"}

_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_EXAMPLE = re.compile(r"^```console\n\$ \.venv/bin/gouji (?P<command>[^\n]+)\n(?P<output>.*?)^```$", re.M | re.S)

# Parts of words, so that this file does not hold what it looks for.
PLACES = ("/" + "work/", "/" + "tmp/", "/" + "root/", "/" + "home/")
HOSTS = (
    *(
        name + end
        for name, end in (("python", "hosted"), ("pypi", ".org"), ("registry", ".npmjs"), ("deb", ".debian.org"))
    ),
    *(name + end for name, end in (("docker", ".io/"), ("ghcr", ".io/"), ("quay", ".io/"), ("--index", "-url"))),
)
# An engine that tries to write where the sandbox does not let it.
ALLOWED = {"tests/workers/hostile_engine.py"}


@cache
def committed() -> tuple[Path, ...]:
    """Every file under version control; where git is not at hand, every file that could be."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        names = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return tuple(ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file())
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return tuple(path for path in found if not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts))


def documents() -> list[Path]:
    return [path for path in committed() if path.suffix == ".md"]


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands(text: str) -> Iterator[str]:
    """The lines of all shell blocks, without prompt and comment."""
    for fence in _FENCE.finditer(text):
        if fence["kind"] in ("sh", "console"):
            for line in fence["body"].splitlines():
                if fence["kind"] == "sh" or line.startswith("$ "):
                    yield line.removeprefix("$ ").split("  #")[0].strip()


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in _LINK.finditer(path.read_text("utf-8")):
        target, _, anchor = link["target"].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        place = (path.parent / target).resolve() if target else path
        assert place.exists(), f"{path.name}: {target}"
        assert place in committed() or place.is_dir(), f"{path.name}: {target} is not committed"
        assert not anchor or anchor in anchors(place), f"{path.name}: #{anchor}"


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_make_targets_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", read("Makefile"), re.M))
    text = path.read_text("utf-8")
    in_blocks = (line for line in commands(text) if line.startswith("make "))
    for line in (*in_blocks, *re.findall(r"`(make [^`]+)`", text)):
        named = [word for word in shlex.split(line, comments=True)[1:] if "=" not in word]
        assert set(named) <= targets, line


@pytest.mark.parametrize("name", READMES)
def test_commands_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for sample, called in (("pdf", "report.pdf"), ("docx", "a.docx"), ("html", "b.html"), ("txt", "c.txt")):
        shutil.copy(SAMPLES / f"format-2021-faulty.{sample}", tmp_path / called)
    monkeypatch.chdir(tmp_path)
    for called in ("2022.json", "a.json", "b.json"):
        with contextlib.redirect_stdout(io.StringIO()) as audit:
            cli.main(["audit", "report.pdf", "--format", "json"])
        Path(called).write_text(audit.getvalue(), "utf-8")
    Path("units.txt").write_text("青溪区教育局\n", "utf-8")
    shown = next(fence["body"] for fence in _FENCE.finditer(read(name)) if fence["kind"] == "yaml")
    Path("profile.yaml").write_text(shown, "utf-8")
    lines = [line for line in commands(read(name)) if line.startswith(".venv/bin/gouji ") and "tests/" not in line]
    assert len(lines) >= 10
    for line in lines:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            status = cli.main(shlex.split(line)[1:])
        assert status in (0, 1), line
        assert printed.getvalue().strip(), line


def output(command: str) -> str:
    """What a command of the command line prints, run from the root, as a document shows it."""
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(io.StringIO()) as printed:
        cli.main(shlex.split(command))
    return printed.getvalue().strip("\n") + "\n"


@pytest.mark.parametrize("name", READMES)
def test_outputs_are_what_is_printed(name: str) -> None:
    examples = list(_EXAMPLE.finditer(read(name)))
    assert examples
    for example in examples:
        advice = "run: .venv/bin/python tests/packaging/test_documents.py"
        assert example["output"] == output(example["command"]), advice


@pytest.mark.parametrize("name", READMES)
def test_the_api_table_is_that_of_the_contract(name: str) -> None:
    paths = set(yaml.safe_load(read("openapi.yaml"))["paths"])
    table = "\n".join(line for line in read(name).splitlines() if re.match(r"\| `(GET|POST|DELETE)", line))
    named = {f"/{path}" for path in re.findall(r"`(?:[A-Z]+ )?/([^`?]*)`", table)}
    named = {f"/v1/reports/{{report_id}}{each}" if each in ("/facts", "/checks") else each for each in named}
    assert named <= paths
    unnamed = {"/", "/openapi.json", "/v1/rules/{code}", "/v1/templates/{name}", "/v1/problems/{code}"}
    assert paths - named <= unnamed, "new paths belong in the table, or in this list if they are mere details"


def test_both_readmes_say_the_same_amount() -> None:
    english, chinese = (read(name) for name in READMES)
    assert len(re.findall(r"^## ", english, re.M)) == len(re.findall(r"^## ", chinese, re.M))
    assert len(re.findall(r"^\| ", english, re.M)) == len(re.findall(r"^\| ", chinese, re.M))
    assert len(list(commands(english))) == len(list(commands(chinese)))


def test_changelog_knows_this_version() -> None:
    version = re.search(r'^__version__ = "([^"]+)"', read("gouji/__init__.py"), re.M)
    assert version
    assert f"## [{version[1]}]" in read("CHANGELOG.md")


def test_paths_in_documents_exist() -> None:
    """A file or folder named in backquotes is there; ``<…>`` stands for a name of one's own."""
    for path in documents():
        for named in re.findall(
            r"`((?:gouji|ledger|service|workers|tests|docs|helm|requirements)/[\w./*<>-]*)`", path.read_text("utf-8")
        ):
            pattern = re.sub(r"<[^>]+>", "*", named.rstrip("/"))
            assert any(ROOT.glob(pattern)), f"{path.name}: {named}"


def test_nothing_names_this_machine_or_a_registry() -> None:
    wrong = []
    for path in committed():
        data = path.read_bytes()
        if b"\0" in data[:4096] or path.suffix == ".pdf" or path.relative_to(ROOT).as_posix() in ALLOWED:
            continue
        text = data.decode("utf-8", "replace")
        wrong += [f"{path.relative_to(ROOT)}: {word}" for word in (*PLACES, *HOSTS) if word in text]
    assert not wrong


def refresh() -> None:
    """Write the outputs into the READMEs as they are now."""
    for name in READMES:
        path = ROOT / name
        text = path.read_text("utf-8")
        text = _EXAMPLE.sub(
            lambda found: f"```console\n$ .venv/bin/gouji {found['command']}\n{output(found['command'])}```", text
        )
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    refresh()
