"""Until now a finding kept the id of the change that made it; now that change says so itself."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark_makers(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Changes whose id is that of their finding made it."""
    change = apps.get_model("change_detection", "Change")
    change.objects.filter(finding_id=models.F("id")).update(represents=True)


class Migration(migrations.Migration):
    dependencies = [("change_detection", "0003_certainty_of_findings")]

    operations = [migrations.RunPython(mark_makers, migrations.RunPython.noop)]
