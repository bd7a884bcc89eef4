"""Whether the log is what it promises to be, and whether the documents say what is quoted from them.

problems    what a check finds: values that are collected, not raised
scratch     what a check needs to know of the log while reading it
reading     the lines of the log, each by itself
history     the whole log, and what its lines refer to
documents   the files of the sources, and every quote in its place
"""

from __future__ import annotations

from ledger.checks.documents import check_documents
from ledger.checks.history import check_log
from ledger.checks.problems import DAMAGED, Problem

__all__ = ["DAMAGED", "Problem", "check_documents", "check_log"]
