"""The door for people: the command line, and the company's and the bureau's pages."""

from flask import Flask


def register_pages(app: Flask) -> None:
    """Add the pages. They find the house at `app.extensions["mashangban"]`."""
    from console import pages
    from console.downloads import routes

    app.register_blueprint(routes)
    pages.install(app, app.extensions["mashangban"])


def register_commands(app: Flask) -> None:
    """Add the commands. Where there is no house, they find why at `app.extensions["mashangban.bad"]`."""
    from console.commands import Commands

    app.cli = Commands()
