"""The command line over a test's store."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from click.testing import Result

from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from webhooks import create_app


@dataclass
class Cli:
    """Runs commands. A traceback fails the test, whatever the exit code."""

    store: Store
    settings: Settings
    now: datetime
    folder: Path

    def __post_init__(self) -> None:
        self.house = House(self.settings, self.store, lambda: self.now)
        self._runner = create_app(self.house).test_cli_runner()

    def run(self, *args: str | Path, given: str = "") -> Result:
        result = self._runner.invoke(args=[str(arg) for arg in args], input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    def text(self, *args: str | Path) -> str:
        """What a command that succeeds says to people."""
        result = self.run(*args)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    def json(self, *args: str | Path) -> Any:
        """What a command that succeeds answers with --json."""
        return json.loads(self.text(*args, "--json"))

    def mistake(self, *args: str | Path) -> str:
        """The one line of a command that fails, and says nothing else."""
        result = self.run(*args)
        assert result.exit_code in (1, 2)
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        return result.stderr.strip().removeprefix("错误：")

    def file(self, rows: Sequence[Sequence[str]], name: str = "table.csv", encoding: str = "utf-8") -> Path:
        """A file of these rows; separated by tabs if the name ends in .tsv."""
        words = io.StringIO()
        csv.writer(words, delimiter="\t" if name.endswith(".tsv") else ",").writerows(rows)
        path = self.folder / name
        path.write_bytes(words.getvalue().encode(encoding))
        return path

    def import_rows(self, kind: str, *rows: Sequence[str], more: Sequence[str] = ()) -> Any:
        """The report of importing a table unasked, headings first."""
        result = self.run("import", kind, self.file(rows), "--yes", "--json", *more)
        report = json.loads(result.stdout)
        taken = report["added"] + report["updated"] + report["unchanged"]
        assert result.exit_code == (0 if not report["refused"] else 3 if taken else 4)
        return report

    def at_terminal(self, answer: str, *args: str | Path) -> Result:
        """Runs a command as somebody does who is there to answer what it asks."""
        with patch("console.commands.asking.at_terminal", lambda: True):
            return self.run(*args, given=f"{answer}\n")
