"""The door for people: the command line, and the company's and the bureau's pages."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the commands and the pages. They find the house at `app.extensions["mashangban"]`."""
    from console import pages
    from console.commands import COMMANDS
    from console.downloads import routes

    app.register_blueprint(routes)
    pages.install(app, app.extensions["mashangban"])

    for command in COMMANDS:
        app.cli.add_command(command)
