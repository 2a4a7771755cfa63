"""The `hotline` command."""

from hotline.cli.app import app, main

__all__ = ["app", "main"]
