"""Flat, small, hostile-proof XML: WeChat's pushes as plain dictionaries."""

from typing import Any, NoReturn
from xml.parsers import expat

DEEPEST = 8
LONGEST = 400  # elements


class Malformed(ValueError):
    """What came in is not what WeChat sends. Carries no text: rejected bodies are never logged."""


def read(xml: bytes) -> dict[str, Any]:
    """The children of the root by name: text, or a dictionary where they have children themselves.

    A name given twice becomes a list. Raises Malformed for anything that is not small, well-formed UTF-8
    XML without a document type.
    """
    tree = _Tree()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.words.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise Malformed from error
    return tree.root


class _Tree:
    """Builds the dictionaries. An element with children loses its own text."""

    __slots__ = ("count", "open", "root", "words")

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.open: list[dict[str, Any]] = []
        self.words: list[str] = []
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > LONGEST:
            raise Malformed
        self.open.append({})
        self.words.clear()

    def end(self, name: str) -> None:
        inside = self.open.pop()
        if not self.open:
            self.root = inside
            return
        value = inside or "".join(self.words)
        self.words.clear()
        parent = self.open[-1]
        if name not in parent:
            parent[name] = value
        elif isinstance(parent[name], list):
            parent[name].append(value)
        else:
            parent[name] = [parent[name], value]


def _refuse(*_: object) -> NoReturn:
    raise Malformed
