"""The client's types are those of the contract."""

from __future__ import annotations

from tests.client.contract_types import ROOT, render


def test_types_are_as_the_contract_says() -> None:
    told = (ROOT / "client" / "types.py").read_text(encoding="utf-8")
    assert told == render(), "python tests/client/contract_types.py > client/types.py"
