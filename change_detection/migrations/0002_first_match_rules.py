"""The margins and exemptions that hold until an office enters its own."""

from datetime import date

from django.db import migrations

FIRST_DAY = date(1993, 10, 15)  # the Land Law of 1993 came into force: no register speaks of earlier days


def add_first_rules(apps, schema_editor):
    apps.get_model("change_detection", "MatchRuleSet").objects.get_or_create(
        valid_from=FIRST_DAY, defaults={"exempt_land_codes": ["CQP", "CAN"]}
    )


def remove_first_rules(apps, schema_editor):
    apps.get_model("change_detection", "MatchRuleSet").objects.filter(valid_from=FIRST_DAY).delete()


class Migration(migrations.Migration):
    dependencies = [("change_detection", "0001_scenes_runs_and_findings")]

    operations = [migrations.RunPython(add_first_rules, remove_first_rules)]
