"""client/types.py from openapi.yaml: ``python tests/client/contract_types.py > client/types.py``."""

from __future__ import annotations

import sys
from keyword import iskeyword
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ENTRIES = (
    "Problem",
    "Receipt",
    "Job",
    "Report",
    "Audit",
    "Finding",
    "Fact",
    "Check",
    "FindingAcross",
    "FactAcross",
    "Event",
)
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
HEAD = '''"""What the service answers, as types. Generated from openapi.yaml by tests/client/contract_types.py; do not edit."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict
'''
Schema = dict[str, Any]


class Types:
    """The types of some schemas and of everything that they refer to, in the order of the contract."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self.schemas = schemas
        self.done: dict[str, str] = {}
        self.wanted: list[str] = []

    def want(self, name: str) -> str:
        if name not in self.wanted:
            self.wanted.append(name)
            schema = self.schemas[name]
            if "properties" in schema:
                self.define(name, schema)
            else:
                self.done[name] = f"{name} = {self.of(schema, name)}\n"
        return name

    def define(self, name: str, schema: Schema) -> str:
        """A class for an object with named properties."""
        required = schema.get("required", [])
        kinds = {key: self.of(each, name + key.title().replace("_", "")) for key, each in schema["properties"].items()}
        kinds = {key: kind if key in required else f"NotRequired[{kind}]" for key, kind in kinds.items()}
        if any(map(iskeyword, kinds)):
            fields = "".join(f'        "{key}": {kind},\n' for key, kind in kinds.items())
            self.done[name] = f'{name} = TypedDict(\n    "{name}",\n    {{\n{fields}    }},\n)\n'
            return name
        said = [f'    """{schema["description"]}."""', ""] if "description" in schema else []
        lines = [f"class {name}(TypedDict):", *said, *(f"    {key}: {kind}" for key, kind in kinds.items())]
        self.done[name] = "\n".join(lines) + "\n"
        return name

    def of(self, schema: Schema, name: str) -> str:
        """A schema as an annotation; objects inside get the name of where they stand."""
        if "$ref" in schema:
            return self.want(schema["$ref"].rpartition("/")[2])
        if "const" in schema:
            return f"Literal[{schema['const']!r}]".replace("'", '"')
        if "enum" in schema:
            return self._enum(schema["enum"])
        if "anyOf" in schema:
            return " | ".join(dict.fromkeys(self.of(each, name) for each in schema["anyOf"]))
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return " | ".join(self._plain(kind, schema, name) for kind in kinds)

    def _enum(self, values: list[Any]) -> str:
        words = ", ".join(f'"{each}"' for each in values if each is not None)
        return f"Literal[{words}]" + (" | None" if None in values else "")

    def _plain(self, kind: str, schema: Schema, name: str) -> str:
        if kind == "array":
            return f"list[{self.of(schema['items'], name)}]"
        if kind != "object":
            return PLAIN[kind]
        if "properties" in schema:
            return self.define(name, schema)
        more = schema.get("additionalProperties")
        return f"dict[str, {self.of(more, name) if isinstance(more, dict) else 'Any'}]"


def render() -> str:
    schemas = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["components"]["schemas"]
    types = Types(schemas)
    for name in ENTRIES:
        types.want(name)
    texts = types.done.values()
    aliases = [text for text in texts if text.count("\n") == 1]
    return HEAD + "\n" + "".join(aliases) + "".join(f"\n\n{text}" for text in texts if text not in aliases)


if __name__ == "__main__":
    sys.stdout.write(render())
