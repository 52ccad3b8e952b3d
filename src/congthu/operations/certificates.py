"""With which certificate do the mail programs speak TLS?

A private authority of the installation signs one certificate for the mail host, good for mail programs that are given
``tls/ca.pem``. A province replaces both files by those of its own certificate authority.
"""

import base64
import ipaddress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from congthu.engines.process import replace_file

YEARS = timedelta(days=825)  # the longest that mail programs of Apple accept
RENEW_BEFORE = timedelta(days=30)


def ensure(directory: Path, *, hostname: str, address: str, now: datetime) -> bool:
    """Make ``ca.pem``, ``cert.pem`` and ``key.pem`` where they are missing or about to end; True if they were made."""
    directory.mkdir(parents=True, exist_ok=True)
    cert_path = directory / "cert.pem"
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Cong Thu CA of {hostname}")])
    if cert_path.exists():
        held = x509.load_pem_x509_certificate(cert_path.read_bytes())
        # A certificate from another authority is the province's own: it is theirs to renew.
        if held.not_valid_after_utc - now > RENEW_BEFORE or held.issuer != ca_name:
            return False
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hostname)])
    ca = (
        _builder(ca_name, ca_name, ca_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(ca=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    names: list[x509.GeneralName] = [x509.DNSName(hostname), x509.DNSName("localhost")]
    names.append(x509.IPAddress(ipaddress.ip_address(address)))
    cert = (
        _builder(name, ca_name, key.public_key(), now)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(ca=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
        )
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    # The authority's own key is thrown away: nobody can sign a second certificate with it.
    replace_file(directory / "key.pem", private.decode("ascii"), mode=0o600)
    replace_file(directory / "ca.pem", ca.public_bytes(pem).decode("ascii"), mode=0o644)
    replace_file(cert_path, (cert.public_bytes(pem) + ca.public_bytes(pem)).decode("ascii"), mode=0o644)
    return True


def ensure_signing_key(path: Path, *, user: str) -> bool:
    """Make the key with which a domain signs its mail (DKIM, RFC 6376) where it is missing; True if it was made.

    Beside it lies the record that the domain's name server must publish.
    """
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = base64.b64encode(
        key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).decode("ascii")
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    replace_file(path.with_suffix(".txt"), f"v=DKIM1; k=rsa; p={public}\n", mode=0o644)
    replace_file(path, private.decode("ascii"), mode=0o600, owner=user, group=user)
    return True


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + YEARS)
    )


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        key_cert_sign=ca,
        crl_sign=ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
