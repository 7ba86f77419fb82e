"""Read copies of collections: see `layers/sql/070_read_copies.sql`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("layers", "0004_vn2000_reference_systems")]
    operations: list[migrations.operations.base.Operation] = []
