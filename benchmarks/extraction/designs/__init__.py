"""The designs, a module a family: each function makes one page of one story, in markup of its own."""
