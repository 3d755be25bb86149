"""People whom another house proves: an LDAP directory, an OpenID provider (docs/adr/0009-directories.md)."""
