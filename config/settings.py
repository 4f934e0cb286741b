"""One settings file for the demo, the tests and production.

What differs between them comes from the environment, is typed, and is refused loudly when it is missing or malformed.
`docs/run/settings.md` lists every variable.
"""

import os
import sys
from pathlib import Path
from urllib.parse import unquote

import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# Demo mode opens "Look around as ..." and spares staff the second factor. Never for a real ceremony.
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Fernet keys for personal fields, newest first; older ones still decrypt.
FIELD_KEYS = env.list("FIELD_KEYS")
if not FIELD_KEYS:
    raise ImproperlyConfigured("FIELD_KEYS is empty: give at least one Fernet key (see docs/run/settings.md).")
# The key of blind indexes cannot be rotated without writing every index again, so it is apart.
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY", default=FIELD_KEYS[-1])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

# People, then rooms from the ground up, then what they stand on.
INSTALLED_APPS = [
    "config",
    "signatures",
    "press",
    "events",
    "delegations",
    "accreditation",
    "notifications",
    "ceremony",
    "directory",
    "accounts",
    "config.apps.AdminSite",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "django_htmx",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "signatures.middleware.VersionMiddleware",
    "ceremony.kept_pages.KeptPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "ceremony.middleware.CeremonyMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "accounts.middleware.RequestLogMiddleware",
]

ROOT_URLCONF = "config.urls"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Database. A process that is given the owner's address connects as the owner; only the one that migrates is.
application_database = env.db("DATABASE_URL")
DATABASE_APPLICATION_ROLE = application_database["USER"]
DATABASES = {"default": env.db("DATABASE_OWNER_URL") if "DATABASE_OWNER_URL" in os.environ else application_database}
# A server behind a unix socket is written with its folder as the host: postgres://user:password@%2Fvar%2Frun/name
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])
# A statement of `accounts.composed` that a connection has met so often is planned no more.
DATABASES["default"]["OPTIONS"] = {"prepare_threshold": env.int("DATABASE_PREPARE", default=3) or None}
TESTING = "pytest" in sys.modules
if not TESTING:
    # Threads of the web workers share a few connections instead of holding one each.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts. Nobody has a password: the backend is there for permissions, and for who a session belongs to.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/work/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "notifications.sign_in.SignInAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Without a password among these the sign-in page itself sends a code; the library's second page for that stays away.
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_RATE_LIMITS = {
    # A whole ministry may sit behind one address, so a network gets more than a mailbox.
    "login": "60/m/ip",
    "request_login_code": "60/m/ip,5/15m/key",
}
# How many of our own proxies stand before us; the visitor's address is the one that the outermost of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
ACCOUNT_PREVENT_ENUMERATION = True
# Seconds that asking for a code takes, whether a letter is written or the address is unknown.
SIGN_IN_TAKES = 0 if TESTING else 0.25
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
# No "remember me" to tick: a session lasts as long as SESSION_COOKIE_AGE says.
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.mfa_forms.AuthenticateForm",
    "reauthenticate": "accounts.mfa_forms.ReauthenticateForm",
    "activate_totp": "accounts.mfa_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.mfa_forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.mfa_forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Plenipo"
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600

# Languages. The switch offers those of COMPLETE_LANGUAGES; names of States exist in all of LANGUAGES.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("vi", "Tiếng Việt"),
]
COMPLETE_LANGUAGES = ["en", "vi"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# Files. Nothing below PRIVATE_ROOT has an address of its own: a checked view hands it out.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # what browsers ask for by themselves, at the address where they do
PRIVATE_ROOT = DATA_DIR / "private"
# Set where nginx serves the files: the internal location that maps to PRIVATE_ROOT.
PRIVATE_ACCEL_PREFIX = env.str("PRIVATE_ACCEL_PREFIX", default="")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # Here and not in FILE_UPLOAD_PERMISSIONS: that would close the static files to the proxy too.
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "config.static_files.StaticFiles",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
# The hour, by the clocks of the ceremony, at which the depositary is told of the day.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=20)
# Where the fonts of the papers are. Debian's fonts-noto-core and fonts-noto-cjk put them there.
FONT_FOLDERS = env.list("FONT_FOLDERS", default=["/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"])
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Letters
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:2525")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="Plenipo <plenipo@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Work outside the request
CELERY_BROKER_URL = env.str("BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task may run this long before the broker believes its worker dead and gives it to another. A request does not wait
# for a broker that is away: what it would have been told is in a table, and a sweep finds it there.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "max_retries": 0, "socket_connect_timeout": 5}
CELERY_TASK_TIME_LIMIT = 540
# Celery would close the pool of connections before and after each task: two sign-ins to PostgreSQL for every letter.
CELERY_DB_REUSE_MAX = sys.maxsize
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "beat's own tick": {"task": "ceremony.tasks.tick", "schedule": 20.0, "options": {"expires": 60}},
    "letters that nobody delivered": {"task": "notifications.tasks.sweep", "schedule": 30.0},
    "sessions and sign-in links whose time is over": {
        "task": "accounts.tasks.tidy",
        "schedule": crontab(hour=3, minute=40),
    },
    "personal data whose day has come": {
        "task": "accreditation.tasks.erase_what_is_due",
        "schedule": crontab(hour=2, minute=10),
    },
    "photos of forms that nobody finished": {
        "task": "delegations.tasks.sweep_pending_photos",
        "schedule": crontab(hour=4, minute=20),
    },
    "papers that nobody finished": {"task": "signatures.tasks.sweep_papers", "schedule": 30.0},
    "plans that nobody finished": {"task": "events.tasks.sweep_plans", "schedule": 30.0},
    "advisories whose minute has come": {"task": "press.tasks.send_advisories", "schedule": 60.0},
    "digests for the depositary": {"task": "signatures.tasks.send_digests", "schedule": crontab(minute="*/10")},
    "reminders before deadlines": {"task": "notifications.tasks.scan_reminders", "schedule": crontab(minute="*/10")},
}

# Rate limits and the short-lived counts behind them are shared by all web processes through the broker's server.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CELERY_BROKER_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "plenipo",
    },
    # What a process renders once and keeps: keyed by version, so never stale.
    "rendered": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rendered",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
if TESTING:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

# Security. INSECURE_HTTP is for a loopback demo without TLS.
INSECURE_HTTP = env.bool("INSECURE_HTTP", default=DEBUG)
SECURE_SSL_REDIRECT = not INSECURE_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not INSECURE_HTTP
SECURE_HSTS_PRELOAD = not INSECURE_HTTP
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not INSECURE_HTTP
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# pghistory keeps who and where beside each change.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "accounts.log_lines.LineFormatter",
            "processor": structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event"], drop_missing=True
            ),
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
