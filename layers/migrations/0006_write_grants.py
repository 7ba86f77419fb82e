"""Grants name the actions that they allow; collections say whether people may change their features."""

import django.contrib.postgres.fields
from django.db import migrations, models

import layers.models.grants


class Migration(migrations.Migration):
    dependencies = [("layers", "0005_read_copies")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="actions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("read", "Read"), ("create", "Create"), ("update", "Update"), ("delete", "Delete")],
                    max_length=10,
                ),
                default=layers.models.grants.only_read,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="columns",
            field=models.JSONField(
                blank=True,
                help_text='Field names ("geometry" to move); empty for all that are not private.',
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actions__contained_by", ["read", "create", "update", "delete"]), ("actions__len__gt", 0)
                ),
                name="grant_names_known_actions",
            ),
        ),
        migrations.AddField(
            model_name="registeredcollection",
            name="editable",
            field=models.BooleanField(default=False),
        ),
    ]
