"""Grants name the action that they allow."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("layers", "0005_read_copies")]
    operations: list[migrations.operations.base.Operation] = []
