"""The portal as granian runs it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congthu.project.settings")  # noqa: TID251  # Django reads it there

application = get_wsgi_application()
