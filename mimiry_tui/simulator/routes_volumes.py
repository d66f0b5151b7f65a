"""`/volumes` of the compute API: list, create, detail, grow, delete."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mimiry_tui.simulator import volume_desk
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.fault_middleware import HANG_UP
from mimiry_tui.simulator.listing import Facts, Query, page
from mimiry_tui.simulator.records import Refusal, Volume
from mimiry_tui.simulator.render import volume_json
from mimiry_tui.simulator.service import Service, body_of
from mimiry_tui.simulator.validation import invalid, is_integer, mapping, name_of, optional_text


class VolumeRoutes:
    """The handlers, over one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        guard = self._service.signed_in
        return [
            Route("/volumes", guard(self.index), methods=["GET"]),
            Route("/volumes", guard(self.create), methods=["POST"]),
            Route("/volumes/{id}", guard(self.detail), methods=["GET"]),
            Route("/volumes/{id}", guard(self.put), methods=["PUT"]),
            Route("/volumes/{id}", guard(self.patch), methods=["PATCH"]),
            Route("/volumes/{id}", guard(self.delete), methods=["DELETE"]),
        ]

    async def index(self, request: Request) -> Response:
        world, query = self._service.world, Query.parse(request.query_params)
        now = world.clock.now()
        found = [
            volume
            for volume in world.state.volumes.values()
            if volume.visible_at <= now
            and (volume.state != "deleted" or "deleted" in query.states)
            and query.admits(Facts(frozenset({volume.state}), volume.operation, volume.updated_at))
        ]
        found.sort(key=lambda volume: (volume.created_at, volume.id), reverse=True)
        rows = [volume_json(volume) for volume in page(found, query)]
        if self._service.dialect is Dialect.OLDER:
            return JSONResponse(rows)
        paging = {"total": len(found), "limit": query.limit, "offset": query.offset}
        return JSONResponse({"volumes": rows, **paging})

    async def create(self, request: Request) -> Response:
        fields = mapping(await body_of(request), "body")
        size = _size(fields.get("size_gb"), "size_gb")
        provider, location = optional_text(fields, "provider"), optional_text(fields, "location")
        name, troubles = name_of(fields), self._service.scenarios.volumes
        troubles.refuse("create", None, name)
        if troubles.is_unheard(name):
            request.scope[HANG_UP] = True
            return Response(status_code=204)
        volume = volume_desk.create_volume(
            self._service.world, name, size, provider or None, location or None
        )
        request.scope[HANG_UP] = troubles.is_lost("create", volume.id)
        return JSONResponse(volume_json(volume), 202)

    async def detail(self, request: Request) -> Response:
        return JSONResponse(volume_json(self._volume(request)))

    async def put(self, request: Request) -> Response:
        """The live service's way to grow; older and documented deployments do not know it."""
        if self._service.dialect is not Dialect.OBSERVED:
            raise Refusal(404, "not_found", "not found")
        return await self._extend(request, "new_size_gb")

    async def patch(self, request: Request) -> Response:
        """The documented way to grow; the live service refuses it."""
        if self._service.dialect is Dialect.OBSERVED:
            raise Refusal(405, "method_not_allowed", "method not allowed")
        return await self._extend(request, "size_gb")

    async def delete(self, request: Request) -> Response:
        found, troubles = self._volume(request), self._service.scenarios.volumes
        troubles.refuse("delete", found.id, found.name)
        volume = volume_desk.delete_volume(self._service.world, found.id)
        request.scope[HANG_UP] = troubles.is_lost("delete", volume.id)
        if self._service.dialect is Dialect.OBSERVED:
            return Response(status_code=204)
        return JSONResponse(volume_json(volume), 202)

    async def _extend(self, request: Request, key: str) -> Response:
        size = _size(mapping(await body_of(request), "body").get(key), key)
        found, troubles = self._volume(request), self._service.scenarios.volumes
        troubles.refuse("resize", found.id, found.name)
        volume = volume_desk.extend_volume(self._service.world, found.id, size)
        request.scope[HANG_UP] = troubles.is_lost("resize", volume.id)
        return JSONResponse(volume_json(volume), 202)

    def _volume(self, request: Request) -> Volume:
        return self._service.world.volume(request.path_params["id"])


def _size(value: Any, key: str) -> int:
    if not is_integer(value) or value < 1:
        raise invalid(f"{key} must be a positive integer")
    return value
