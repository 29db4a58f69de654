"""The network that is trained: an encoder and heads over its token vectors (torch; only training needs it).

Heads (hidden size H, topics T = 14):
    relevance   attention pooling over all tokens of all windows of an article, then H → 3
    topics      each sentence: mean of its tokens, H → T; an article's logit is a smooth maximum over its sentences plus H → T of the pooled
                vector, so that evidence decides and context may lean on it
    roles       each jurisdiction that may be meant: mean over its namings' tokens, H → R → 2 (primary, mentioned), added to what the counts say
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


ROLE_SIZE = 48
"""Width R of the layer between a naming's tokens and its role."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A jurisdiction that may be meant: where its namings stand, what the counts say of it (`jurisdictions.scoring`), and its role."""

    spans: tuple[tuple[int, int, int], ...]
    prior: tuple[float, float]  # logits of primary and mentioned
    is_primary: bool
    is_mentioned: bool


@dataclass(frozen=True, slots=True)
class Example:
    """An article ready for the network: windows of ids, spans of sentences in them, labels."""

    ids: tuple[tuple[int, ...], ...]
    spans: tuple[tuple[int, int, int], ...]  # (window, first token, token behind the last), one a sentence
    relevance: int
    topics: Tensor  # [T] 0 or 1
    evidence: Tensor  # [sentences, T] 1 shown here, 0 not
    candidates: tuple[tuple[Candidate, ...], ...]  # of a `law` article: with its outlet's country, and without
    language: str
    id: str


@dataclass(frozen=True, slots=True)
class Output:
    """Logits of one article: relevance [3], topics [T], sentences [S, T]; for each reading of its candidates their roles [C, 2]."""

    relevance: Tensor
    topics: Tensor
    sentences: Tensor
    roles: tuple[Tensor, ...]


class Heads(nn.Module):
    """The heads alone; they read token vectors.

    A tuned encoder's token vectors of one article lie close together, so a sentence is told from its neighbours by what its tokens have beyond
    the article's mean; what they share goes to the article's own head.
    """

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.attention = nn.Linear(hidden, 1)
        self.relevance = nn.Linear(hidden, len(RELEVANCES))
        self.norm = nn.LayerNorm(hidden, elementwise_affine=False)
        self.focus = nn.Linear(hidden, len(TOPICS), bias=False)
        self.sentence = nn.Linear(hidden, len(TOPICS))
        self.context = nn.Linear(hidden, len(TOPICS))
        self.naming = nn.Linear(hidden, ROLE_SIZE)
        self.role = nn.Linear(ROLE_SIZE, 2)
        self.prior = nn.Parameter(torch.ones(2))
        self.dropout = nn.Dropout(0.1)
        nn.init.zeros_(self.role.weight)
        nn.init.zeros_(self.role.bias)
        nn.init.zeros_(self.focus.weight)
        nn.init.constant_(self.sentence.bias, -2.0)
        nn.init.zeros_(self.context.weight)
        nn.init.zeros_(self.context.bias)

    def forward(self, vectors: Sequence[Tensor], example: Example) -> Output:
        """Scores one article, given the token vectors of its windows, each [length, H]."""
        tokens = torch.cat(list(vectors))
        pooled = self.dropout((torch.softmax(self.attention(tokens), 0) * tokens).sum(0))
        apart = self.dropout(self.norm(tokens - tokens.mean(0)))
        focus, votes = self.focus(apart), self.sentence(apart)
        starts = [0]
        for window in vectors:
            starts.append(starts[-1] + len(window))
        rows = []
        for window, first, last in example.spans:
            place = slice(starts[window] + first, starts[window] + last)
            rows.append((torch.softmax(focus[place], 0) * votes[place]).sum(0))
        sentences = torch.stack(rows) + self.context(pooled)
        peak = torch.logsumexp(SHARPNESS * sentences, 0) / SHARPNESS
        roles = tuple(self._roles(apart, starts, reading) for reading in example.candidates)
        return Output(self.relevance(pooled), peak, sentences, roles)

    def _roles(self, apart: Tensor, starts: Sequence[int], candidates: Sequence[Candidate]) -> Tensor:
        """Logits [C, 2]; a candidate that is nowhere named has what the counts say alone."""
        rows = []
        for candidate in candidates:
            prior = self.prior * torch.tensor(candidate.prior)
            if candidate.spans:
                named = torch.stack(
                    [apart[starts[window] + first : starts[window] + last].mean(0) for window, first, last in candidate.spans]
                )
                prior = prior + self.role(torch.relu(self.naming(named)).mean(0))
            rows.append(prior)
        return torch.stack(rows) if rows else torch.zeros(0, 2)


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

    def drop(self, rate: float) -> None:
        """From now on drops this share of what each sublayer above the cut adds; attention is left whole (on a processor it would run at half
        the speed). 0 ends it."""
        for layer in self.encoder.encoder.layer[self.cut :]:
            for module in layer.modules():
                if isinstance(module, nn.Dropout):
                    module.p = rate
                    module.train(rate > 0)

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
    sure = torch.where((example.evidence > 0) | (example.topics[None] == 0), 1.0, 0.5)
    raw = nn.functional.binary_cross_entropy_with_logits(output.sentences, example.evidence, reduction="none", pos_weight=weights)
    return relevance + 4.0 * topics + 10.0 * (raw * sure).sum() / sure.sum() + 2.0 * _role_loss(output, example)


def _role_loss(output: Output, example: Example) -> Tensor:
    """Primary against all else, mentioned against none, over the candidates of both readings."""
    total = torch.zeros(())
    for logits, candidates in zip(output.roles, example.candidates, strict=True):
        if not candidates:
            continue
        primary = torch.tensor([float(candidate.is_primary) for candidate in candidates])
        mentioned = torch.tensor([float(candidate.is_mentioned) for candidate in candidates])
        raw = nn.functional.binary_cross_entropy_with_logits(logits, torch.stack([primary, mentioned], 1), reduction="none")
        asked = torch.stack([torch.ones_like(primary), 1.0 - primary], 1)
        total = total + (raw * asked).sum() / asked.sum()
    return total / max(1, len(example.candidates))
