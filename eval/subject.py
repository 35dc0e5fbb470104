"""What is evaluated: the assistant over the project's handbook, and the retrievers that it is compared to."""

from assistant.assistant import Assistant, open_assistant
from assistant.schema import PassageView
from eval.ablation import ablation_retrievers
from eval.baselines import Bm25Baseline, DenseBaseline, handbook_passages, minilm_folder
from eval.runs import Retriever
from index.encode import load_encoder
from index.paths import CORPUS
from ingest.handbook import Handbook, read_handbook


def open_subject() -> tuple[Assistant, dict[str, Retriever]]:
    """The assistant, and by tag the baselines and the ablation of its own retrieval."""
    assistant = open_assistant()
    return assistant, baselines(read_handbook(CORPUS)) | ablation_retrievers(assistant)


def subject_passages() -> tuple[PassageView, ...]:
    """Every passage of the project's handbook, as it is chunked now."""
    return handbook_passages(read_handbook(CORPUS))


def baselines(handbook: Handbook) -> dict[str, Retriever]:
    """BM25 alone, and all-MiniLM alone where its package is installed (extra `train`), by tag."""
    passages = handbook_passages(handbook)
    found: dict[str, Retriever] = {"bm25": Bm25Baseline(passages)}
    folder = minilm_folder()
    if folder:
        found["all-minilm"] = DenseBaseline(passages, load_encoder(str(folder)))
    return found
