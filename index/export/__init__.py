"""Hits as files: written as they come, so that an export of any size takes the same memory.

Articles are cited, not copied: metadata, labels, at most EXCERPTS excerpts of at most 160 characters. Every form ends with something that a file which was cut off
lacks (see `forms.py`); the count of articles is told by it, or returned for the caller to tell.
"""

from index.export.cells import CSV_COLUMNS, safe_cell, table
from index.export.forms import EXCERPTS, FORMS, Form, chunks, csv_form, write

__all__ = ["CSV_COLUMNS", "EXCERPTS", "FORMS", "Form", "chunks", "csv_form", "safe_cell", "table", "write"]
