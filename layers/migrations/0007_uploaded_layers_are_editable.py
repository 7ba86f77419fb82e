"""Collections that came from files or the demo may be edited, where a grant allows it; others are kept by packages."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("layers", "0006_write_grants")]

    operations = [
        migrations.RunSQL(
            "UPDATE layers_collection SET editable = TRUE WHERE package IN ('layers', 'site')",
            migrations.RunSQL.noop,
        ),
    ]
