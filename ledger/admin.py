"""``gouji-admin``: keys and tenants, by whoever may read the database. Over HTTP nobody can make a key.

It takes the settings of the service from the same environment variables. Exit status: 0 done, 1 there is no such
thing, 2 wrong usage or settings.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from limits import parse as parse_rate
from sqlalchemy.exc import SQLAlchemyError

from ledger.book import open_blobs
from ledger.clock import now
from ledger.database import Database
from ledger.settings import BadSettingError, Settings, load
from ledger.store import auditlog, credentials, retention, tenants
from ledger.store.auditlog import Actor, Wanted
from ledger.store.credentials import SCOPES, NoCredentialError
from ledger.store.tenants import NoTenantError

DONE, MISSING, USAGE = 0, 1, 2
MOST = (1 << 31) - 1  # what every database holds in an integer column
_SPAN = re.compile(r"(\d{1,6})([smhd])\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(argv)
    auditlog.act(Actor("gouji-admin"))
    try:
        settings = load()
        database = Database(settings.database)
        try:
            status: int = options.run(options, database, settings)
        finally:
            database.close()
            auditlog.act(None)
    except BadSettingError as refused:
        return _say(str(refused), USAGE)
    except NoCredentialError as missing:
        return _say(f"没有编号为 {missing} 的有效密钥。 There is no key in force with the id {missing}.", MISSING)
    except NoTenantError as missing:
        return _say(f"没有租户 {missing}。 There is no tenant {missing}.", MISSING)
    except SQLAlchemyError as trouble:
        kind = type(trouble).__name__
        return _say(f"无法使用数据库（{kind}）；请先运行 gouji-migrate。 Cannot use the database ({kind}); "
                    "is it there, and has gouji-migrate been run?", USAGE)  # fmt: skip
    return status


def _say(text: str, status: int) -> int:
    sys.stderr.write(f"{text}\n")
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gouji-admin",
        description="管理密钥与租户 · Manage the keys and tenants of a Gouji service.",
        epilog="设置取自与服务相同的环境变量（docs/settings.md）。 Settings are those of the service.",
    )
    nouns = parser.add_subparsers(required=True, metavar="NOUN")
    _add_keys(nouns.add_parser("keys", help="密钥 · API keys").add_subparsers(required=True, metavar="VERB"))
    _add_tenants(nouns.add_parser("tenants", help="租户 · tenants").add_subparsers(required=True, metavar="VERB"))
    erase = nouns.add_parser("erase", help="彻底删除 · erase for good").add_subparsers(required=True, metavar="WHAT")
    whole = erase.add_parser("tenant", help="租户的全部文件、结果与密钥 · all files, results and keys of a tenant")
    whole.add_argument("tenant", type=_tenant)
    whole.add_argument("--yes", required=True, type=_tenant, metavar="TENANT", help="再写一遍租户名 · its name again")
    whole.set_defaults(run=_erase)
    _add_log(nouns.add_parser("audit-log", help="审计日志 · audit log").add_subparsers(required=True, metavar="VERB"))
    return parser


def _add_log(verbs: Any) -> None:
    show = verbs.add_parser("show", help="最近的记录 · the latest entries")
    show.add_argument("--limit", metavar="N", type=_count, default=50, help="条数，默认 50 · how many, default 50")
    show.set_defaults(run=_show_log)
    export = verbs.add_parser("export", help="全部导出，每行一个 JSON · everything, one JSON object a line")
    export.add_argument("--since", metavar="YYYY-MM-DD", type=_day, help="自何日起（UTC）· from this day on (UTC)")
    export.set_defaults(run=_export_log)
    for verb in (show, export):
        verb.add_argument("--tenant", type=_tenant, help="只含此租户 · of this tenant only")


def _add_keys(verbs: Any) -> None:
    create = verbs.add_parser("create", help="新建密钥，只显示一次 · make a key; it is shown once")
    create.add_argument("--tenant", required=True, type=_tenant, help="租户 · whose key it is")
    create.add_argument("--name", required=True, help="用途，例如系统名称 · what it is for, such as a system's name")
    create.add_argument("--scope", choices=SCOPES, default="write", help="权限，默认 write · default write")
    create.add_argument("--expires", metavar="90d", type=_span, help="有效期（s m h d）· how long it lasts")
    _add_limits(create)
    create.set_defaults(run=_create)
    listed = verbs.add_parser("list", help="列出密钥 · list the keys, without their secrets")
    listed.add_argument("--tenant", type=_tenant, help="只列此租户 · of this tenant only")
    listed.set_defaults(run=_list_keys)
    rotate = verbs.add_parser("rotate", help="换发密钥，旧的仍有效一段时间 · a new key; the old one stays a while")
    rotate.add_argument("id", help="编号 · the key's id")
    rotate.add_argument("--grace", metavar="7d", type=_span, default=7 * 86_400, help="旧密钥的宽限期 · default 7d")
    rotate.set_defaults(run=_rotate)
    revoke = verbs.add_parser("revoke", help="撤销密钥，数秒内生效 · end a key; in force within seconds")
    revoke.add_argument("id", help="编号 · the key's id")
    revoke.set_defaults(run=_revoke)


def _add_tenants(verbs: Any) -> None:
    verbs.add_parser("list", help="列出租户 · list them").set_defaults(run=_list_tenants)
    settle = verbs.add_parser("set", help="设定保存期与限额 · settle retention and limits")
    settle.add_argument("tenant", type=_tenant)
    settle.add_argument(
        "--retention-days",
        type=_number,
        help="文件与结果的保存天数，0 为永久 · days that files and results are kept, 0: for ever",
    )
    _add_limits(settle)
    settle.set_defaults(run=_settle)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    default = "default 为系统默认 · 'default': as the settings say"
    parser.add_argument("--documents-per-day", metavar="N", type=_number, help=f"每日文件数 · {default}, 0: no limit")
    parser.add_argument("--bytes-per-day", metavar="N", type=_number, help="每日字节数 · likewise")
    parser.add_argument("--rate", metavar="600/minute", type=_rate, help=f"请求频率 · {default}, 'none': no limit")


def _tenant(text: str) -> str:
    if not tenants.valid(text):
        raise argparse.ArgumentTypeError(
            "字母、数字、- 与 _，至多 64 个 · letters, digits, - and _, at most 64 of them"
        )
    return text


def _span(text: str) -> int:
    found = _SPAN.match(text)
    if not found or int(found[1]) == 0:
        raise argparse.ArgumentTypeError("应如 90d、12h、30m · give a time such as 90d, 12h, 30m")
    return int(found[1]) * _SECONDS[found[2]]


def _day(text: str) -> int:
    try:
        return int(datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError:
        raise argparse.ArgumentTypeError("应为 YYYY-MM-DD · give a day as YYYY-MM-DD") from None


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,6}", text):
        raise argparse.ArgumentTypeError("应为正整数 · give a whole number from 1")
    return int(text)


def _number(text: str) -> int | str:
    if text == "default":
        return text
    if not text.isascii() or not text.isdigit() or int(text) > MOST:
        raise argparse.ArgumentTypeError("应为整数或 default · give a whole number or 'default'")
    return int(text)


def _rate(text: str) -> str:
    if text in ("default", "none"):
        return text
    try:
        parse_rate(text)
    except ValueError:
        raise argparse.ArgumentTypeError("应如 600/minute · give a rate such as 600/minute") from None
    return text


def _limits(options: argparse.Namespace, *names: str) -> dict[str, Any]:
    """The options that were given, as columns; 'default' is None there and 'none' is empty."""
    given = {name: getattr(options, name) for name in ("documents_per_day", "bytes_per_day", *names)}
    given["rate_limit"] = "" if options.rate == "none" else options.rate
    return {name: None if value == "default" else value for name, value in given.items() if value is not None}


def _create(options: argparse.Namespace, database: Database, _: Settings) -> int:
    end = now() + options.expires * 1000 if options.expires else None
    made, key = credentials.create(database, options.tenant, options.name, options.scope, end, **_limits(options))
    return _show(made, key)


def _rotate(options: argparse.Namespace, database: Database, _: Settings) -> int:
    return _show(options.id, credentials.rotate(database, options.id, options.grace))


def _show(credential_id: str, key: str) -> int:
    sys.stdout.write(f"id   {credential_id}\nkey  {key}\n")
    return _say("密钥只显示这一次，请立即妥善保存。 The key is shown this once: keep it in a safe place now.", DONE)


def _revoke(options: argparse.Namespace, database: Database, _: Settings) -> int:
    credentials.revoke(database, options.id)
    return _say("已撤销，数秒内生效。 Revoked; in force within seconds.", DONE)


def _list_keys(options: argparse.Namespace, database: Database, _: Settings) -> int:
    columns = ("id", "tenant", "name", "scope", "created_at", "expires_at", "revoked_at", "last_used_at")
    return _table(columns, credentials.listed(database, options.tenant))


def _list_tenants(_: argparse.Namespace, database: Database, __: Settings) -> int:
    columns = ("name", "retention_days", "documents_per_day", "bytes_per_day", "rate_limit", "created_at")
    return _table(columns, tenants.listed(database))


def _settle(options: argparse.Namespace, database: Database, _: Settings) -> int:
    tenants.settle(database, options.tenant, **_limits(options, "retention_days"))
    return _list_tenants(options, database, _)


def _show_log(options: argparse.Namespace, database: Database, _: Settings) -> int:
    columns = ("at", "tenant", "credential", "action", "target", "outcome", "address", "trace_id")
    rows = auditlog.listed(database, Wanted(options.tenant, limit=options.limit))
    return _table(columns, rows[: options.limit])


def _export_log(options: argparse.Namespace, database: Database, _: Settings) -> int:
    for row in auditlog.whole(database, Wanted(options.tenant, since=options.since)):
        sys.stdout.write(json.dumps(row | {"at": _cell("at", row["at"])}, ensure_ascii=False) + "\n")
    return DONE


def _erase(options: argparse.Namespace, database: Database, settings: Settings) -> int:
    if options.yes != options.tenant:
        return _say("--yes 与租户名不一致，未删除。 --yes names another tenant; nothing was erased.", USAGE)
    gone = retention.erase_tenant(database, open_blobs(settings), options.tenant)
    database.tidy()
    return _say(f"已删除，共 {gone} 份报告；备份不在其内。 Erased with {gone} reports; backups are not.", DONE)


def _table(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> int:
    """Tab-separated with a head, for eyes and for cut; moments in UTC, - for what is not set."""
    sys.stdout.write("\t".join(columns) + "\n")
    for row in rows:
        sys.stdout.write("\t".join(_cell(name, row[name]) for name in columns) + "\n")
    return DONE


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "-"
    if name.endswith("_at") or name == "at":
        return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return re.sub(r"[\x00-\x1f\x7f]", " ", str(value))


if __name__ == "__main__":
    sys.exit(main())
