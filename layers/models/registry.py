"""The registry: one row per collection, and the revision that tells every process when to read it again."""

from django.db import models


class RegisteredCollection(models.Model):
    """What is known of a collection; its features lie in table `feature."<id>"`."""

    class Status(models.TextChoices):
        """How far the collection is on its way to the public."""

        DRAFT = "draft"
        IN_REVIEW = "in_review"
        PUBLISHED = "published"
        RETIRED = "retired"

    id = models.CharField(primary_key=True, max_length=50)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    description_vi = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    theme = models.CharField(max_length=100)
    geometry_type = models.CharField(max_length=20)
    fields = models.JSONField(default=list)
    owner = models.CharField(max_length=50)
    storage_crs = models.CharField(max_length=20)
    style = models.JSONField(null=True, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    package = models.CharField(max_length=50)
    public = models.BooleanField(default=False)
    coverage = models.CharField(max_length=300, blank=True)
    editable = models.BooleanField(default=False)
    contract = models.CharField(max_length=50, blank=True, default="")
    topology = models.CharField(max_length=20, blank=True, default="")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PUBLISHED)
    defined_at = models.DateTimeField()
    defined_by = models.CharField(max_length=100)

    class Meta:
        db_table = "layers_collection"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id__regex=r"^[a-z][a-z0-9_]{0,49}$"), name="collection_id_is_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.id


class RegistryRevision(models.Model):
    """The single row whose number grows, by trigger, with every change of collections or grants.

    A row and not a sequence: its new value becomes visible in the same instant as the change it stands for.
    """

    revision = models.BigIntegerField(default=1)

    class Meta:
        db_table = "layers_registryrevision"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="registry_revision_is_one_row")]

    def __str__(self) -> str:
        return str(self.revision)
