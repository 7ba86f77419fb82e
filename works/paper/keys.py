"""The key that signs answers: the office's own, or one that the server makes for itself at first use."""

import fcntl
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from geo_server.core import clock

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate
    from pyhanko.sign import SimpleSigner

KEY, CERTIFICATE = "key.pem", "certificate.pem"
YEARS = 10
KEY_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


def signer() -> "SimpleSigner":
    """What signs; makes the server's own key if there is none yet and the office has given none."""
    from pyhanko import keys
    from pyhanko.sign import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key, certificates = _pems()
    chain = list(keys.load_certs_from_pemder_data(certificates))
    return SimpleSigner(
        signing_cert=chain[0],
        signing_key=keys.load_private_key_from_pemder_data(key, passphrase=None),
        cert_registry=SimpleCertificateStore.from_certs(chain),  # type: ignore[no-untyped-call]
    )


def trusted_certificate() -> bytes:
    """The certificate (PEM) by which this server knows its own papers."""
    return _pems()[1]


def _pems() -> tuple[bytes, bytes]:
    if settings.SIGNING_KEY and settings.SIGNING_CERT:
        return settings.SIGNING_KEY.encode(), settings.SIGNING_CERT.encode()
    folder = Path(settings.VAR_DIR) / "signing"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / CERTIFICATE).exists():
            _make(folder, now=clock.now())
    return (folder / KEY).read_bytes(), (folder / CERTIFICATE).read_bytes()


def _make(folder: Path, *, now: datetime) -> None:
    """A key and its own certificate; the certificate is written last, so that a half-made pair is made again."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65_537, key_size=3072)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secret)
    certificate = _certificate(key, now)
    (folder / CERTIFICATE).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _certificate(key: "RSAPrivateKey", now: datetime) -> "Certificate":
    """The key's own word for itself: whoever trusts this server trusts it, nobody else."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, settings.PUBLIC_URL[:64]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Địa bàn"),
        ]
    )
    usage = {name: name in ("digital_signature", "content_commitment") for name in KEY_USAGES}
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
