"""Click's own sentences, marked so that the catalogue holds their Russian (click asks `gettext` for them)."""

from archive_app.i18n import mark

CLICK_TEXTS = (
    mark("Usage:"),
    mark("Options"),
    mark("Commands"),
    mark("Positional arguments"),
    mark("Aborted!"),
    mark("Missing command."),
    mark("Error: {message}"),
    mark("Invalid value: {message}"),
    mark("Invalid value for {param_hint}: {message}"),
    mark("Missing argument"),
    mark("Missing option"),
    mark("Missing parameter"),
    mark("No such command {name!r}."),
    mark("No such option {name!r}."),
    mark("Show this message and exit."),
    mark("Show the version and exit."),
    mark("Try '{command} {option}' for help."),
    mark("default: {default}"),
    mark("required"),
    mark("file"),
    mark("directory"),
    mark("path"),
    mark("{name} {filename!r} does not exist."),
    mark("{name} {filename!r} is a directory."),
    mark("{name} {filename!r} is a file."),
    mark("{name} {filename!r} is not readable."),
    mark("{name} {filename!r} is not writable."),
    mark("{value!r} is not a valid {number_type}."),
    mark("{value} is not in the range {range}."),
    mark("Option {name!r} does not take a value."),
)
CLICK_PLURALS = (
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("{value!r} does not match the format {format}.", "{value!r} does not match the formats {formats}."),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
)
