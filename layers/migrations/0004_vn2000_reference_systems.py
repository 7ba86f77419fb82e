from django.db import migrations

from geo_server.core import vn2000
from layers.geometry import crs


def insert_rows(apps, schema_editor):
    """VN-2000 under SRIDs and an authority of our own, because PostGIS would look up EPSG codes in PROJ instead."""
    with schema_editor.connection.cursor() as cursor:
        for code in vn2000.CODES:
            cursor.execute(
                "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, proj4text) VALUES (%s, 'DIABAN', %s, %s)"
                " ON CONFLICT (srid) DO UPDATE SET proj4text = EXCLUDED.proj4text",
                [crs.FIRST_OWN_SRID + code, code, vn2000.proj_text(code)],
            )


def delete_rows(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DELETE FROM spatial_ref_sys WHERE auth_name = 'DIABAN'")


class Migration(migrations.Migration):
    dependencies = [("layers", "0003_functions_and_triggers")]

    operations = [migrations.RunPython(insert_rows, delete_rows)]
