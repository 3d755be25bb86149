"""What only programs are told."""

from archive_app.i18n import mark

SENTENCES = {
    "key_missing": mark("A key is needed: Authorization: Bearer archive_… Make one: archive token create."),
    "bad_parameters": mark("These parameters are not understood: {names}. See the description of the API."),
    "version_missing": mark(
        "Say which version of the card the change goes by: the header If-Match with the ETag of the card."
    ),
    "upload_too_large": mark(
        "More than {limit:size} cannot be sent in one request. Divide the document, or file it by the command line."
    ),
    "idempotency_key_used": mark(
        "The key «{key}» was given to another request before. Each request that is to be carried out needs its own."
    ),
}
