"""What a Tantivy index holds: its fields, and rows as its documents."""

import tantivy
from tantivy import SchemaBuilder

from index.base import Tombstone
from index.rows import EMPTY, KEYWORDS, TEXTS, Row, id_hash


def schema() -> tantivy.Schema:
    """The fields of the index."""
    builder = SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("live", indexed=True)
    builder.add_integer_field("id_hash", indexed=True, fast=True)
    for name in ("sequence", "recency", "seen"):
        builder.add_integer_field(name, fast=True)
    builder.add_integer_field("day", fast=True)
    for name in KEYWORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in TEXTS:
        kept = {"terms": "position", "wholes": "freq", "surface": "basic"}[name.rpartition("_")[2]]
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=kept)
    builder.add_bytes_field("payload", stored=True)
    return builder.build()


def document_of(values: Row) -> tantivy.Document:
    """A row as Tantivy takes it."""
    document = tantivy.Document()
    document.add_text("id", values.id)
    document.add_integer("live", 1)
    document.add_integer("id_hash", id_hash(values.id))
    document.add_integer("sequence", values.sequence)
    document.add_integer("recency", values.recency)
    document.add_integer("seen", values.seen)
    if values.day is not None:
        document.add_integer("day", values.day)
    for name, words in (*values.keywords.items(), *values.texts.items()):
        for word in words:
            document.add_text(name, word)
    document.add_bytes("payload", values.payload)
    return document


def tombstone_of(tombstone: Tombstone) -> tantivy.Document:
    """A removal as Tantivy takes it."""
    document = tantivy.Document()
    document.add_text("id", tombstone.article_id)
    document.add_integer("live", 0)
    document.add_integer("id_hash", id_hash(tombstone.article_id))
    document.add_integer("sequence", tombstone.sequence)
    for name in TEXTS:
        document.add_text(name, EMPTY)
    return document
