"""The consumers that follow the archive's sequence: extract, tag, index. Each is idempotent and keeps its own watermark.

Order within a step: the effect first, then the watermark; where both lie in the archive, in one transaction. A batch on which the
code itself breaks is taken again change by change, so that one article costs itself and not those behind it.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import sqlalchemy as sa

from core.archive import FOLLOWED, Archive, Change, retagging
from core.article import Annotation, Article
from core.errors import AnnotationError, FauxlexError, ModelError, UsageError
from index.base import Index, IndexDocument, Rejected, Tombstone
from language.analysis import ANALYSIS_VERSION, analyze
from language.field_terms import Analysis
from nlp.annotate import Annotator, Text
from nlp.stories import SAME_STORY, signature, similarity

log = logging.getLogger(__name__)

TAG_BATCH = 32
INDEX_BATCH = 500

STAGES = {retagging.CONSUMER: "tag"}
"""The stage under which a consumer sets things aside, where it is not its own name."""

Progress = Callable[[int], None]
"""Called with the number of changes just dealt with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a consumer did: changes seen, effects made, things set aside in quarantine."""

    seen: int = 0
    done: int = 0
    set_aside: int = 0

    def __add__(self, other: "Report") -> "Report":
        return Report(seen=self.seen + other.seen, done=self.done + other.done, set_aside=self.set_aside + other.set_aside)


def silent(_count: int) -> None:
    """A progress that nobody watches."""


def batches(archive: Archive, kinds: Sequence[str], start: int, size: int) -> Iterator[list[Change]]:
    """The changes of these kinds after `start`, in order, a batch at a time."""
    while batch := archive.log.changes_after(start, kinds, size):
        yield batch
        start = batch[-1].seq


def forgiving(
    archive: Archive, consumer: str, batch: Sequence[Change], work: Callable[[Sequence[Change]], Report], generation: str = ""
) -> Report:
    """Runs `work` over a batch; where it breaks unforeseen, over each change alone, and sets aside the one that breaks it.

    Args:
        archive: where the watermark and the quarantine are.
        consumer: its name, which is also that of its stage in the quarantine.
        batch: changes in order. `work` is undone where it raises, and moves the watermark where it does not.
        generation: of the index, for the indexer's watermark.

    Raises:
        FauxlexError: what stops every article alike (archive, model, index): nothing is set aside for it.
        OSError: likewise.
    """
    try:
        return work(batch)
    except Exception as err:
        if not _is_of_one_article(err):
            raise
        if len(batch) == 1:
            return _put_aside(archive, consumer, batch[0], err, generation)
        log.warning("%s: a batch of %d broke (%s); it is taken one by one", consumer, len(batch), type(err).__name__)
    return sum((forgiving(archive, consumer, [change], work, generation) for change in batch), Report())


def _is_of_one_article(err: Exception) -> bool:
    """Whether an error can be laid to the article at hand; the others (a full disk, a damaged model, a lost index) stop the consumer."""
    if isinstance(err, UsageError | AnnotationError):
        return not isinstance(err, ModelError)
    return not isinstance(err, FauxlexError | OSError)


def _put_aside(archive: Archive, consumer: str, change: Change, err: Exception, generation: str) -> Report:
    """Sets a change aside with the error that it raises; a removal must not be passed over and stops the consumer."""
    if change.kind == "removal":
        raise err
    log.error("%s: %s is set aside", consumer, change.ref, exc_info=err)
    with archive.log.write() as tx:
        archive.store.set_aside(tx, STAGES.get(consumer, consumer), change.ref, change.seq, _unforeseen(err))
        archive.log.set_watermark(consumer, change.seq, generation, tx=tx)
    return Report(seen=1, set_aside=1)


def tag(archive: Archive, annotator: Annotator, progress: Progress = silent) -> Report:
    """Tags every article that was added or edited since the last time, for readers to see at once."""
    total = Report()
    with archive.log.consumer("tag"):
        for batch in batches(archive, FOLLOWED["tag"], archive.log.watermark("tag"), TAG_BATCH):
            total += forgiving(archive, "tag", batch, partial(_tag_batch, archive, annotator))
            progress(len(batch))
    return total


def _tag_batch(archive: Archive, annotator: Annotator, batch: Sequence[Change]) -> Report:
    held = archive.store.articles([change.ref for change in batch])
    found = archive.store.machine_annotations(list(held))
    todo = [article for article in held.values() if not _is_tagged(article, found.get(article.id), annotator.version)]
    made = annotator.annotate([text_of(article) for article in todo])
    done = aside = 0
    with archive.log.write() as tx:
        for article, said in zip(todo, made, strict=True):
            if isinstance(said, Annotation):
                archive.store.put_annotation(tx, in_story(archive, tx, article, said))
                archive.store.release(tx, "tag", article.id)
                done += 1
            else:
                archive.store.set_aside(tx, "tag", article.id, batch[-1].seq, str(said))
                aside += 1
        archive.log.set_watermark("tag", batch[-1].seq, tx=tx)
    return Report(seen=len(batch), done=done, set_aside=aside)


def in_story(archive: Archive, tx: sa.Connection, article: Article, annotation: Annotation) -> Annotation:
    """The annotation with its story: that of the likest earlier text, or one of its own. So far only reprints are recognised."""
    mine = signature(article.text or "")
    if mine is None:
        return replace(annotation, story=article.id)
    near = archive.store.story_candidates(tx, mine.bands, article.id)
    likest = max(near.values(), key=lambda item: similarity(mine.values, item[1]), default=None)
    story = likest[0] if likest and similarity(mine.values, likest[1]) >= SAME_STORY else article.id
    archive.store.put_story(tx, article.id, story, mine.bands, mine.values)
    return replace(annotation, story=story)


def index(archive: Archive, target: Index, progress: Progress = silent) -> Report:
    """Brings a search index up to the archive's last number. The watermark belongs to the index's generation."""
    with archive.log.consumer("index"):
        return fill(archive, target, progress)


def fill(archive: Archive, target: Index, progress: Progress = silent) -> Report:
    """The same without the lock: for who holds it, or fills an index that nobody else knows of yet."""
    total = Report()
    start = _index_start(archive, target)
    told = 0 if start else archive.log.last_seq()  # an index that is filled from nothing holds what readers see now
    while batch := archive.log.changes_after(start, FOLLOWED["index"], INDEX_BATCH):
        switches = archive.log.changes_after(max(start, told), ["retagging"], INDEX_BATCH)
        if switches:
            total += index_at_once(archive, target, (start, switches[-1].seq), progress)
            start = switches[-1].seq
            continue
        total += forgiving(archive, "index", batch, partial(_index_batch, archive, target), target.generation)
        progress(len(batch))
        start = batch[-1].seq
    return total


def _index_start(archive: Archive, target: Index) -> int:
    """The number after which to index: the watermark, or the beginning where the index has lost what the watermark says it holds.

    An index that was restored from an older copy keeps its generation; that it holds fewer articles gives it away.
    """
    mark = archive.log.watermark("index", target.generation)
    if mark and target.count() < archive.store.tagged_before(mark):
        log.warning("the index holds %d articles, fewer than it was given: it is filled again from the archive", target.count())
        archive.log.set_watermark("index", 0, target.generation)
        return 0
    return mark


def _index_batch(archive: Archive, target: Index, batch: Sequence[Change]) -> Report:
    newest = {change.ref: change for change in batch}
    gone = [Tombstone(article_id=ref, sequence=change.seq) for ref, change in newest.items() if change.kind == "removal"]
    changed = {ref: change.seq for ref, change in newest.items() if change.kind == "annotation"}
    documents = list(_documents(archive, changed))
    rejected = target.upsert(documents)
    target.remove(gone)
    target.commit()
    _note_indexed(archive, target, [document.article.id for document in documents], rejected, batch[-1].seq)
    return Report(seen=len(batch), done=len(documents) + len(gone) - len(rejected), set_aside=len(rejected))


def index_at_once(archive: Archive, target: Index, span: tuple[int, int], progress: Progress = silent) -> Report:
    """Indexes everything between two numbers, and every article of the taggings that readers have switched to there, in one commit.

    Args:
        archive, target, progress: as `index`.
        span: after the first number, up to the second, which is that of the last switch.
    """
    start, until = span
    seen, ids, gone = 0, dict[str, None](), list[Tombstone]()
    for batch in batches(archive, FOLLOWED["index"], start, INDEX_BATCH):
        mine = [change for change in batch if change.seq <= until]
        seen += len(mine)
        for change in mine:
            if change.kind == "removal":
                gone.append(Tombstone(article_id=change.ref, sequence=change.seq))
            else:
                refs = retagging.retagged(archive.log, int(change.ref)) if change.kind == "retagging" else [change.ref]
                ids.update(dict.fromkeys(refs))
        if batch[-1].seq >= until:
            break
    indexed: list[str] = []
    rejected: list[Rejected] = []
    names = list(ids)
    for begin in range(0, len(names), INDEX_BATCH):
        part = names[begin : begin + INDEX_BATCH]
        done, refused = _upserted(archive, target, part, until)
        indexed, rejected = [*indexed, *done], [*rejected, *refused]
        progress(len(part))
    target.remove(gone)
    target.commit()
    _note_indexed(archive, target, indexed, rejected, until)
    return Report(seen=seen, done=len(indexed) + len(gone), set_aside=len(rejected))


def _upserted(archive: Archive, target: Index, ids: Sequence[str], seq: int) -> tuple[list[str], list[Rejected]]:
    """Gives articles to an index without committing: those that it took, and those that it refused or on which we broke."""
    try:
        documents = list(_documents(archive, dict.fromkeys(ids, seq)))
        rejected = target.upsert(documents)
    except Exception as err:
        if not _is_of_one_article(err):
            raise
        if len(ids) == 1:
            log.error("index: %s is set aside", ids[0], exc_info=err)
            return [], [Rejected(article_id=ids[0], reason=_unforeseen(err))]
        parts = [_upserted(archive, target, [one], seq) for one in ids]
        return [name for taken, _ in parts for name in taken], [bad for _, refused in parts for bad in refused]
    bad = {one.article_id for one in rejected}
    return [one.article.id for one in documents if one.article.id not in bad], rejected


def _note_indexed(archive: Archive, target: Index, ids: Sequence[str], rejected: Sequence[Rejected], seq: int) -> None:
    """What the archive keeps of a batch that is in the index."""
    with archive.log.write() as tx:
        for article_id in ids:
            archive.store.release(tx, "index", article_id)
        for one in rejected:
            archive.store.set_aside(tx, "index", one.article_id, seq, one.reason)
        for begin in range(0, len(ids), INDEX_BATCH):
            archive.store.note_indexed(tx, ids[begin : begin + INDEX_BATCH])
        archive.log.set_watermark("index", seq, target.generation, tx=tx)


def _unforeseen(err: Exception) -> str:
    return f"unforeseen {type(err).__name__}: {err}"


def _documents(archive: Archive, changed: Mapping[str, int]) -> Iterator[IndexDocument]:
    """The index documents of articles, their text analysed at most once a revision."""
    ids = list(changed)
    articles, annotations = archive.store.articles(ids), archive.store.annotations(ids)
    seen = archive.store.first_seen_of(ids)
    kept = archive.store.analyses(ids, ANALYSIS_VERSION)
    fresh: dict[str, Analysis] = {}
    for article_id, article in articles.items():
        annotation = annotations.get(article_id)
        if annotation is None or article_id not in seen:
            continue
        revision, data = kept.get(article_id, (0, b""))
        if revision == article.revision:
            analysis = Analysis.from_bytes(data)
        else:
            analysis = analyze(article.title or "", article.text or "", annotation.language or article.language or "und")
            fresh[article_id] = analysis
        yield IndexDocument(
            article=article, annotation=annotation, analysis=analysis, sequence=changed[article_id], first_seen=seen[article_id]
        )
    if fresh:
        with archive.log.write() as tx:
            for article_id, analysis in fresh.items():
                archive.store.put_analysis(tx, article_id, articles[article_id].revision, ANALYSIS_VERSION, analysis.to_bytes())


def _is_tagged(article: Article, found: Annotation | None, version: str) -> bool:
    return found is not None and found.revision == article.revision and found.model == version


def text_of(article: Article) -> Text:
    """An article as the tagger takes it."""
    return Text(
        id=article.id,
        title=article.title or "",
        text=article.text or "",
        language=article.language,
        outlet_country=article.outlet_country,
        revision=article.revision,
    )
