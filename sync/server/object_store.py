"""Sealed contents in an S3-compatible store. Its secrets come from the environment or a keyring."""

from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

import msgspec
import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from typing_extensions import override
from urllib3.exceptions import HTTPError

from sync.domain.refusals import refuse
from sync.store.byte_stores import StoreFailed

_ABSENT = frozenset({"NoSuchKey", "NoSuchObject"})
_CONNECT_SECONDS, _READ_SECONDS = 5.0, 30.0
_TRIES = 2


class ObjectPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Which bucket, where in it, and at whose endpoint."""

    bucket: str
    prefix: str = ""
    endpoint: str = "https://s3.amazonaws.com"
    region: str = ""
    parts: str = ""


class ObjectSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """By which name and secret the store lets us in."""

    access_key: str
    secret_key: str

    @override
    def __repr__(self) -> str:
        return "ObjectSecrets(...)"


class ObjectStore:
    """A bucket of an S3-compatible store."""

    def __init__(self, place: ObjectPlace, secrets: ObjectSecrets) -> None:
        endpoint = urlsplit(place.endpoint)
        self._bucket = place.bucket
        self._prefix = f"{place.prefix}/" if place.prefix else ""
        self._client = Minio(
            endpoint=endpoint.netloc,
            access_key=secrets.access_key,
            secret_key=secrets.secret_key,
            secure=endpoint.scheme == "https",
            region=place.region or None,
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
                retries=urllib3.Retry(total=_TRIES, backoff_factor=0.2),
            ),
        )

    def take(self, name: str, file: Path) -> None:
        """Put a whole file into the bucket, then let go of it here."""
        try:
            self._client.fput_object(
                bucket_name=self._bucket, object_name=self._prefix + name, file_path=str(file)
            )
        except (MinioException, HTTPError) as error:
            raise StoreFailed(type(error).__name__) from None
        file.unlink()

    def fetch(self, name: str, start: int, length: int) -> bytes:
        """Return bytes of a content, or raise FileNotFoundError."""
        try:
            answer = self._client.get_object(
                bucket_name=self._bucket,
                object_name=self._prefix + name,
                offset=start,
                length=length,
            )
        except (MinioException, HTTPError) as error:
            raise _meaning(error) from None
        try:
            return answer.read()
        except HTTPError as error:
            raise StoreFailed(type(error).__name__) from None
        finally:
            answer.close()
            answer.release_conn()

    def holds(self, name: str) -> bool:
        """Return whether there is a content of this name."""
        try:
            self._client.stat_object(bucket_name=self._bucket, object_name=self._prefix + name)
        except (MinioException, HTTPError) as error:
            if isinstance(_meaning(error), FileNotFoundError):
                return False
            raise StoreFailed(type(error).__name__) from None
        return True

    def remove(self, name: str) -> None:
        """Let go of a content, if it is there."""
        try:
            self._client.remove_object(bucket_name=self._bucket, object_name=self._prefix + name)
        except (MinioException, HTTPError) as error:
            raise StoreFailed(type(error).__name__) from None


def place_named(url: str) -> ObjectPlace:
    """Return the place of "s3://BUCKET/PREFIX?endpoint=URL&region=NAME&parts=DIR", or refuse."""
    parts: SplitResult = urlsplit(url)
    said = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not parts.netloc or "@" in parts.netloc or said.keys() - {"endpoint", "region", "parts"}:
        raise refuse("files_place_not_valid")
    if not said.get("endpoint", "https://x").startswith(("https://", "http://")):
        raise refuse("files_place_not_valid")
    return ObjectPlace(bucket=parts.netloc, prefix=parts.path.strip("/"), **said)


def _meaning(error: Exception) -> Exception:
    if isinstance(error, S3Error) and error.code in _ABSENT:
        return FileNotFoundError()
    return StoreFailed(type(error).__name__)
