"""The site and its HTTP API over the Index protocol: pages in English, French and Korean that work without JavaScript."""
