"""All settings, read from the environment. `.env.example` lists every variable."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from config.environment import database, local_secret_key, redis_address, secret, whole_number

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")), recurse=False)

# Where the embedded portal keeps its database, message files, uploads and key.
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = secret(env, "SECRET_KEY") or local_secret_key(VAR_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
# Ports at which a proxy serves the portal, beside 80, 443 and the one on which it listens itself.
ALLOWED_PORTS: list[str] = env.list("ALLOWED_PORTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "plumbing",
    "teams",
    "households",
    "activities",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "plumbing.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "plumbing.addresses.AddressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages travel over 2G.
    "django.middleware.gzip.GZipMiddleware",
    "plumbing.middleware.PrivatePagesMiddleware",
    # Before anything that asks the database: it may be what is being looked after.
    "plumbing.middleware.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "plumbing.middleware.TooMuchDataMiddleware",
    # Behind the one above: it reads the form.
    "plumbing.middleware.ReasonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before anything reads what was sent: it knows whose it is.
    "plumbing.bodies.BodyMiddleware",
    "teams.language.LanguageMiddleware",
    "teams.setup.SetupMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "teams.sign_in.RefusedRequestsMiddleware",
    "households.viewings.ViewingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "teams.inactivity.InactivityMiddleware",
    "teams.sign_in.FirstPasswordMiddleware",
    "teams.second_factor.SecondFactorMiddleware",
    "plumbing.middleware.ButtonsOnlyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "plumbing.templatetags.ui",
                "plumbing.templatetags.walls",
                "plumbing.templatetags.choosing",
                "plumbing.templatetags.form_parts",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.navigation.portal",
            ],
        },
    }
]

# --- data -------------------------------------------------------------------------------------------------------

EMBEDDED_DATABASE = f"sqlite:///{VAR_DIR / 'caunoi.sqlite3'}"
DATABASES = {"default": database(env.str("DATABASE_URL", "") or EMBEDDED_DATABASE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Several web threads and the worker write to one file: WAL lets readers go on, IMMEDIATE makes a writer wait
    # for its turn instead of failing half-way (a deferred transaction cannot wait once it has read).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # PostgreSQL would compile the long statements of the roll-up anew each time: six times what they take to run.
    options: dict[str, Any] = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c jit=off".strip()

REDIS_URL = redis_address(env.str("REDIS_URL", ""))
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    # Sign-in limits must hold across processes, so the embedded cache is a table, not a process's own memory.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

MEDIA_ROOT = VAR_DIR / "media"

# --- worker -----------------------------------------------------------------------------------------------------

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
# A task that hangs is ended; its job is then taken up again. Longer than the longest import or roll-up.
CELERY_TASK_TIME_LIMIT = 30 * 60
# A worker that does a job says so every quarter of this time; when it is silent for all of it, another takes over.
JOB_LEASE_SECONDS = 20
# The schedule is in the code and counts in seconds: nothing to remember in a file. So nothing in it may wait for longer
# than an office keeps its computer on.
CELERY_BEAT_SCHEDULER = "plumbing.clock:TickScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "visibility_timeout": 3600,  # longer than any task
        "socket_connect_timeout": 2,
        # Whoever sends must not wait for a broker that is gone: the row is picked up later.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.2,
    }
else:
    # kombu's files, read so that none can stop the worker (plumbing/broker.py).
    CELERY_BROKER_URL = "caunoi-files://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "broker" / "messages"),
        "data_folder_out": str(VAR_DIR / "broker" / "messages"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "polling_interval": 0.2,
    }

# --- sign-in ----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "teams.Account"
AUTHENTICATION_BACKENDS = ["teams.sign_in.LiveAccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "teams.passwords.CommonVietnamesePasswordValidator"},
]
# The first makes new ones; passwords of the others are stored anew when their owners sign in.
PASSWORD_HASHERS = [
    "teams.passwords.QuickArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "teams.sign_in.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_FORMS = {
    "login": "teams.forms.sign_in.SignInForm",
    "reauthenticate": "teams.forms.sign_in.PasswordAgainForm",
}
# Wrong passwords are counted from a table (teams.actions.sign_ins), which no Host header, lost cache or race changes.
ACCOUNT_RATE_LIMITS = False
# How long a password that the portal made can be used for the first sign-in.
ONE_TIME_PASSWORD_DAYS = whole_number(env, "ONE_TIME_PASSWORD_DAYS", 14, least=1, most=90)
SIGN_INS_KEPT_DAYS = whole_number(env, "SIGN_INS_KEPT_DAYS", 180, least=1, most=3650)
# After how many minutes without a page somebody is signed out, by role; a role that is not named stays signed in for
# SESSION_DAYS: a leader's own phone, in a village without signal.
INACTIVITY_MINUTES = env.dict(
    "INACTIVITY_MINUTES",
    {"administrator": 30, "office": 60, "commune_officer": 60, "leadership": 240, "agency_lead": 240},
    subcast_values=int,
)
MFA_ADAPTER = "teams.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "teams.second_factor.CodeForm",
    "reauthenticate": "teams.second_factor.CodeAgainForm",
    "activate_totp": "teams.second_factor.FirstCodeForm",
    "login_webauthn": "teams.second_factor.PasskeySignInForm",
}
# How many proxies of our own stand in front; their X-Forwarded-For is believed, nobody else's.
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number(env, "TRUSTED_PROXIES", 0, least=0, most=9)
ACCOUNT_SESSION_REMEMBER = None
SESSION_COOKIE_AGE = whole_number(env, "SESSION_DAYS", 14, least=1, most=365) * 24 * 3600
SESSION_COOKIE_HTTPONLY = True

# --- language ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
# Django's own Vietnamese formats read 03/04/2025 as 4 March and never group thousands (domain facts, 0.5).
FORMAT_MODULE_PATH = ["plumbing.formats"]

# --- face -------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
# A filter that is not set.
FILTERS_EMPTY_CHOICE_LABEL = _("All")

# --- safety -----------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = env.bool("HTTPS", False)
# Who must have a second factor beside the password. On a real server (HTTPS) those who see everybody's data, unless it
# says otherwise; on one's own machine nobody.
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", ["administrator", "office"] if HTTPS else [])
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", False)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # Browsers take a cookie of such a name only over HTTPS, from this very host, for all of it.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Nobody else on the machine reads what people uploaded (config/__init__.py does the same for all other files).
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# National IDs are encrypted with a key of their own; when none is given it is derived from SECRET_KEY.
FIELD_KEY = secret(env, "FIELD_KEY")

# --- the office's own rules (facts that change: never law in code) ---------------------------------------------

PORTAL_NAME = env.str("PORTAL_NAME", "Cầu Nối")
# A month is due on this day of the next month.
MONTH_DUE_DAY = whole_number(env, "MONTH_DUE_DAY", 5, least=1, most=28)
# Who signs the reports of communes and of the whole area (domain facts, 4.2: it differs from office to office).
REPORT_SIGNER = env.str("REPORT_SIGNER", "T/M BAN THƯỜNG VỤ")
IMPORT_MAX_BYTES = whole_number(env, "IMPORT_MAX_MB", 20, least=1, most=1000) * 1024 * 1024
# Whom people ask about their data (name, telephone); stands on the notice and on what is handed to them.
DATA_PROTECTION_CONTACT = env.str("DATA_PROTECTION_CONTACT", "")
# How many national IDs one account may have shown within an hour.
IDS_SHOWN_PER_HOUR = env.int("IDS_SHOWN_PER_HOUR", 20)
DEMO = env.bool("DEMO", False)
# Every page says that the portal is being looked after. Without a restart: a file of this name in VAR_DIR, whose text
# (when it is back, say) is shown to people.
MAINTENANCE = env.bool("MAINTENANCE", False)
MAINTENANCE_FILE = VAR_DIR / "maintenance"
# Where `manage.py portal` asks whether the database holds demo data, and who can sign in to it.
DEMO_MODULE = "reports.demo"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "plumbing.logs.LineFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
