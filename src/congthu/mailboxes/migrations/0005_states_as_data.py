"""States are named by the regulation; what code must know of one stands in columns of its own.

Until the regulation is loaded again, which the next ``up`` does, each state allows what it allowed before.
"""

from django.db import migrations, models
from django.db.models import F, Q

PHASES = """
    CASE WHEN state IN ('issued_default', 'active', 'password_expired', 'restored_must_change') THEN 'open'
         WHEN state = 'locked' THEN 'locked'
         WHEN state IN ('transfer_grace', 'revoked_hold') THEN 'leaving'
         WHEN state = 'revoked' THEN 'ended'
         WHEN state = 'destroyed' THEN 'destroyed'
         ELSE 'requested' END
"""
FORWARDS = f"""
UPDATE mailboxes_mailbox SET phase = {PHASES},
       must_change = state IN ('issued_default', 'password_expired', 'restored_must_change'),
       leaving = CASE WHEN state IN ('transfer_grace', 'revoked_hold') THEN state ELSE '' END;
UPDATE mailboxes_statepermission SET phase = {PHASES}, must_change = web_only, web_only = false, forward = send;
"""  # noqa: S608  # our own words
BACKWARDS = """
UPDATE mailboxes_statepermission SET web_only = web_only OR must_change;
"""
LIVE = ["open", "locked", "leaving"]


class Migration(migrations.Migration):
    # What the rows say changes before the constraints that go by it.
    atomic = True
    dependencies = [("mailboxes", "0004_acts")]

    operations = [
        migrations.RemoveConstraint("mailbox", "mailbox_state_known"),
        migrations.RemoveConstraint("mailbox", "mailbox_locked_at_iff_locked"),
        migrations.RemoveConstraint("mailbox", "mailbox_active_has_own_password"),
        migrations.RemoveConstraint("mailbox", "mailbox_timed_state_has_decision"),
        migrations.RemoveConstraint("mailbox", "mailbox_one_channel_of_a_kind"),
        migrations.RemoveConstraint("statepermission", "state_permission_web_needs_login"),
        migrations.AddField("mailbox", "phase", models.CharField(max_length=12, default=""), preserve_default=False),
        migrations.AddField("mailbox", "must_change", models.BooleanField(default=False)),
        migrations.AddField("mailbox", "leaving", models.CharField(max_length=24, blank=True, default=""), preserve_default=False),
        migrations.AddField("mailbox", "left_on", models.DateField(null=True, blank=True)),
        migrations.AddField("mailbox", "use_recorded_since", models.DateTimeField(null=True, blank=True)),
        migrations.RenameField("statepermission", "login", "sign_in"),
        migrations.RenameField("statepermission", "directory", "listed"),
        migrations.AddField("statepermission", "phase", models.CharField(max_length=12, default=""), preserve_default=False),
        migrations.AddField("statepermission", "must_change", models.BooleanField(default=False), preserve_default=False),
        migrations.AddField("statepermission", "forward", models.BooleanField(default=False), preserve_default=False),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.AddConstraint("mailbox", models.CheckConstraint(name="mailbox_phase_known", condition=Q(phase__in=["open", "locked", "leaving", "ended", "destroyed"]))),
        migrations.AddConstraint("mailbox", models.CheckConstraint(name="mailbox_locked_at_iff_locked", condition=Q(phase="locked", locked_at__isnull=False) | (~Q(phase="locked") & Q(locked_at__isnull=True)))),
        migrations.AddConstraint("mailbox", models.CheckConstraint(name="mailbox_open_has_own_password", condition=~Q(phase="open") | Q(must_change=True) | Q(password_changed_at__isnull=False) | Q(kind__in=["group_city", "group_agency"]))),
        migrations.AddConstraint("mailbox", models.CheckConstraint(name="mailbox_leaving_has_decision", condition=~Q(phase="leaving") | Q(decision_on__isnull=False))),
        migrations.AddConstraint("mailbox", models.CheckConstraint(name="mailbox_leaving_is_its_state", condition=Q(phase="leaving", leaving=F("state")) | Q(phase="locked") | (~Q(phase__in=["leaving", "locked"]) & Q(leaving="")))),
        migrations.AddConstraint("mailbox", models.UniqueConstraint(fields=["organisation", "kind"], condition=Q(kind__in=["van_thu", "ky_thuat"], phase__in=LIVE), name="mailbox_one_channel_of_a_kind")),
        migrations.AddConstraint("statepermission", models.CheckConstraint(name="state_permission_needs_sign_in", condition=Q(sign_in=True) | Q(web_only=False, must_change=False, send=False))),
    ]
