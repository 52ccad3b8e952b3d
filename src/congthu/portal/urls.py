"""Which address shows which page? Vietnamese without accents: people read addresses out on the telephone."""

from django.urls import path

from congthu.portal.views import (
    impact,
    mailboxes,
    own_mailbox,
    regulation,
    request_steps,
    requests,
    signing_in,
    today,
    trail,
    trial,
    upload,
)

app_name = "portal"
urlpatterns = [
    path("", signing_in.home, name="home"),
    path("dang-nhap/", signing_in.sign_in, name="sign-in"),
    path("dang-xuat/", signing_in.sign_out, name="sign-out"),
    path("mat-khau-lan-dau/", signing_in.first_password, name="first-password"),
    path("mat-khau/", signing_in.password, name="password"),
    path("hop-thu-cua-toi/", own_mailbox.own_mailbox, name="own-mailbox"),
    path("mat-khau-ung-dung/", own_mailbox.app_password_list, name="app-passwords"),
    path("mat-khau-ung-dung/<int:number>/", own_mailbox.revoke_app_password, name="revoke-app-password"),
    path("viec-hom-nay/", today.today, name="today"),
    path("yeu-cau/", requests.inbox, name="requests"),
    path("yeu-cau/nhap/", upload.upload, name="upload"),
    path("yeu-cau/<int:number>/", requests.detail, name="request"),
    path("yeu-cau/<int:number>/tep/", requests.file, name="request-file"),
    path("yeu-cau/<int:number>/phieu-cap/", request_steps.sheet, name="request-sheet"),
    path("yeu-cau/<int:number>/<slug:step>/", request_steps.step, name="request-step"),
    path("hop-thu/", mailboxes.found, name="mailboxes"),
    path("hop-thu/<str:address>/", mailboxes.detail, name="mailbox"),
    path("hop-thu/<str:address>/phieu-cap/", mailboxes.sheet, name="mailbox-sheet"),
    path("hop-thu/<str:address>/<slug:act>/", mailboxes.act, name="mailbox-act"),
    path("nhat-ky/<int:number>/", trail.why, name="why"),
    path("quy-che/", regulation.regulation, name="regulation"),
    path("quy-che/thu/", trial.trial, name="trial"),
    path("quy-che/van-ban/", regulation.regulations, name="regulations"),
    path("quy-che/<slug:regulation>/", regulation.other_regulation, name="other-regulation"),
    path("quy-che/<slug:regulation>/tac-dong/", impact.impact_of, name="impact"),
    path("quy-che/<slug:regulation>/thu/", trial.other_trial, name="other-trial"),
]
