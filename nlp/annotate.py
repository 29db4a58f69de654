"""The one door of this room: articles in, annotations out.

Gate on raw text → language → spaCy document → one transformer pass a window → relevance and topics with the sentences that show them →
jurisdictions, penalties and laws by rules over the document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
from spacy.tokens import Doc

from core.article import RELEVANCES, TOPICS, Annotation, Evidence, Relevance, Topic
from core.errors import AnnotationError
from language.detection import detect
from language.normal import Normal, normal_with_origins
from nlp import cues, gate, jurisdictions, laws, penalties
from nlp.chrome import chrome_sentences
from nlp.encoder import MODEL, Encoder, Reading
from nlp.jurisdictions import Namings
from nlp.jurisdictions.mentions import Mention, mentions
from nlp.pipeline import LANGUAGES, evidence, make_doc, offsets, sentences

RULES = "12"
"""Part of the model's version: raise it when the rules of this room change what they say."""

MAX_CHARACTERS = 200_000
"""Of one text. A longer one is no article; it is refused with its length, not cut."""

TOGETHER = 32
"""Texts whose analyses are in memory at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is to be tagged. `language` is a hint (BCP 47); `outlet_country` the outlet's home (ISO 3166-1), where known."""

    id: str
    title: str
    text: str
    language: str | None = None
    outlet_country: str | None = None
    revision: int = 1


class Annotator:
    """A model, ready to tag."""

    def __init__(self, model: Path = MODEL, threads: int = 2) -> None:
        """Opens a model folder.

        Raises:
            ModelError: the folder is not whole.
        """
        self.encoder = Encoder(model, threads)

    @property
    def version(self) -> str:
        """Model and rules: stands on every annotation."""
        return f"{self.encoder.version}.{RULES}"

    def annotate(self, texts: Sequence[Text]) -> list[Annotation | AnnotationError]:
        """Tags texts, in order; one that cannot be tagged gets its error in its place. However many there are, few are held ready at a time."""
        return [said for first in range(0, len(texts), TOGETHER) for said in self._annotate(texts[first : first + TOGETHER])]

    def _annotate(self, texts: Sequence[Text]) -> list[Annotation | AnnotationError]:
        out: list[Annotation | AnnotationError | None] = [None] * len(texts)
        docs: dict[int, Doc] = {}
        forms: dict[int, tuple[Normal, Normal]] = {}
        for n, item in enumerate(texts):
            error = _refusal(item)
            if error is not None:
                out[n] = error
                continue
            forms[n] = (normal_with_origins(item.title), normal_with_origins(item.text))
            title, text = (form.text for form in forms[n])
            code = detect(title, text, item.language).split("-")[0]
            out[n] = self._without_model(item, title, text, code)
            if out[n] is None:
                docs[n] = make_doc(title, text, code)
        named = [mentions(doc) for doc in docs.values()]
        readings = self.encoder.read(
            [[(_place(s), s.text) for s in _prose(doc)] for doc in docs.values()],
            [[evidence(doc, one.start, one.end) for one in mine] for doc, mine in zip(docs.values(), named, strict=True)],
        )
        for (n, doc), mine, reading in zip(docs.items(), named, readings, strict=True):
            made = self._with_model(texts[n], doc, mine, reading)
            out[n] = _at_raw_offsets(made, *forms[n]) if isinstance(made, Annotation) else made
        return [item for item in out if item is not None]

    def _without_model(self, item: Text, title: str, text: str, code: str) -> Annotation | None:
        """The annotation of a text that no transformer need read, or None."""
        if code not in LANGUAGES:
            return self._annotation(item, code, None)
        if not gate.passes(title, text):
            return self._annotation(item, code, "other", gated=True, scores={"law": 0.0, "deepfake": 0.0, "other": 1.0})
        return None

    def _with_model(self, item: Text, doc: Doc, named: Sequence[Mention], reading: Reading | None) -> Annotation | AnnotationError:
        if reading is None:
            return AnnotationError(f"'{item.id}' has no word that the model knows; check that it is text")
        code: str = doc.user_data["language"]
        calibration = self.encoder.calibration
        scores = calibration.relevance_scores(reading.relevance)
        told = [doc.text[slice(*offsets(doc, unit.evidence))] for unit in reading.units]
        reading = cues.heeded(reading, told, code, RELEVANCES[int(np.argmax(scores))], self.encoder.whole)
        said, codes = calibration.decide(reading.relevance, reading.topics)
        places = jurisdictions.find(doc, item.outlet_country, said, found=named, namings=self._namings(named, reading))
        return self._annotation(
            item,
            code,
            said,
            uncertain=bool(scores.max() < calibration.certain),
            scores={name: round(float(score), 4) for name, score in zip(RELEVANCES, scores, strict=True)},
            topics=tuple(self._topics(reading, codes)),
            jurisdictions=places,
            penalties=penalties.find(doc, places, said),
            laws=laws.find(doc, places, said),
            embedding=None if said == "other" else reading.embedding.astype("<f2").tobytes(),
        )

    def _namings(self, named: Sequence[Mention], reading: Reading) -> Namings:
        """What the network reads in the namings of jurisdictions."""
        head = self.encoder.heads
        return Namings(
            vectors={one: vector for one, vector in zip(named, reading.namings, strict=True) if vector is not None},
            weight=head["role_weight"],
            bias=head["role_bias"],
            prior=head["prior"],
            thresholds=self.encoder.calibration.roles,
        )

    def _topics(self, reading: Reading, codes: set[str]) -> Iterator[Topic]:
        """Topics, each with the sentence that scores highest for it.

        Read without knowing the article, the first sentence of a right topic supports it eight or nine times in ten, the second seven: one is cited.
        """
        scores = self.encoder.calibration.topic_scores(reading.topics)
        shown = self.encoder.calibration.topic_scores(reading.sentences)
        for n, code in enumerate(TOPICS):
            if code not in codes:
                continue
            best = reading.units[int(np.argmax(shown[:, n]))].evidence
            yield Topic(code=code, score=round(float(scores[n]), 4), evidence=(best,))

    def _annotation(self, item: Text, language: str, relevance: str | None, **said: Any) -> Annotation:
        return Annotation(
            article_id=item.id,
            revision=item.revision,
            language=language,
            relevance=cast("Relevance | None", relevance),
            model=self.version,
            **said,
        )


