"""The calls of the simulated Mags that concern files, workspaces, schedules and addresses."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.routing import Route

from mimiry_tui.simulator.mags.desk import MagsDesk, names_of_environment
from mimiry_tui.simulator.mags.records import Alias, Cron, Upload, Workspace
from mimiry_tui.simulator.mags.schedules import next_run
from mimiry_tui.simulator.plain_service import Refused, flag_in, object_in, text_in

_SUBDOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DOMAINS = ("apps.magpiecloud.com", "app.lfg.run")
_LARGEST_FILE = 64 << 20


class MagsGoodsRoutes:
    """Everything that is no job."""

    def __init__(self, desk: MagsDesk) -> None:
        self._desk = desk
        self._world = desk.world

    def routes(self) -> list[Route]:
        behind, read, write, delete = self._desk.behind, ["GET"], ["POST"], ["DELETE"]
        return [
            Route("/mags-files", behind(self._upload, 201), methods=write),
            Route("/mags-workspaces", behind(self._workspaces), methods=read),
            Route("/mags-workspaces/{id}", behind(self._delete_workspace), methods=delete),
            Route("/mags-cron", behind(self._crons), methods=read),
            Route("/mags-cron", behind(self._add_cron, 201), methods=write),
            Route("/mags-cron/{id}", behind(self._cron), methods=read),
            Route("/mags-cron/{id}", behind(self._change_cron), methods=["PATCH"]),
            Route("/mags-cron/{id}", behind(self._delete_cron), methods=delete),
            Route("/mags-url-aliases", behind(self._aliases), methods=read),
            Route("/mags-url-aliases", behind(self._add_alias, 201), methods=write),
            Route("/mags-url-aliases/{id}", behind(self._delete_alias), methods=delete),
        ]

    @property
    def _now(self) -> datetime:
        return self._world.clock.now()

    # files

    async def _upload(self, request: Request) -> Any:
        async with request.form() as form:
            given = form.get("file")
            if not isinstance(given, UploadFile):
                raise Refused(400, "file is required")
            content = await given.read(_LARGEST_FILE + 1)
            name = given.filename or "file"
        if len(content) > _LARGEST_FILE:
            raise Refused(413, "file is too large")
        upload = Upload(self._world.new_id(), name, content)
        self._world.uploads[upload.id] = upload
        return {"file_id": upload.id, "filename": name, "size": len(content)}

    # workspaces

    async def _workspaces(self, _request: Request) -> Any:
        kept = [self._workspace(each) for each in self._world.workspaces.values()]
        return {"workspaces": kept, "total": len(kept)}

    def _workspace(self, kept: Workspace) -> dict[str, Any]:
        return {
            "workspace_id": kept.id,
            "disk_gb": kept.disk_gb,
            "size_bytes": kept.used_bytes,
            "created_at": _iso(kept.created_at),
            "last_synced_at": _iso(self._world.synced_at(kept, self._now)),
        }

    async def _delete_workspace(self, request: Request) -> Any:
        self._world.delete_workspace(request.path_params["id"])
        return {"success": True, "message": "Workspace deleted"}

    # schedules

    async def _crons(self, _request: Request) -> Any:
        kept = [_cron(each) for each in self._world.crons.values()]
        return {"cron_jobs": kept, "total": len(kept)}

    def _found(self, request: Request) -> Cron:
        found = self._world.crons.get(request.path_params["id"])
        if found is None:
            raise Refused(404, "cron job not found")
        return found

    async def _cron(self, request: Request) -> Any:
        return _cron(self._found(request))

    async def _add_cron(self, request: Request) -> Any:
        body = await object_in(request)
        expression = text_in(body, "cron_expression", required=True)
        cron = Cron(
            self._world.new_id(),
            text_in(body, "name", required=True),
            expression,
            text_in(body, "script", required=True),
            self._now,
            text_in(body, "workspace_id") or None,
            flag_in(body, "persistent"),
            environment_names=names_of_environment(body),
            next_at=next_run(expression, self._now),
        )
        self._world.crons[cron.id] = cron
        return _cron(cron)

    async def _change_cron(self, request: Request) -> Any:
        cron, body = self._found(request), await object_in(request)
        expression = text_in(body, "cron_expression") or cron.cron_expression
        following = next_run(expression, self._now)
        cron.cron_expression = expression
        cron.name = text_in(body, "name") or cron.name
        cron.script = text_in(body, "script") or cron.script
        if "enabled" in body:
            cron.enabled = flag_in(body, "enabled")
        if "workspace_id" in body:
            cron.workspace_id = text_in(body, "workspace_id") or None
        if "persistent" in body:
            cron.persistent = flag_in(body, "persistent")
        cron.next_at = following if cron.enabled else None
        return _cron(cron)

    async def _delete_cron(self, request: Request) -> Any:
        del self._world.crons[self._found(request).id]
        return {"success": True}

    # addresses

    async def _aliases(self, _request: Request) -> Any:
        kept = [self._alias(each) for each in self._world.aliases.values()]
        return {"aliases": kept, "total": len(kept)}

    def _alias(self, alias: Alias) -> dict[str, Any]:
        return {
            "id": alias.id,
            "subdomain": alias.subdomain,
            "domain": alias.domain,
            "workspace_id": alias.workspace_id,
            "url": self._world.url(alias.subdomain),
            "created_at": _iso(alias.created_at),
        }

    async def _add_alias(self, request: Request) -> Any:
        body = await object_in(request)
        subdomain = text_in(body, "subdomain", required=True)
        workspace_id = text_in(body, "workspace_id", required=True)
        domain = text_in(body, "domain") or _DOMAINS[0]
        if not _SUBDOMAIN.fullmatch(subdomain):
            raise Refused(400, "subdomain may have lower-case letters, digits and hyphens")
        if domain not in _DOMAINS:
            raise Refused(400, f"unknown domain {domain!r}")
        if subdomain in self._world.aliases:
            raise Refused(409, f"subdomain {subdomain!r} is already taken")
        known = workspace_id in self._world.workspaces or self._world.on(workspace_id, self._now) is not None
        if not known:
            raise Refused(404, f"workspace {workspace_id!r} not found")
        alias = Alias(self._world.new_id(), subdomain, workspace_id, domain, self._now)
        self._world.aliases[subdomain] = alias
        return self._alias(alias)

    async def _delete_alias(self, request: Request) -> Any:
        if self._world.aliases.pop(request.path_params["id"], None) is None:
            raise Refused(404, "URL alias not found")
        return {"success": True}


def _cron(cron: Cron) -> dict[str, Any]:
    return {
        "id": cron.id,
        "name": cron.name,
        "cron_expression": cron.cron_expression,
        "script": cron.script,
        "workspace_id": cron.workspace_id,
        "persistent": cron.persistent,
        "enabled": cron.enabled,
        "created_at": _iso(cron.created_at),
        "last_run_at": _iso(cron.last_at),
        "next_run_at": _iso(cron.next_at),
        "run_count": cron.runs,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
