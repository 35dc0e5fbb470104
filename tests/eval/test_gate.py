"""The gate of continuous integration: no figure of the tuning part falls below the baseline by more than chance."""

import json

from eval.__main__ import main
from eval.commands import ANSWERS
from eval.questions import read_reference


def test_answers_are_no_worse_than_the_baseline(batch_lines, tmp_path, capsys):
    """As `python -m eval generate`, `score` and `compare`, with the answers that other tests look at, too."""
    wanted = {conversation.id for conversation in read_reference("tuning").conversations}
    folder = tmp_path / "tuning"
    folder.mkdir()
    rows = [json.dumps(line) + "\n" for line in batch_lines if line["id"] in wanted]
    (folder / ANSWERS).write_text("".join(rows), "utf-8")
    assert main(["score", "--out", str(tmp_path)]) == 0, capsys.readouterr().err
    assert main(["compare", "--out", str(tmp_path)]) == 0, capsys.readouterr().err
