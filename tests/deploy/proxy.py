"""nginx with the configuration that is shipped, on loopback: other ports and folders, nothing else."""

import http.client
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config.standalone.children import ROOT, Child, wait_until_ready
from tests.deploy.compose import SITE_HOST, free_port
from tests.servers import nginx


class Proxy:
    def __init__(self, production):
        self.directory = production.directory / "nginx"
        self.directory.mkdir()
        self.plain_port, self.port = free_port(), free_port()
        self.write_certificate()
        here = {
            "/tmp/": f"{self.directory}/",
            "/dev/stdout": f"{self.directory}/access.log",
            "/dev/stderr": f"{self.directory}/error.log",
            "/srv/static/": f"{production.directory}/data/static/",
            "/srv/pages/": f"{ROOT}/deploy/nginx/pages/",
            "/srv/private/": f"{production.directory}/data/private/",
            "/srv/tls/": f"{self.directory}/",
            "web:8000": f"127.0.0.1:{production.port}",
            "listen 8080": f"listen 127.0.0.1:{self.plain_port}",
            "listen 8443": f"listen 127.0.0.1:{self.port}",
        }
        text = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text()
        for there, path in here.items():
            assert there in text, there
            text = text.replace(there, path)
        self.configuration = self.directory / "nginx.conf"
        self.configuration.write_text(text)

    def __enter__(self):
        self.child = Child(
            "nginx",
            [nginx(), "-c", self.configuration, "-g", self.directives()],
            log=self.directory / "said.log",
        )
        wait_until_ready(self.child, self.answers)
        return self

    def __exit__(self, *exception):
        self.child.stop()

    def directives(self):
        """In the image it runs as the same user as the application: so it does here, root included."""
        import getpass

        return f"daemon off; user {getpass.getuser()};"

    def answers(self):
        try:
            return self.get("/up", plain=True).status == 204
        except OSError:
            return False

    def get(self, path, *, plain=False, method="GET", body=None, **headers):
        """One request as a browser sends it; the answer is read, with its body as `text`."""
        if plain:
            line = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=30)
        else:
            trust = ssl.create_default_context(cafile=self.directory / "fullchain.pem")
            line = NamedConnection("127.0.0.1", self.port, timeout=30, context=trust)
        line.request(method, path, body, {"Host": SITE_HOST} | headers)
        answer = line.getresponse()
        answer.content = answer.read()
        line.close()
        return answer

    def log(self):
        return (self.directory / "access.log").read_text()

    def write_certificate(self):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SITE_HOST)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(SITE_HOST)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        Path(self.directory, "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        Path(self.directory, "privkey.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )


class NamedConnection(http.client.HTTPSConnection):
    """Goes to loopback and asks for the site's own name."""

    def connect(self):
        http.client.HTTPConnection.connect(self)
        self.sock = self._context.wrap_socket(self.sock, server_hostname=SITE_HOST)
