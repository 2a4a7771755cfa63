"""The hotline over HTTP: routes, wire schemas, typed clients and the citizen's page."""
