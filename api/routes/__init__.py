"""One router a resource, each made for one service."""
