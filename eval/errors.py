# ruff: noqa: N818 - errors are named by the situation in which they happen
"""Errors of evaluation that a user can mend; the base and the rule for messages are in `ingest.errors`."""

from ingest.errors import WaaierError


class EvaluationError(WaaierError):
    """Base of the errors of evaluation."""


class ReferenceFault(EvaluationError):
    """A line of a reference file is not as eval/reference/README.md describes it."""


class AnswersMissing(EvaluationError):
    """There are no saved answers, or they are not those of this part."""


class BaselineMissing(EvaluationError):
    """There are no committed figures to compare with."""


class FiguresFell(EvaluationError):
    """A figure is worse than the committed one by more than its interval."""
