"""The network that is trained: an encoder and heads over its token vectors (torch; only training needs it).

Heads (hidden size H, topics T = 14):
    relevance   attention pooling over all tokens of all windows of an article, then H → 3
    topics      each sentence: mean of its tokens, H → T; an article's logit is a smooth maximum over its sentences plus H → T of the pooled
                vector, so that evidence decides and context may lean on it
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from core.article import RELEVANCES, TOPICS

SHARPNESS = 5.0
"""Of the smooth maximum over sentences, log-sum-exp(sharpness · z) / sharpness: a long text must not gain by its length alone (a text of 40
sentences gains log(40) / 5 = 0.7 at most)."""


@dataclass(frozen=True, slots=True)
class Example:
    """An article ready for the network: windows of ids, spans of sentences in them, labels."""

    ids: tuple[tuple[int, ...], ...]
    spans: tuple[tuple[int, int, int], ...]  # (window, first token, token behind the last), one a sentence
    relevance: int
    topics: Tensor  # [T] 0 or 1
    evidence: Tensor  # [sentences, T] 1 shown here, 0 not
    language: str
    id: str


@dataclass(frozen=True, slots=True)
class Output:
    """Logits of one article: relevance [3], topics [T], sentences [S, T]."""

    relevance: Tensor
    topics: Tensor
    sentences: Tensor


class Heads(nn.Module):
    """The heads alone; they read token vectors."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.attention = nn.Linear(hidden, 1)
        self.relevance = nn.Linear(hidden, len(RELEVANCES))
        self.sentence = nn.Linear(hidden, len(TOPICS))
        self.context = nn.Linear(hidden, len(TOPICS))
        self.dropout = nn.Dropout(0.1)
        nn.init.constant_(self.sentence.bias, -2.0)
        nn.init.zeros_(self.context.weight)
        nn.init.zeros_(self.context.bias)

    def forward(self, vectors: Sequence[Tensor], spans: Sequence[tuple[int, int, int]]) -> Output:
        """Scores one article.

        Args:
            vectors: token vectors of its windows, each [length, H].
            spans: the sentences, as in `Example`.
        """
        tokens = torch.cat(list(vectors))
        pooled = self.dropout((torch.softmax(self.attention(tokens), 0) * tokens).sum(0))
        means = torch.stack([vectors[window][first:last].mean(0) for window, first, last in spans])
        sentences = self.sentence(self.dropout(means))
        peak = torch.logsumexp(SHARPNESS * sentences, 0) / SHARPNESS
        return Output(self.relevance(pooled), peak + self.context(pooled), sentences)


class Split(nn.Module):
    """An encoder cut in two: `lower` layers are frozen and run once, `upper` ones are trained."""

    def __init__(self, encoder: Any, trained_layers: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.cut = len(encoder.encoder.layer) - trained_layers
        for parameter in encoder.embeddings.parameters():
            parameter.requires_grad = False
        for layer in encoder.encoder.layer[: self.cut]:
            for parameter in layer.parameters():
                parameter.requires_grad = False

    def mask(self, lengths: Sequence[int], width: int) -> Tensor:
        """An additive attention mask [batch, 1, 1, width]."""
        mask = torch.zeros(len(lengths), 1, 1, width)
        for row, length in enumerate(lengths):
            mask[row, :, :, length:] = torch.finfo(torch.float32).min
        return mask

    def lower(self, ids: Tensor, lengths: Sequence[int]) -> Tensor:
        """Hidden states below the cut, without gradient: [batch, width, H]."""
        with torch.no_grad():
            hidden = self.encoder.embeddings(input_ids=ids)
            return self._run(hidden, lengths, 0, self.cut)

    def upper(self, hidden: Tensor, lengths: Sequence[int]) -> Tensor:
        """Token vectors out of the states below the cut."""
        return self._run(hidden, lengths, self.cut, len(self.encoder.encoder.layer))

    def _run(self, hidden: Tensor, lengths: Sequence[int], first: int, last: int) -> Tensor:
        mask = self.mask(lengths, hidden.shape[1])
        for layer in self.encoder.encoder.layer[first:last]:
            out = layer(hidden, mask)
            hidden = out[0] if isinstance(out, tuple) else out
        return hidden


def loss(output: Output, example: Example, weights: Tensor) -> Tensor:
    """The training loss of one article: relevance, topics of the article, topics of its sentences.

    A sentence that shows a topic is a sure positive; one that does not, in an article that has the topic, is only a likely negative (a
    labeller names the clear sentences, not all), so it weighs less.
    """
    relevance = nn.functional.cross_entropy(output.relevance[None], torch.tensor([example.relevance]))
    topics = nn.functional.binary_cross_entropy_with_logits(output.topics, example.topics, pos_weight=weights)
    sure = torch.where((example.evidence > 0) | (example.topics[None] == 0), 1.0, 0.3)
    raw = nn.functional.binary_cross_entropy_with_logits(output.sentences, example.evidence, reduction="none", pos_weight=weights)
    return relevance + 4.0 * topics + 2.0 * (raw * sure).sum() / sure.sum()