def _refusal(item: Text) -> AnnotationError | None:
    """Why a text cannot be tagged at all, or None."""
    if not item.title.strip() and not item.text.strip():
        return AnnotationError(f"'{item.id}' has neither title nor text; give one of them")
    length = len(item.text) + len(item.title)
    if length > MAX_CHARACTERS:
        return AnnotationError(f"'{item.id}' has {length} characters; an article has at most {MAX_CHARACTERS}: split it")
    return None


def _prose(doc: Doc) -> list[Any]:
    """The sentences that are read: without menus, captions and lists of headlines around the article, unless there is nothing else."""
    chrome = chrome_sentences(doc)
    return [one for n, one in enumerate(sentences(doc)) if n not in chrome] or list(sentences(doc))


def _place(sentence: Any) -> Evidence:
    return Evidence(field=sentence.field, start=sentence.start, end=sentence.end)


def _at_raw_offsets(annotation: Annotation, title: Normal, text: Normal) -> Annotation:
    """The annotation with its evidence in offsets of the text as it was given, not of its normal form."""
    if title.origins is None and text.origins is None:
        return annotation

    def moved(items: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(replace(item, evidence=tuple(place(span) for span in item.evidence)) for item in items)

    def place(span: Evidence) -> Evidence:
        form = title if span.field == "title" else text
        return replace(span, start=form.raw(span.start), end=form.raw(span.end))

    names = ("topics", "jurisdictions", "penalties", "laws")
    changes: dict[str, Any] = {name: moved(getattr(annotation, name)) for name in names}
    return replace(annotation, **changes)
