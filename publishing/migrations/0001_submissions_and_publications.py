"""What is handed in, every step that it takes, what was published, and what owners ask for."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import publishing.models.submission
import publishing.states


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OwnerRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=50)),
                (
                    "collection",
                    models.CharField(blank=True, help_text="Empty: for all of the organisation.", max_length=50),
                ),
                ("approval_needed", models.BooleanField(default=False, help_text="By another person than the sender.")),
                ("approver_role", models.CharField(blank=True, help_text="Empty: any role.", max_length=50)),
                (
                    "approver_organisation",
                    models.CharField(blank=True, help_text="Empty: the owner itself.", max_length=50),
                ),
                (
                    "look_again",
                    models.BooleanField(
                        default=True,
                        help_text="If the collection changed since the difference was looked at: ask for a new look, or compare anew.",
                    ),
                ),
                ("set_by", models.CharField(max_length=100)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["organisation", "collection"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "collection"), name="one_rule_per_owner_and_collection"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("read", "read"),
                            ("waiting_for_decisions", "waiting_for_decisions"),
                            ("checked", "checked"),
                            ("drafted", "drafted"),
                            ("in_review", "in_review"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("scheduled", "scheduled"),
                            ("publishing", "publishing"),
                            ("published", "published"),
                            ("failed", "failed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default=publishing.states.State["RECEIVED"],
                        max_length=30,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("collection", models.CharField(max_length=50)),
                (
                    "owner",
                    models.CharField(help_text="Code of the organisation that answers for the data.", max_length=50),
                ),
                ("created_by", models.CharField(max_length=100)),
                ("created_by_name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "by_outsider",
                    models.BooleanField(default=False, help_text="By a right to write, not as a member of the owner."),
                ),
                ("reason", models.TextField(blank=True)),
                ("file_name", models.CharField(max_length=300)),
                ("file_key", models.CharField(max_length=500)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("format", models.CharField(blank=True, max_length=50)),
                ("layers", models.JSONField(default=list, help_text="The layers of the file, as they were read.")),
                ("layer", models.CharField(blank=True, help_text="The one that is meant.", max_length=300)),
                (
                    "mode",
                    models.CharField(
                        choices=[("replace", "Replace"), ("append", "Append"), ("upsert", "Upsert")],
                        default="replace",
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=100)),
                ("since", models.DateTimeField(blank=True, null=True)),
                (
                    "wishes",
                    models.JSONField(
                        default=publishing.models.submission._nothing,
                        help_text="Of a new collection: titles, theme, public.",
                    ),
                ),
                ("leave_out_faulty", models.BooleanField(default=False)),
                ("contract_id", models.CharField(blank=True, max_length=100)),
                ("proposals", models.JSONField(default=list)),
                ("decisions", models.JSONField(default=publishing.models.submission._nothing)),
                ("decided_by", models.CharField(blank=True, max_length=100)),
                ("contract", models.JSONField(blank=True, null=True)),
                ("mapping", models.JSONField(blank=True, null=True)),
                (
                    "chosen_mapping",
                    models.JSONField(
                        default=publishing.models.submission._nothing,
                        help_text="The sender's own: column of the file to field, null to leave it out.",
                    ),
                ),
                ("report", models.JSONField(blank=True, null=True)),
                ("rejects_key", models.CharField(blank=True, max_length=500)),
                ("difference", models.JSONField(blank=True, null=True)),
                (
                    "base_revision",
                    models.BigIntegerField(
                        blank=True, help_text="Of the collection that it was compared with.", null=True
                    ),
                ),
                (
                    "broken",
                    models.JSONField(default=list, help_text="Expectations of the contract that the draft breaks."),
                ),
                (
                    "known_elsewhere",
                    models.JSONField(default=list, help_text="Collections that hold these objects already."),
                ),
                ("submitted_by", models.CharField(blank=True, max_length=100)),
                ("approved_by", models.CharField(blank=True, max_length=100)),
                ("override_by", models.CharField(blank=True, max_length=100)),
                ("override_reason", models.TextField(blank=True)),
                ("publish_at", models.DateTimeField(blank=True, null=True)),
                ("failed_vi", models.TextField(blank=True)),
                ("failed_en", models.TextField(blank=True)),
                ("job", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["collection", "-created_at"], name="submission_by_collection"),
                    models.Index(fields=["owner", "sha256"], name="submission_by_file"),
                    models.Index(fields=["state", "publish_at"], name="submission_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", publishing.states.State["SCHEDULED"]), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_scheduled_one_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", publishing.states.State["FAILED"]), _negated=True),
                            models.Q(("failed_en", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_failed_one_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("by_name", models.CharField(max_length=200)),
                ("before", models.CharField(blank=True, max_length=30)),
                ("after", models.CharField(max_length=30)),
                ("why", models.TextField(blank=True)),
                ("detail", models.JSONField(default=dict)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="publishing.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("collection", models.CharField(max_length=50)),
                (
                    "kind",
                    models.CharField(
                        choices=[("publish", "Publish"), ("roll_back", "Roll Back"), ("retire", "Retire")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("by_name", models.CharField(max_length=200)),
                ("approved_by", models.CharField(blank=True, max_length=100)),
                ("reason", models.TextField(blank=True)),
                ("revision_before", models.BigIntegerField()),
                ("revision_after", models.BigIntegerField()),
                ("added", models.BigIntegerField(default=0)),
                ("changed", models.BigIntegerField(default=0)),
                ("removed", models.BigIntegerField(default=0)),
                ("unchanged", models.BigIntegerField(default=0)),
                (
                    "restored",
                    models.BigIntegerField(blank=True, help_text="Revision that a roll-back brought back.", null=True),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="publishing.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["collection", "-at"], name="publication_by_collection")],
            },
        ),
    ]
