"""The application that the server runs."""

import gc
import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from samsyn.settings import SECRET_KEY

if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SAMSYN_SECRET_KEY is empty: set it to a long random text and keep it secret, "
        "or set SAMSYN_DEMO=1 for a demonstration with invented people"
    )
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does, also where another server runs this
application = get_wsgi_application()

# What is loaded now stays for good: the collector need not walk it again in the middle of a page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
