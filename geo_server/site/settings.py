"""Django's settings, all taken from the typed environment."""

from typing import Any
from urllib.parse import unquote, urlparse

from celery.schedules import crontab

from .env import BASE_DIR, read_env

ENV = read_env()

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.hosts)
ROOT_URLCONF = "geo_server.site.urls"
# GeoDjango's GDAL never opens a file here: rasterio and pyogrio bring their own, newer one.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
WSGI_APPLICATION = "geo_server.site.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "geo_server.core.apps.CoreConfig",
    "layers.apps.LayersConfig",
    "publishing.apps.PublishingConfig",
    "tiles.apps.TilesConfig",
    "networks.apps.NetworksConfig",
    "change_detection.apps.ChangeDetectionConfig",
    "ocm.apps.OcmConfig",
    "works.apps.WorksConfig",
    "warehouse.apps.WarehouseConfig",
    "geo_server.ogc.apps.OgcConfig",
    "geo_server.site.apps.SiteConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "geo_server.site.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "geo_server.site.authentication.SubjectMiddleware",
    "geo_server.site.errors.DomainErrorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "geo_server" / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "geo_server.site.pages.navigation.navigation",
            ]
        },
    }
]


# Short questions of many people: compiling a query or starting helpers for it costs more than it saves.
# A machine that goes dark is noticed on both ends within a minute, and what it had locked is free again.
_SESSION = {
    "search_path": "public",
    "timezone": "UTC",
    "jit": "off",
    "max_parallel_workers_per_gather": 0,
    "tcp_keepalives_idle": 20,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 4,
}
_KEEPALIVE = {"keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 4}


def _database(url: str) -> dict[str, Any]:
    """Django's database settings from a postgresql:// URL."""
    parts = urlparse(url)
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()), **_KEEPALIVE},
    }


DATABASES = {"default": _database(ENV.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGE_SRID = 4326

STORAGE_URL = ENV.storage_url
S3_ENDPOINT, S3_REGION = ENV.s3_endpoint, ENV.s3_region
S3_KEY, S3_SECRET = ENV.s3_key, ENV.s3_secret
VAR_DIR = ENV.var
TILE_CACHE_MB = ENV.tile_cache_mb
PUBLIC_URL = ENV.public_url
MAPPROXY_URL = ENV.mapproxy_url
CITY = ENV.city
SIGNING_KEY, SIGNING_CERT = ENV.signing_key, ENV.signing_cert
OUTSIDE_HOSTS = frozenset(ENV.outside_hosts)

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "geo_server" / "site" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENV.var / "static"
STATICFILES_DIRS = [BASE_DIR / "geo_server" / "site" / "static"]
WHITENOISE_USE_FINDERS = DEBUG
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.public_url.startswith("https:")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [ENV.public_url]
CSRF_FAILURE_VIEW = "geo_server.site.errors.from_another_site"

CELERY_BROKER_URL = ENV.redis_url
CELERY_TASK_ALWAYS_EAGER = ENV.redis_url.startswith("memory:")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "requeue-stalled-jobs": {"task": "core.requeue_stalled_jobs", "schedule": 15.0},
    "deliver-due-messages": {"task": "ocm.deliver_due", "schedule": 30.0},
    "call-job-subscribers-again": {"task": "ogc.call_again", "schedule": 30.0},
    "clear-away-old-jobs-and-joins": {"task": "ogc.clear_away", "schedule": 3600.0},
    "prepare-downloads": {"task": "ogc.prepare_all_downloads", "schedule": crontab(hour=2, minute=30)},
    "keep-read-copies": {"task": "layers.keep_read_copies", "schedule": 30.0},
    "keep-submissions-going": {"task": "publishing.keep_going", "schedule": 20.0},
    "harvest-due-sources": {"task": "publishing.harvest_due", "schedule": 30.0},
    "clear-away-old-submissions": {"task": "publishing.clear_away", "schedule": 3600.0},
    "raise-missing-alerts": {"task": "ocm.raise_missing_alerts", "schedule": 3600.0},
}


def _email(url: str) -> dict[str, Any]:
    """Django's mail settings from smtp://, smtps:// or file:// (one file per message, for the demo)."""
    parts = urlparse(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 15,
    }


globals().update(_email(ENV.email_url))
DEFAULT_FROM_EMAIL = ENV.email_from

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "pygeoapi": {"level": "ERROR"},
        "mapproxy": {"level": "WARNING"},
        "numexpr": {"level": "WARNING"},
    },
}
