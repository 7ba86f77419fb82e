"""A collection knows the contract whose rules its rows follow, and what its features are in a network."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("layers", "0007_uploaded_layers_are_editable")]

    operations = [
        migrations.AddField(
            "registeredcollection", "contract", models.CharField(max_length=50, blank=True, default="")
        ),
        migrations.AddField(
            "registeredcollection", "topology", models.CharField(max_length=20, blank=True, default="")
        ),
    ]
