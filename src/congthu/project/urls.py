"""Which capability answers which address? People's pages are the whole site."""

from django.urls import include, path

urlpatterns = [path("", include("congthu.portal.urls"))]

handler400 = "congthu.portal.errors.bad_request"
handler403 = "congthu.portal.errors.forbidden"
handler404 = "congthu.portal.errors.not_found"
handler500 = "congthu.portal.errors.server_error"
