"""What breaks callers between two versions of openapi.yaml.

What the service answers may gain fields and values of enumerations, and nothing else; what it accepts may only become
more. A schema is compared in one of these two directions: ``inner`` has to fit into ``outer``, which is the new request
around the old one, or the old answer around the new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Spec = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
KINDS = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
    type(None): "null",
}


def breaking(old: Spec, new: Spec) -> list[str]:
    """A line for every change that breaks somebody who relied on ``old``."""
    return list(_Comparison(old, new).all())


class _Comparison:
    def __init__(self, old: Spec, new: Spec) -> None:
        self.old, self.new = old, new

    def all(self) -> Iterator[str]:
        for path, item in self.old["paths"].items():
            for method in METHODS:
                if method in item:
                    yield from self._route(f"{method.upper()} {path}", method, item, self.new["paths"].get(path, {}))
        for name, item in self.old.get("webhooks", {}).items():
            now = self.new.get("webhooks", {}).get(name)
            if now is None:
                yield f"webhook {name}: it is gone"
            else:
                yield from self._contents(
                    f"webhook {name}", item["post"]["requestBody"], now["post"]["requestBody"], False
                )

    def _route(self, where: str, method: str, was: Spec, now: Spec) -> Iterator[str]:
        if method not in now:
            yield f"{where}: it is gone"
            return
        before, after = was[method], now[method]
        if before["operationId"] != after["operationId"]:
            yield f"{where}: operationId {before['operationId']} is now {after['operationId']}"
        yield from self._security(where, before, after)
        yield from self._parameters(
            where, self._all_parameters(self.old, was, before), self._all_parameters(self.new, now, after)
        )
        yield from self._body(where, before.get("requestBody"), after.get("requestBody"))
        for status, response in before["responses"].items():
            if status not in after["responses"]:
                yield f"{where}: {status} is not answered any more"
                continue
            there = f"{where} {status}"
            answer, answered = _found(self.old, response), _found(self.new, after["responses"][status])
            for name in answer.get("headers", {}):
                if name not in answered.get("headers", {}):
                    yield f"{there}: the header {name} is gone"
            yield from self._contents(there, answer, answered, False)

    def _security(self, where: str, before: Spec, after: Spec) -> Iterator[str]:
        was, now = (
            before.get("security", self.old.get("security", [{}])),
            after.get("security", self.new.get("security", [{}])),
        )
        for way in was:
            if way not in now:
                yield f"{where}: the credentials {sorted(way) or 'none'} do not do any more"

    def _all_parameters(self, spec: Spec, item: Spec, operation: Spec) -> dict[tuple[str, str], Spec]:
        listed = [_found(spec, each) for each in (*item.get("parameters", []), *operation.get("parameters", []))]
        return {(each["in"], each["name"]): each for each in listed}

    def _parameters(
        self, where: str, was: dict[tuple[str, str], Spec], now: dict[tuple[str, str], Spec]
    ) -> Iterator[str]:
        for key, each in was.items():
            there = f"{where} {key[0]} {key[1]}"
            if key not in now:
                yield f"{there}: the parameter is gone"
                continue
            if [each.get("style"), each.get("explode")] != [now[key].get("style"), now[key].get("explode")]:
                yield f"{there}: it is written in another way"
            yield from self._schema(there, each["schema"], now[key]["schema"], True)
        for key, each in now.items():
            if each.get("required") and not was.get(key, {}).get("required"):
                yield f"{where} {key[0]} {key[1]}: the parameter is now required"

    def _body(self, where: str, was: Spec | None, now: Spec | None) -> Iterator[str]:
        if was is None:
            if now and now.get("required"):
                yield f"{where}: a body is now required"
        elif now is None:
            yield f"{where}: no body is taken any more"
        else:
            if now.get("required") and not was.get("required"):
                yield f"{where}: a body is now required"
            yield from self._contents(f"{where} body", was, now, True)

    def _contents(self, where: str, was: Spec, now: Spec, request: bool) -> Iterator[str]:
        for kind, media in was.get("content", {}).items():
            if kind not in now.get("content", {}):
                yield f"{where}: {kind} is gone"
            else:
                yield from self._schema(
                    where, media.get("schema", {}), now["content"][kind].get("schema", {}), request
                )

    def _schema(self, where: str, was: Spec, now: Spec, request: bool) -> Iterator[str]:
        pair = _Schemas(self.old, self.new, request)
        yield from dict.fromkeys(pair.compare(where, was, now, ()))


class _Schemas:
    """Schemas of one direction: of requests, or of answers."""

    def __init__(self, old: Spec, new: Spec, request: bool) -> None:
        self.old, self.new, self.request = old, new, request

    def compare(self, where: str, was: Spec, now: Spec, above: tuple[Any, ...]) -> Iterator[str]:
        seen = (was.get("$ref"), now.get("$ref"))
        if any(seen) and seen in above:
            return
        above = (*above, seen)
        before, after = list(_alternatives(self.old, was)), list(_alternatives(self.new, now))
        inner, outer = (before, after) if self.request else (after, before)
        for one in inner:
            fitting = [each for each in outer if _same_kind(one, each)]
            if not fitting:
                yield f"{where}: {_kind(one)} is {'not taken any more' if self.request else 'new where there was none'}"
                continue
            found = [
                list(self._fits(where, *((one, each) if self.request else (each, one)), above)) for each in fitting
            ]
            if all(found):
                yield from min(found, key=len)
        if not self.request:
            for one in before:
                if not any(_same_kind(each, one) for each in after) and _kind(one) != "null":
                    yield f"{where}: {_kind(one)} is not answered any more"

    def _fits(self, where: str, was: Spec, now: Spec, above: tuple[Any, ...]) -> Iterator[str]:
        yield from self._values(where, was, now)
        yield from self._limits(where, was, now)
        yield from self._fields(where, was, now, above)
        if "items" in was and "items" in now:
            yield from self.compare(f"{where}[]", was["items"], now["items"], above)
        more, still = was.get("additionalProperties"), now.get("additionalProperties")
        if isinstance(more, dict) and isinstance(still, dict):
            yield from self.compare(f"{where}.*", more, still, above)
        elif self.request and still is False and more is not False:
            yield f"{where}: fields of other names are not taken any more"

    def _values(self, where: str, was: Spec, now: Spec) -> Iterator[str]:
        if "enum" in was and "enum" in now:
            for value in was["enum"]:
                if value not in now["enum"]:
                    yield f"{where}: the value {value!r} is gone"
        elif "enum" in (now if self.request else was):
            yield f"{where}: its values are {'now' if self.request else 'no longer'} listed one by one"

    def _limits(self, where: str, was: Spec, now: Spec) -> Iterator[str]:
        inner, outer = (was, now) if self.request else (now, was)
        for name in (*LOWER, *UPPER):
            least, bound = inner.get(name), outer.get(name)
            if bound is not None and (least is None or (least < bound if name in LOWER else least > bound)):
                yield f"{where}: {name} was {was.get(name)} and is {now.get(name)}"
        for name in ("pattern", "format", "uniqueItems"):
            if outer.get(name) and inner.get(name) != outer[name]:
                yield f"{where}: {name} was {was.get(name)} and is {now.get(name)}"

    def _fields(self, where: str, was: Spec, now: Spec, above: tuple[Any, ...]) -> Iterator[str]:
        before, after = was.get("properties", {}), now.get("properties", {})
        for name, schema in before.items():
            if name in after:
                yield from self.compare(f"{where}.{name}", schema, after[name], above)
            else:
                yield f"{where}.{name}: the field is gone"
        inner, outer = (was, now) if self.request else (now, was)
        for name in sorted(set(outer.get("required", [])) - set(inner.get("required", []))):
            if self.request or name in after:
                yield f"{where}.{name}: the field is {'now required' if self.request else 'not always there any more'}"


def _found(spec: Spec, schema: Spec) -> Spec:
    """What a reference leads to; what stands beside the reference holds as well."""
    beside = dict(schema)
    while "$ref" in beside:
        target: Any = spec
        for step in beside.pop("$ref").removeprefix("#/").split("/"):
            target = target[step]
        beside = {**target, **beside}
    return beside


def _alternatives(spec: Spec, schema: Spec) -> Iterator[Spec]:
    """The schema as a choice of schemas of one type each."""
    schema = _found(spec, schema)
    for part in schema.pop("allOf", []):
        part = _found(spec, part)
        schema = {
            **part,
            **schema,
            "properties": {**part.get("properties", {}), **schema.get("properties", {})},
            "required": [*part.get("required", []), *schema.get("required", [])],
        }
    for name in ("anyOf", "oneOf"):
        if name in schema:
            rest = {key: value for key, value in schema.items() if key != name}
            for each in schema[name]:
                yield from _alternatives(spec, {**rest, **each})
            return
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if values is not None:
        for kind in dict.fromkeys(KINDS[type(value)] for value in values):
            yield {**schema, "type": kind, "enum": [value for value in values if KINDS[type(value)] == kind]}
        return
    kinds = schema.get("type", "object" if "properties" in schema else "anything")
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        yield {**schema, "type": kind}


def _kind(schema: Spec) -> str:
    return str(schema["type"])


def _same_kind(inner: Spec, outer: Spec) -> bool:
    return outer["type"] in (inner["type"], "anything") or (inner["type"], outer["type"]) == ("integer", "number")
