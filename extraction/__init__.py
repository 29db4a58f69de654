"""A raw page in, an article out.

`extraction.pages.extract` is the one door for pages, `extraction.plaintext.clean_text` for texts whose markup is already lost, and
`extraction.workers.WorkerPool` runs the first in processes that can be stopped.
"""
