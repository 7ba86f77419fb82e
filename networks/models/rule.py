"""The rules of networks as the database reads them; written anew from `rules.yaml` with every migration."""

from django.db import models


class Rule(models.Model):
    """One rule: how grave its errors usually are, and what people read."""

    code = models.CharField(max_length=30, primary_key=True)
    severity = models.CharField(max_length=10)
    title_vi = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    text_vi = models.TextField()
    text_en = models.TextField()
    fix_vi = models.TextField()
    fix_en = models.TextField()

    def __str__(self) -> str:
        return self.code
