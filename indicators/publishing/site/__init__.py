"""The public site: pages as plain HTML, and the first sight of each page of the app."""
