"""The repository keeps its promises: one version, a lock of every byte, valid metadata, links that lead somewhere."""

from __future__ import annotations

import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import xiaogan_facts
from tests.checkout import ROOT, run_python, tracked

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")})
GROUPS = PROJECT["dependency-groups"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = {
    "requirements.lock": [
        *PROJECT["project"]["dependencies"],
        *EXTRAS["excel"],
        *EXTRAS["release"],
        *GROUPS["dev"],
        *PROJECT["build-system"]["requires"],
    ],
    "requirements-gate.lock": [*PROJECT["project"]["dependencies"], *EXTRAS["excel"]],
    "requirements-spark.lock": [*PROJECT["project"]["dependencies"], *EXTRAS["spark"]],
    "requirements-clients.lock": GROUPS["clients"],
    "requirements-clients-build.lock": GROUPS["clients-build"],
    "requirements-oldest.lock": GROUPS["oldest"],
}
"""Each lock, and the requirements that it pins."""


def text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def check_jsonschema(*words: str) -> None:
    """Fails, with what check-jsonschema says, when a file is not what its schema says."""
    code, said, _ = run_python("-m", "check_jsonschema", *words)
    assert code == 0, said


# The version


def test_one_version_stands_everywhere() -> None:
    version = PROJECT["project"]["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    newest = re.search(r"^## (\S+)$", text("CHANGELOG.md"), re.MULTILINE)
    cited = re.search(r"^version: (\S+)$", text("CITATION.cff"), re.MULTILINE)
    attributed = re.search(r"xiaogan-facts (\d+\.\d+\.\d+)", text("LICENSE-DATA.md"))
    assert newest
    assert cited
    assert attributed
    assert {
        "datapackage.json": json.loads(text("datapackage/datapackage.json"))["version"],
        "CHANGELOG.md": newest[1],
        "CITATION.cff": cited[1],
        "LICENSE-DATA.md": attributed[1],
        "installed": metadata.version("xiaogan-facts"),
        "__init__.py": xiaogan_facts.__version__,
    } == dict.fromkeys(
        ["datapackage.json", "CHANGELOG.md", "CITATION.cff", "LICENSE-DATA.md", "installed", "__init__.py"], version
    )


def test_each_entry_of_the_changelog_says_whether_a_data_user_must_act() -> None:
    entries = re.split(r"^## ", text("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    assert [entry.splitlines()[0] for entry in entries if "\n**For data users:** " not in entry] == []


def test_the_changelog_lists_the_newest_version_first() -> None:
    versions = re.findall(r"^## (\d+)\.(\d+)\.(\d+)$", text("CHANGELOG.md"), re.MULTILINE)
    numbers = [tuple(map(int, version)) for version in versions]
    assert numbers == sorted(numbers, reverse=True)


# The lock


def pins(lock: str) -> list[tuple[str, str]]:
    """Names and versions; a name comes twice where its version depends on Python's."""
    return re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text(lock), re.MULTILINE)


def test_every_lock_is_held_against_what_it_pins() -> None:
    assert {file.name for file in ROOT.glob("*.lock")} == set(LOCKS)


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_pins_every_dependency_to_a_version_that_the_project_allows(lock: str) -> None:
    for requirement in map(Requirement, LOCKS[lock]):
        versions = [version for name, version in pins(lock) if name == requirement.name]
        assert any(requirement.specifier.contains(version) for version in versions), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_verified_by_its_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", text(lock))[1:]
    assert len(entries) == len(pins(lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_packages_and_hashes_and_no_place_to_fetch_them_from(lock: str) -> None:
    line = re.compile(r"#.*|[a-z0-9-]+==\S+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [each for each in text(lock).splitlines() if not line.fullmatch(each)] == []
    assert "://" not in text(lock)


def test_what_the_action_installs_is_what_the_gate_runs_on_in_the_versions_that_are_tested() -> None:
    gate, tested = pins("requirements-gate.lock"), pins("requirements.lock")
    assert set(gate) < set(tested)
    assert {"pytest", "mypy", "ruff", "hatchling", "pyarrow", "xlsxwriter"} & dict(gate).keys() == set()


@pytest.mark.parametrize("package", ["pandas", "ibis-framework"])
def test_what_would_slow_every_start_is_not_locked(package: str) -> None:
    # pandera imports pandas wherever it is installed.
    assert package not in dict(pins("requirements.lock"))


# Metadata that others read


def test_the_citation_is_valid() -> None:
    check_jsonschema("--builtin-schema", "vendor.citation-file-format", "CITATION.cff")


def test_the_licence_is_the_same_wherever_it_is_named() -> None:
    assert PROJECT["project"]["license"] == "MIT AND CC-BY-4.0 AND Apache-2.0"  # the last: opencc, not ours
    assert "license:\n  - MIT\n  - CC-BY-4.0\n" in text("CITATION.cff")
    assert [each["name"] for each in json.loads(text("datapackage/datapackage.json"))["licenses"]] == ["CC-BY-4.0"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_is_valid_and_pins_every_action_to_a_commit(workflow: Path) -> None:
    check_jsonschema("--builtin-schema", "vendor.github-workflows", str(workflow))
    used = re.findall(r"uses: (\S+)", workflow.read_text("utf-8"))
    assert [action for action in used if not re.fullmatch(r"\./.*|[\w./-]+@[0-9a-f]{40}", action)] == []


def test_ci_runs_the_two_commands_of_a_newcomer_on_each_python_and_system() -> None:
    workflow = text(".github/workflows/ci.yml")
    assert 'python: ["3.11", "3.12", "3.13", "3.14"]' in workflow
    assert "system: [ubuntu-latest, macos-latest, windows-latest]" in workflow
    runs = [line.strip() for line in text(".ci/run").splitlines()]
    for command in ("make", "make test"):
        assert f"      - run: {command}\n" in workflow
        assert command in runs


# Pages and forms


def anchors(page: Path) -> set[str]:
    """What a link into a page may name: its headings, as GitHub makes anchors of them, and the ids in it."""
    written = page.read_text("utf-8")
    headings = re.findall(r"^#+ (.+)$", written, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', written))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_to_a_file_and_to_a_heading_in_it(page: Path) -> None:
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in link]
    for link in links:
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_of_the_docs_is_in_their_index() -> None:
    index = text("docs/README.md")
    assert [page.name for page in ROOT.glob("docs/*.md") if f"]({page.name})" not in index] == ["README.md"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_an_issue_form_is_valid(form: Path) -> None:
    check_jsonschema("--builtin-schema", "vendor.github-issue-forms", str(form))


# What every file has to keep to


def test_text_files_end_their_lines_with_lf_alone() -> None:
    suffixes = {".csv", ".json", ".md", ".py", ".sql", ".toml", ".yml"}
    own = [file for file in tracked() if file.suffix in suffixes and "fixtures" not in file.parts]
    assert len(own) > 20
    assert [file.relative_to(ROOT).as_posix() for file in own if b"\r" in file.read_bytes()] == []


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda page: page.name)
def test_a_block_of_commands_can_be_copied_whole(page: Path) -> None:
    """A prompt would be copied along, and so would output below a command."""
    blocks = re.findall(r"^ *```(\w+)\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert [text for language, text in blocks if language == "console"] == []
    commands = [line for language, text in blocks if language == "sh" for line in text.splitlines() if line.strip()]
    assert [line for line in commands if line.lstrip().startswith(("$ ", "> ", "# "))] == []
    programs = re.compile(
        r" *(?:make|pip|uv|xiaogan-facts|frictionless|python|pytest|\.|XIAOGAN_FUZZ=|sha256sum|soffice|datasette)"
    )
    assert [line for line in commands if not programs.match(line)] == []
