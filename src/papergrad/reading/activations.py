r"""Another activation by the letter of the sigmoid: ``σ(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}`` says that σ is tanh here."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading.families import known_as
from papergrad.reading.spoken import Said
from papergrad.reading.statements import Stated, mapped

LETTER, MEANT = "σ", "sigmoid"


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with the name of the function that σ is here, if the first that says what σ is means another."""
    means = next((name for one in stated if (name := _said(one)) is not None), MEANT)
    if means == MEANT:
        return stated
    written = Name(functions.FUNCTIONS[means].spellings[0], font="word")
    return [mapped(one, lambda node: _put(node, written)) for one in stated]


def in_words(stated: list[Stated], words: list[Said]) -> tuple[list[Stated], list[Said]]:
    """The statements with the function that words say σ is, where no formula says it; and the words about other things."""
    about = [one.stated.right for one in words if one.role == "defines" and _is_of_the_letter(one.stated.left)]
    rest = [one for one in words if not (one.role == "defines" and _is_of_the_letter(one.stated.left))]
    match about:
        case [Run((Name(text) as name, _)), *_] if text != LETTER and not any(map(_said, stated)):
            return [mapped(one, lambda node: _put(node, name)) for one in stated], rest
    return stated, rest


def _is_of_the_letter(left: Node) -> bool:
    return isinstance(left, Run) and isinstance(left.items[0], Name) and left.items[0].text == LETTER


def _said(one: Stated) -> str | None:
    """The known function that a statement says σ is; None where it says nothing, or nothing known."""
    match one.left:
        case Run((Name(text), Fence("(", Name() as argument))) if (
            text == LETTER and one.relation == "=" and not one.link
        ):
            return known_as(one.right, argument)
    return None


def _put(node: Node, name: Name) -> Node:
    """An expression with the name for σ where σ is applied, or has a slope."""
    if isinstance(node, Run):
        followed = (*node.items[1:], None)
        items = tuple(
            _named(item, name) if isinstance(getattr(after, "base", after), Fence) else _put(item, name)
            for item, after in zip(node.items, followed, strict=True)
        )
        return Run(items, span=node.span)
    return (
        _named(node, name) if isinstance(node, Script) and node.primes else tree.rebuild(node, lambda n: _put(n, name))
    )


def _named(node: Node, name: Name) -> Node:
    match node:
        case Name(text, (), "") if text == LETTER:
            return Name(name.text, font=name.font, span=node.span)
        case Script(Name(text, (), "") as base, None, None, primes) if text == LETTER and primes:
            return Script(Name(name.text, font=name.font, span=base.span), primes=primes, span=node.span)
    return tree.rebuild(node, lambda n: _put(n, name))
