"""Evaluation: reference questions, measures, runs and the report.

Two steps: `generate` asks the assistant every reference question and saves its answers (slow), `score` reads them and
the gold and gives the figures (fast). Import from its modules (`from eval.measures import ...`), never a bare
`import eval`.
"""
