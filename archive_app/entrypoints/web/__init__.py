"""The browser road: pages rendered on the server."""
