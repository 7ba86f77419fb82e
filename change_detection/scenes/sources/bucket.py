"""A bucket of an S3 storage: MinIO, Ceph, AWS; address and keys come from the settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from change_detection.scenes.errors import BucketFailed

from .offered import Offered, is_picture

SCHEME = "s3://"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class StorageAccount:
    """How an object storage is reached; an empty endpoint is AWS, empty keys are those of the machine."""

    endpoint: str
    region: str
    key: str
    secret: str


class Bucket:
    """The pictures under an address like `s3://bucket/prefix`; an object is there whole or not at all."""

    def __init__(self, address: str, account: StorageAccount) -> None:
        self.address = address
        self.bucket, _, self.prefix = address.removeprefix(SCHEME).partition("/")
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=account.endpoint or None,
            region_name=account.region or None,
            aws_access_key_id=account.key or None,
            aws_secret_access_key=account.secret or None,
        )

    def look(self) -> list[Offered]:
        """The pictures under the prefix; raises BucketFailed."""
        with self._told():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
            found = [entry for page in pages for entry in page.get("Contents", [])]
        return [self._offered(entry["Key"], entry["ETag"]) for entry in found if is_picture(_name(entry["Key"]))]

    def one(self) -> Offered:
        """The object of the address itself; raises BucketFailed."""
        with self._told():
            head = self._client.head_object(Bucket=self.bucket, Key=self.prefix)
        return self._offered(self.prefix, head["ETag"])

    def read(self, offered: Offered) -> Iterator[bytes]:
        """The content of an object; raises BucketFailed."""
        key = offered.address.removeprefix(f"{SCHEME}{self.bucket}/")
        with self._told():
            yield from self._client.get_object(Bucket=self.bucket, Key=key)["Body"].iter_chunks(_CHUNK)

    def _offered(self, key: str, tag: str) -> Offered:
        return Offered(_name(key), f"{SCHEME}{self.bucket}/{key}", tag.strip('"'))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """The library's errors as one sentence, without keys or signatures."""
        try:
            yield
        except ClientError as error:
            raise BucketFailed(self.address, error.response["Error"].get("Code", "refused")) from error
        except (BotoCoreError, ValueError) as error:
            raise BucketFailed(self.address, type(error).__name__) from error


def _name(key: str) -> str:
    return PurePosixPath(key).name
