"""The commands of `python -m indicators`: one module each, with `add_parser` and `run`."""
