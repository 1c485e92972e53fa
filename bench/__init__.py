"""Measured side by side with peers: `python -m bench`, or `--quick`."""
