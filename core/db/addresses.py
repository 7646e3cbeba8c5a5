"""Where the database is: told by the settings, or embedded in the instance folder."""

from core.db.embedded import Urls, embedded_urls
from core.settings import Settings

DRIVER = "postgresql+psycopg://"


def database_urls(found: Settings) -> Urls:
    """The application's and the owner's address of the database.

    With DATABASE_URL unset, starts the embedded server. Raises EmbeddedRefused when that cannot be.
    """
    if found.database_url is None:
        return embedded_urls(found.instance)
    app = _with_driver(found.database_url)
    return Urls(app=app, owner=_with_driver(found.owner_database_url) if found.owner_database_url else app)


def _with_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return DRIVER + rest if separator and scheme in ("postgres", "postgresql") else url
