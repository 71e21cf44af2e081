"""What all tables have in common."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase

Id = String(36)


class Base(DeclarativeBase):
    """Metadata of all tables."""
