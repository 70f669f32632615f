"""View → files and markup. One module a format."""
