"""YAML without its surprises, and the line that each part of it stands on."""

import re
from collections.abc import Sequence

import yaml


class WrongYaml(Exception):
    """A text that cannot be used: on which line, from 1, and why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"{line}: {why}")
        self.line, self.why = line, why


class _PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Dates stay text, and only `true` and `false` are truth values; in C, which is faster, where that is built.

    Rationale: people who write questions write "Yes", "No" and "True" as words.
    """


_SURPRISES = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _SURPRISES]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def parse(text: str) -> tuple[object, yaml.Node]:
    """What `text` holds, and the nodes it stands in. Raises WrongYaml; no key may stand twice in one mapping."""
    try:
        return _parsed(text)
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        # Of a text that ends too soon the parser tells the line after the last.
        raise WrongYaml(min(line, text.count("\n") + 1), wrong.problem or "not YAML") from wrong
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, wrong.position) + 1
        raise WrongYaml(line, f"a character that YAML cannot hold: {wrong.reason}") from wrong
    except ValueError as wrong:
        raise WrongYaml(1, str(wrong)) from wrong
    except RecursionError as wrong:
        raise WrongYaml(1, "the file is nested too deeply") from wrong


def _parsed(text: str) -> tuple[object, yaml.Node]:
    loader = _PlainLoader(text)
    try:
        root: yaml.Node | None = loader.get_single_node()
        if root is None:
            raise WrongYaml(1, "the file is empty")
        _refuse_repeated_keys(root)
        return loader.construct_document(root), root
    finally:
        loader.dispose()


def _refuse_repeated_keys(root: yaml.Node) -> None:
    waiting = [root]
    looked_at: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in looked_at:
            continue
        looked_at.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(reversed(node.value))
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
                if key.value in seen:
                    raise WrongYaml(key.start_mark.line + 1, f"{key.value!r} is written twice")
                seen.add(key.value)
            waiting.extend(value for _, value in reversed(node.value))


def line_of(root: yaml.Node, where: Sequence[int | str]) -> int:
    """The line of the deepest part of `where` that stands in the file.

    A location also names the kind that was tried, which is not in the file: such steps are skipped.
    """
    node, line = root, root.start_mark.line + 1
    for step in where:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    node, line = value, key.start_mark.line + 1
                    break
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
