"""The door for people: the command line, and the company's and the bureau's pages."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the commands and the pages. They find the house at `app.extensions["mashangban"]`."""
    from console import pages
    from console.downloads import routes

    app.register_blueprint(routes)
    pages.install(app, app.extensions["mashangban"])
    register_commands(app)


def register_commands(app: Flask) -> None:
    """The commands alone. Where there is no house, they find why at `app.extensions["mashangban.bad"]`."""
    from console.commands import COMMANDS

    for command in COMMANDS:
        app.cli.add_command(command)
