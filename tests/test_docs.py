"""The documents name what exists: every variable and every command."""

import re
from pathlib import Path

from geo_server.site.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[1]


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_every_environment_variable_is_documented() -> None:
    read = set(re.findall(r'"(DIABAN_[A-Z_]+)"', text_of("geo_server/site/env.py")))
    documented = set(re.findall(r"`(DIABAN_[A-Z_]+)`", text_of("docs/reference/environment.md")))
    assert read <= documented
    assert documented - read <= {"DIABAN_TEST_REDIS_URL"}, "documented but nobody reads it"


def test_every_command_is_documented_and_loads() -> None:
    documented = set(re.findall(r"\./diaban ([a-z]+(?:-[a-z]+)*)", text_of("docs/reference/commands.md")))
    assert set(COMMANDS) <= documented
    for name in COMMANDS:
        module = __import__(f"geo_server.site.commands.{name.replace('-', '_')}", fromlist=["command"])
        assert module.command.help, f"{name} says nothing about itself"


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []
