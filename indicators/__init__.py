"""UK Technology Indicators: catalogue, warehouse readers, methods, charts and views."""

#: The same as in pyproject.toml; sent to publishers in the User-Agent.
VERSION = "0.1.0"
