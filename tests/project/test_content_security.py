from django.http import HttpResponse
from django.test import RequestFactory

from congthu.project.content_security import content_security


def test_every_answer_forbids_what_is_written_into_the_page():
    answer = content_security(lambda _: HttpResponse())(RequestFactory().get("/"))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
