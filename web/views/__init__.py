"""The pages, one file each; every view takes a `Context` and gives a response."""
