"""The recipe that trained the shipped encoder: `python -m index.train --help`.

Distillation of an English sentence encoder into a Dutch-English table of subword vectors, then contrastive fine-tuning
on the handbook's written questions. Needs the extra `[train]`; nothing of it is needed to use the encoder.
"""
