"""The road of programs: `/api/v1`. Keys only, problem+json, the services' own answers (docs/api.md)."""
