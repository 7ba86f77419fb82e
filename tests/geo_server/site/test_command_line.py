"""The command line: exit codes and sentences."""

import click
import pytest

from geo_server.core.errors import DomainError, Fault
from geo_server.site import __main__ as command_line


def run_with(monkeypatch: pytest.MonkeyPatch, command: click.Command) -> int:
    monkeypatch.setattr(command_line, "main", command)
    monkeypatch.setattr("sys.argv", ["diaban"])
    return command_line.run()


def test_a_command_that_did_not_hold_ends_with_its_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    @click.pass_context
    def sick(ctx: click.Context) -> None:
        ctx.exit(1)

    assert run_with(monkeypatch, sick) == 1


def test_a_domain_error_is_two_sentences_and_its_faults(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def refused() -> None:
        raise DomainError("No.", "Không.", faults=[Fault("row 3", "Empty.", "Trống.")])

    assert run_with(monkeypatch, refused) == 1
    said = capsys.readouterr().err
    assert "Không." in said and "No." in said and "row 3" in said and "Traceback" not in said


def test_an_unknown_command_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["diaban", "dance"])
    assert command_line.run() == 2


def test_an_interrupted_command_says_that_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def slow() -> None:
        raise KeyboardInterrupt

    assert run_with(monkeypatch, slow) == 130
    assert "goes on" in capsys.readouterr().err
