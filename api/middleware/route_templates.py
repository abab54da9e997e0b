"""Which route answered a request, as the template that it was declared with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Mount
from starlette.types import Scope

NO_ROUTE = "none"
"""Stands for every path that no route answers, so that their number stays bounded."""


class RouteTemplates:
    """Finds the template of a request's route; there are as many as routes.

    Parameters
    ----------
    routes
        Of the application; those of routers and mounted applications are found below them.
    """

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        # The router leaves the endpoint in the scope, wherever it is nested, and it is the one
        # thing that it always leaves there. An endpoint may answer on several paths.
        self._by_endpoint: dict[int, list[tuple[re.Pattern[str], str]]] = {}
        for endpoint, pattern, template in _walk(routes, ""):
            self._by_endpoint.setdefault(id(endpoint), []).append((pattern, template))

    def of(self, scope: Scope) -> str:
        """Template of a request that was routed, or `NO_ROUTE`."""
        found = self._by_endpoint.get(id(scope.get("endpoint")))
        if found is None:
            return NO_ROUTE
        if len(found) > 1:
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            for pattern, template in found:
                if pattern.match(path):
                    return template
        return found[0][1]


def _walk(
    routes: Iterable[BaseRoute], prefix: str
) -> Iterator[tuple[object, re.Pattern[str], str]]:
    """Endpoint, pattern of its path and whole template of every route."""
    for context in iter_route_contexts(list(routes)):
        path = context.path or ""
        route = context.route
        if isinstance(route, Mount):
            # What a mounted application itself does not route is its own affair: one template.
            yield route.app, context.path_regex, f"{prefix}{path}/{{path}}"
            yield from _walk(route.routes, prefix + path)
        elif context.endpoint is not None:
            yield context.endpoint, context.path_regex, prefix + path
